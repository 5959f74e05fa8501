//! Mish.

use nnfn::activations::{mish, mish_grad, sigmoid, silu, softplus};
use proptest::prelude::*;

use super::{Property, forall, near, within};
use crate::tolerance::ulp;

/// The gate: what `x` is multiplied with.
fn gate(x: f64) -> f64 {
    softplus(x).tanh()
}

pub(super) const PROPERTIES: &[Property] = &[
    Property {
        function: "mish",
        name: "is_x_times_tanh_of_softplus",
        check: || forall(-700.0..700.0, |x: f64| near(mish(x), x * gate(x), 6.0)),
    },
    Property {
        function: "mish",
        name: "needs_one_exponential",
        check: || {
            forall(-350.0..350.0, |x: f64| {
                let e = x.exp();
                let numerator = e * e + 2.0 * e;
                near(mish(x), x * (numerator / (numerator + 2.0)), 6.0)
            })
        },
    },
    Property {
        function: "mish",
        name: "gate_above_sigmoid",
        check: || {
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
        },
    },
    Property {
        function: "mish",
        name: "gates_add_up_to_more_than_one",
        check: || {
            forall(0.0..15.0, |x: f64| {
                let sum = gate(x) + gate(-x);
                prop_assert!(1.0 < sum && sum <= 1.2 + 2.0 * f64::EPSILON, "{sum}");
                within(mish(x) - mish(-x), x * sum, 4.0 * ulp(x))
            })
        },
    },
    Property {
        function: "mish",
        name: "below_relu",
        check: || {
            forall(-700.0..700.0, |x: f64| {
                let below = x.max(0.0) - mish(x);
                prop_assert!((0.0..=0.308_843_413_017_251).contains(&below), "{below}");
                Ok(())
            })
        },
    },
    Property {
        function: "mish",
        name: "slope_from_gate",
        check: || {
            forall(-30.0..30.0, |x: f64| {
                let w = gate(x);
                let slope = w + x * sigmoid(x) * (1.0 - w * w);
                within(slope, mish_grad(x), 4.0 * f64::EPSILON * (1.0 + x.abs()))
            })
        },
    },
];
