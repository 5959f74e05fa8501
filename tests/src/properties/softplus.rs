//! Softplus.

use std::f64::consts::LN_2;

use nnfn::activations::{log_sigmoid, relu, sigmoid_grad, softplus};
use nnfn::log_sum_exp;
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::measure::integral;
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("softplus", "gap_to_relu_is_even", || {
        forall(-700.0..700.0, |x: f64| {
            // The value is rounded on the scale of x.
            let gap = softplus(x) - relu(x);
            within(gap, softplus(-x.abs()), ulp(x))?;
            prop_assert!((0.0..=LN_2 + ulp(x)).contains(&gap), "{gap}");
            near(softplus(0.0), LN_2, 0.0)
        })
    }),
    property("softplus", "sharpened_nears_relu", || {
        forall((-50.0..50.0, 0.1..100.0), |(x, beta): (f64, f64)| {
            let gap = softplus(beta * x) / beta - relu(x);
            let rounding = 2.0 * ulp(x);
            prop_assert!((-rounding..=LN_2 / beta + rounding).contains(&gap), "{gap}");
            Ok(())
        })
    }),
    property("softplus", "is_minus_log_sigmoid", || {
        forall(-700.0..700.0, |x: f64| {
            near(softplus(x), -log_sigmoid(-x), 2.0)
        })
    }),
    property("softplus", "is_log_sum_exp_of_two", || {
        forall(-30.0..700.0, |x: f64| {
            near(softplus(x), log_sum_exp(&[x, 0.0]), 4.0)
        })
    }),
    property("softplus", "inverse", || {
        // y of many magnitudes.
        forall(-700.0..6.0, |exponent: f64| {
            let y = exponent.exp();
            let x = y + (-(-y).exp_m1()).ln();
            // The rounding of a very negative x returns in full.
            near(softplus(x), y, 8.0 + 4.0 * (-x).max(0.0))
        })
    }),
    property("softplus", "is_relu_under_logistic_noise", || {
        forall(-20.0..20.0, |x: f64| {
            // E max(x + L, 0): over the noise above -x, whose density is σ'.
            let panel = |i: i32| {
                let low = 0.5 * f64::from(i) - x;
                integral(low, low + 0.5, |noise| (x + noise) * sigmoid_grad(noise))
            };
            let mean: f64 = (0..200).rev().map(panel).sum();
            within(mean, softplus(x), 1e-13)
        })
    }),
];
