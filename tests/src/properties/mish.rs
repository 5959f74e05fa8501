//! Mish.

use nnfn::activations::{mish, mish_grad, sigmoid, silu, softplus};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

/// The gate: what `x` is multiplied with.
fn gate(x: f64) -> f64 {
    softplus(x).tanh()
}

pub(super) const PROPERTIES: &[Property] = &[
    property("mish", "is_x_times_tanh_of_softplus", || {
        forall(-700.0..700.0, |x: f64| near(mish(x), x * gate(x), 6.0))
    }),
    property("mish", "needs_one_exponential", || {
        forall(-350.0..350.0, |x: f64| {
            let e = x.exp();
            let numerator = e * e + 2.0 * e;
            near(mish(x), x * (numerator / (numerator + 2.0)), 6.0)
        })
    }),
    property("mish", "gate_above_sigmoid", || {
        forall(-15.0..15.0, |x: f64| {
            prop_assume!(x != 0.0);
            // e²/((1 + e)·(2 + 2e + e²)) with e = exp(x)
            let e = x.exp();
            let above = e * e / ((1.0 + e) * (2.0 + 2.0 * e + e * e));
            let gap = (mish(x) - silu(x)) / x;
            within(gap, above, 8.0 * f64::EPSILON * sigmoid(x))?;
            prop_assert!(gap >= 0.0, "{gap}");
            Ok(())
        })
    }),
    property("mish", "gates_add_up_to_more_than_one", || {
        forall(0.0..15.0, |x: f64| {
            let sum = gate(x) + gate(-x);
            prop_assert!(1.0 < sum && sum <= 1.2 + 2.0 * f64::EPSILON, "{sum}");
            within(mish(x) - mish(-x), x * sum, 4.0 * ulp(x))
        })
    }),
    property("mish", "below_relu", || {
        forall(-700.0..700.0, |x: f64| {
            let below = x.max(0.0) - mish(x);
            prop_assert!((0.0..=0.308_843_413_017_251).contains(&below), "{below}");
            Ok(())
        })
    }),
    property("mish", "slope_from_gate", || {
        forall(-30.0..30.0, |x: f64| {
            let w = gate(x);
            let slope = w + x * sigmoid(x) * (1.0 - w * w);
            within(slope, mish_grad(x), 4.0 * f64::EPSILON * (1.0 + x.abs()))
        })
    }),
];
