//! Sigmoid and its logarithm.

use std::f64::consts::LN_2;

use nnfn::activations::{hard_sigmoid, log_sigmoid, relu, sigmoid, sigmoid_grad, softmax};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("sigmoid", "is_a_shifted_tanh", || {
        forall(-30.0..30.0, |x: f64| {
            within(2.0 * sigmoid(x) - 1.0, (0.5 * x).tanh(), 4.0 * f64::EPSILON)
        })
    }),
    property("sigmoid", "slope_from_value", || {
        forall(-30.0..30.0, |x: f64| {
            near(sigmoid_grad(x), sigmoid(x) * sigmoid(-x), 8.0)
        })
    }),
    property("sigmoid", "inverse_is_logit", || {
        forall(-15.0..15.0, |x: f64| {
            let p = sigmoid(x);
            // ln(p/(1 − p)) magnifies the rounding of p by 1/(1 − p).
            within(
                (p / (1.0 - p)).ln(),
                x,
                4.0 * f64::EPSILON / (1.0 - p) + 4.0 * ulp(x),
            )
        })
    }),
    property("sigmoid", "odds_are_exponential", || {
        forall(-700.0..700.0, |x: f64| {
            near(sigmoid(x) / sigmoid(-x), x.exp(), 6.0)
        })
    }),
    property("sigmoid", "is_softmax_of_two", || {
        forall(-700.0..700.0, |x: f64| {
            near(sigmoid(x), softmax(&[x, 0.0], 1.0)[0], 4.0)
        })
    }),
    property("sigmoid", "is_posterior_of_two_normals", || {
        let draws = (-5.0..5.0, -3.0..3.0, -3.0..3.0, 0.5..3.0, 0.01..0.99);
        forall(
            draws,
            |(x, a, b, deviation, prior): (f64, f64, f64, f64, f64)| {
                let square = |mean: f64| 0.5 * ((x - mean) / deviation).powi(2);
                let (weight_a, weight_b) = (
                    prior * (-square(a)).exp(),
                    (1.0 - prior) * (-square(b)).exp(),
                );
                let slope = (a - b) / (deviation * deviation);
                let prior_log_odds = (prior / (1.0 - prior)).ln();
                let log_odds = slope * (x - 0.5 * (a + b)) + prior_log_odds;
                // Bayes' rule; its exponents are rounded to their size, and so are the log-odds.
                let size = square(a) + square(b) + prior_log_odds.abs();
                near(
                    sigmoid(log_odds),
                    weight_a / (weight_a + weight_b),
                    8.0 + 4.0 * size,
                )
            },
        )
    }),
    property("sigmoid", "slope_falls_to_both_sides", || {
        forall((0.0..700.0, 0.01..1.0), |(x, step): (f64, f64)| {
            near(sigmoid_grad(-x), sigmoid_grad(x), 0.0)?;
            prop_assert!(sigmoid_grad(x + step) < sigmoid_grad(x));
            Ok(())
        })
    }),
    property("log_sigmoid", "difference_is_x", || {
        forall(-700.0..700.0, |x: f64| {
            let found = log_sigmoid(x) - log_sigmoid(-x);
            within(found, x, 2.0 * ulp(x.abs().max(1.0)))
        })
    }),
    property("log_sigmoid", "near_ramp", || {
        // ln 2 below the ramp at 0, and nowhere further; the sum is rounded on the scale of x.
        forall(-700.0..700.0, |x: f64| {
            let below = x.min(0.0) - log_sigmoid(x);
            prop_assert!((0.0..=LN_2 + ulp(x)).contains(&below), "{below}");
            near(-log_sigmoid(0.0), LN_2, 0.0)
        })
    }),
    property("log_sigmoid", "is_log_of_sigmoid", || {
        forall(-700.0..700.0, |x: f64| {
            near(log_sigmoid(x).exp(), sigmoid(x), 4.0 + x.abs().min(700.0))
        })
    }),
    property("log_sigmoid", "slope_is_sigmoid_of_minus_x", || {
        forall(-700.0..700.0, |x: f64| {
            near(nnfn::activations::log_sigmoid_grad(x), sigmoid(-x), 4.0)
        })
    }),
    property("hard_sigmoid", "is_two_relus", || {
        forall(-700.0..700.0, |x: f64| {
            let found = (relu(x + 3.0) - relu(x - 3.0)) / 6.0;
            // Each ReLU is rounded on the scale of x.
            within(found, hard_sigmoid(x), ulp(x).max(f64::EPSILON))
        })
    }),
    property("hard_sigmoid", "near_sigmoid", || {
        forall(-40.0..40.0, |x: f64| {
            within(hard_sigmoid(x), sigmoid(x), 0.0693)
        })
    }),
];
