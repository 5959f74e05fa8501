//! Tanh and softsign.

use nnfn::activations::{sigmoid, softsign, softsign_grad, tanh, tanh_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("tanh", "is_a_stretched_sigmoid", || {
        forall(-30.0..30.0, |x: f64| {
            within(tanh(x), 2.0 * sigmoid(2.0 * x) - 1.0, 4.0 * f64::EPSILON)
        })
    }),
    property("tanh", "takes_one_exponential", || {
        forall(-300.0..300.0, |x: f64| {
            let e = (2.0 * x).exp_m1();
            near(tanh(x), e / (e + 2.0), 6.0)
        })
    }),
    property("tanh", "slope_from_value", || {
        forall(-30.0..30.0, |x: f64| {
            within(tanh_grad(x), 1.0 - tanh(x).powi(2), 4.0 * f64::EPSILON)
        })
    }),
    property("tanh", "slope_falls_to_both_sides", || {
        falls_to_both_sides(tanh_grad, 300.0)
    }),
    property("tanh", "inverse_is_half_a_logarithm", || {
        forall(-15.0..15.0, |x: f64| {
            let t = tanh(x);
            let found = 0.5 * ((1.0 + t) / (1.0 - t)).ln();
            // The logarithm magnifies the rounding of t by 1/(1 − t²).
            let slack = 4.0 * f64::EPSILON / (1.0 - t.abs()) + 4.0 * ulp(x);
            within(found, x, slack)
        })
    }),
    property("tanh", "addition", || {
        forall((-3.0..3.0, -3.0..3.0), |(x, y): (f64, f64)| {
            let (s, t) = (tanh(x), tanh(y));
            // Where s and t nearly cancel the ±1, the denominator is what is left of it.
            let slack = 8.0 * f64::EPSILON / (1.0 + s * t);
            within(tanh(x + y), (s + t) / (1.0 + s * t), slack)
        })
    }),
    property("softsign", "slope_from_value", || {
        forall(-1e3..1e3, |x: f64| {
            let left = 1.0 - softsign(x).abs();
            within(softsign_grad(x), left * left, 4.0 * f64::EPSILON)
        })
    }),
    property("softsign", "slope_falls_to_both_sides", || {
        falls_to_both_sides(softsign_grad, 1e6)
    }),
    property("softsign", "gap_to_one", || {
        forall(0.0..1e6, |x: f64| {
            within(1.0 - softsign(x), 1.0 / (1.0 + x), 2.0 * f64::EPSILON)
        })
    }),
    property("softsign", "inverse_is_rational", || {
        forall(-1e3..1e3, |x: f64| {
            let y = softsign(x);
            let left = 1.0 - y.abs();
            let slack = 4.0 * f64::EPSILON * x.abs() / left + 4.0 * ulp(x);
            within(y / left, x, slack)
        })
    }),
    property("softsign", "inside_tanh", || {
        forall(0.001..1e3, |x: f64| {
            prop_assert!(softsign(x) < tanh(x));
            prop_assert!(softsign(-x) > tanh(-x));
            Ok(())
        })
    }),
];

/// Even, and smaller a step further out.
fn falls_to_both_sides(slope: fn(f64) -> f64, far: f64) -> Result<usize, String> {
    forall((0.0..far, 0.01..1.0), |(x, step): (f64, f64)| {
        near(slope(-x), slope(x), 0.0)?;
        prop_assert!(slope(x + step) < slope(x));
        Ok(())
    })
}
