//! Softshrink, hardshrink and tanhshrink.

use nnfn::activations::{
    hardshrink, relu, softshrink, softshrink_grad, tanh, tanhshrink, tanhshrink_grad,
};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

/// Half the squared distance of `u` from `x`, and a penalty.
fn cost(u: f64, x: f64, penalty: f64) -> f64 {
    0.5 * (u - x) * (u - x) + penalty
}

/// The penalty of the hard threshold: the same for all but 0.
fn counted(u: f64, lambda: f64) -> f64 {
    if u == 0.0 { 0.0 } else { 0.5 * lambda * lambda }
}

pub(super) const PROPERTIES: &[Property] = &[
    property("softshrink", "proximal_operator", || {
        let inputs = (-5.0..5.0, 0.0..3.0, -6.0..6.0);
        forall(inputs, |(x, lambda, u): (f64, f64, f64)| {
            let best = softshrink(x, lambda);
            let least = cost(best, x, lambda * best.abs());
            // A step of any length, a small one among them, only adds to the cost.
            for other in [u, best + 1e-3 * u, 0.0] {
                let added = cost(other, x, lambda * other.abs()) - least;
                let step = other - best;
                prop_assert!(added >= 0.5 * step * step - 1e-13, "{added} at {other}");
            }
            Ok(())
        })
    }),
    property("softshrink", "takes_off_the_clipped_input", || {
        forall((-5.0..5.0, 0.0..3.0), |(x, lambda): (f64, f64)| {
            near(softshrink(x, lambda), x - x.clamp(-lambda, lambda), 0.0)
        })
    }),
    property("softshrink", "is_two_relus", || {
        forall((-5.0..5.0, 0.0..3.0), |(x, lambda): (f64, f64)| {
            near(
                softshrink(x, lambda),
                relu(x - lambda) - relu(-x - lambda),
                0.0,
            )
        })
    }),
    property("softshrink", "thresholds_add", || {
        let inputs = (-5.0..5.0, 0.0..2.0, 0.0..2.0);
        forall(inputs, |(x, first, second): (f64, f64, f64)| {
            // Each of the three differences is rounded on the scale of 8.
            let twice = softshrink(softshrink(x, first), second);
            within(twice, softshrink(x, first + second), 3.0 * ulp(4.0))
        })
    }),
    property("softshrink", "never_falls", || {
        let inputs = (-5.0..5.0, 0.0..5.0, 0.0..3.0);
        forall(inputs, |(x, step, lambda): (f64, f64, f64)| {
            prop_assert!(softshrink(x, lambda) <= softshrink(x + step, lambda));
            Ok(())
        })
    }),
    property("softshrink", "scales", || {
        let inputs = (-5.0..5.0, 0.0..3.0, 0.01..100.0);
        forall(inputs, |(x, lambda, c): (f64, f64, f64)| {
            let slack = 2.0 * ulp(c * x.abs().max(lambda));
            within(
                softshrink(c * x, c * lambda),
                c * softshrink(x, lambda),
                slack,
            )
        })
    }),
    property("hardshrink", "proximal_operator", || {
        let inputs = (-5.0..5.0, 0.0..3.0, -6.0..6.0);
        forall(inputs, |(x, lambda, u): (f64, f64, f64)| {
            let best = hardshrink(x, lambda);
            let least = cost(best, x, counted(best, lambda));
            for other in [u, x, 0.0] {
                let found = cost(other, x, counted(other, lambda));
                prop_assert!(found >= least - 1e-14, "{found} < {least} at {other}");
            }
            Ok(())
        })
    }),
    property("hardshrink", "gap", || {
        forall((-5.0..5.0, 0.0..3.0), |(x, lambda): (f64, f64)| {
            let found = hardshrink(x, lambda);
            prop_assert!(found == 0.0 || found.abs() > lambda, "{found}");
            Ok(())
        })
    }),
    property("hardshrink", "idempotent", || {
        forall((-5.0..5.0, 0.0..3.0), |(x, lambda): (f64, f64)| {
            let once = hardshrink(x, lambda);
            near(hardshrink(once, lambda), once, 0.0)
        })
    }),
    property("hardshrink", "gives_back_what_softshrink_takes", || {
        forall((-5.0..5.0, 0.0..3.0), |(x, lambda): (f64, f64)| {
            let taken = lambda * softshrink_grad(x, lambda) * x.signum();
            let slack = 2.0 * ulp(x.abs().max(lambda));
            within(hardshrink(x, lambda), softshrink(x, lambda) + taken, slack)
        })
    }),
    property("hardshrink", "never_falls", || {
        let inputs = (-5.0..5.0, 0.0..5.0, 0.0..3.0);
        forall(inputs, |(x, step, lambda): (f64, f64, f64)| {
            prop_assert!(hardshrink(x, lambda) <= hardshrink(x + step, lambda));
            Ok(())
        })
    }),
    property("hardshrink", "scales", || {
        // By powers of 2, so that no rounding moves an input over the threshold.
        let inputs = (-5.0..5.0, 0.0..3.0, -8..8);
        forall(inputs, |(x, lambda, power): (f64, f64, i32)| {
            let c = 2f64.powi(power);
            near(
                hardshrink(c * x, c * lambda),
                c * hardshrink(x, lambda),
                0.0,
            )
        })
    }),
    property("tanhshrink", "between_two_series", || {
        forall(0.0..0.5, |x: f64| {
            let cubic = x * x * x / 3.0;
            let found = tanhshrink(x);
            prop_assert!(found <= cubic * (1.0 + 4.0 * f64::EPSILON));
            prop_assert!(found >= (cubic - 2.0 / 15.0 * x.powi(5)) * (1.0 - 4.0 * f64::EPSILON));
            Ok(())
        })
    }),
    property("tanhshrink", "nears_softshrink_of_1", || {
        forall(1.0..40.0, |x: f64| {
            // 1 - tanh(x) = 2/(e^(2x) + 1)
            let above = tanhshrink(x) - softshrink(x, 1.0);
            within(above, 2.0 / ((2.0 * x).exp() + 1.0), 4.0 * ulp(x))
        })
    }),
    property("tanhshrink", "rest_is_tanh", || {
        forall(-40.0..40.0, |x: f64| {
            within(tanhshrink(x) + tanh(x), x, 4.0 * ulp(x))
        })
    }),
    property("tanhshrink", "slope_is_tanh_squared", || {
        forall(-40.0..40.0, |x: f64| {
            // The square doubles the error of tanh, which is up to 2 ulp.
            near(tanhshrink_grad(x), tanh(x) * tanh(x), 8.0)
        })
    }),
    property("tanhshrink", "slope_below_1", || {
        forall(-15.0..15.0, |x: f64| {
            let slope = tanhshrink_grad(x);
            prop_assert!((0.0..1.0).contains(&slope), "{slope}");
            Ok(())
        })
    }),
];
