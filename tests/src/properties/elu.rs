//! ELU and CELU.

use std::f64::consts::PI;

use nnfn::activations::{celu, elu, elu_grad, gelu};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::measure::gaussian_mean_around;
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("elu", "slope_from_value", || {
        forall((-40.0..0.0, 0.0..5.0), |(x, alpha): (f64, f64)| {
            // The sum is rounded on the scale of alpha.
            let slope = elu(x, alpha) + alpha;
            within(slope, elu_grad(x, alpha), 2.0 * ulp(alpha))
        })
    }),
    property("elu", "inverse", || {
        forall((0.1..5.0, 0.001..0.999), |(alpha, share): (f64, f64)| {
            let y = -share * alpha;
            // The logarithm is rounded on the scale of x, y/alpha on that of 1.
            let slack = 4.0 * f64::EPSILON * alpha;
            within(elu((y / alpha).ln_1p(), alpha), y, slack)
        })
    }),
    property("elu", "inputs_below_0_scale_with_alpha", || {
        forall((-700.0..0.0, 0.01..5.0), |(x, alpha): (f64, f64)| {
            near(elu(x, alpha), alpha * elu(x, 1.0), 2.0)
        })
    }),
    property("celu", "is_a_scaled_elu", || {
        forall((-40.0..40.0, 0.01..20.0), |(x, alpha): (f64, f64)| {
            near(celu(x, alpha), alpha * elu(x / alpha, 1.0), 4.0)
        })
    }),
    property("celu", "below_relu_by_at_most_alpha", || {
        forall((-40.0..40.0, 0.001..20.0), |(x, alpha): (f64, f64)| {
            let below = x.max(0.0) - celu(x, alpha);
            prop_assert!((0.0..=alpha).contains(&below), "{below}");
            Ok(())
        })
    }),
    property("celu", "falls_as_alpha_grows", || {
        forall((-8.0..-0.01, 0.1..20.0), |(x, alpha): (f64, f64)| {
            prop_assert!(celu(x, 1.01 * alpha) < celu(x, alpha));
            Ok(())
        })
    }),
    property("celu", "gaussian_mean", || {
        let mean = |alpha: f64| {
            let v = 1.0 / alpha;
            let tail = gelu(-v) / -v; // Φ(-1/alpha)
            1.0 / (2.0 * PI).sqrt() + alpha * ((0.5 * v * v).exp() * tail - 0.5)
        };
        forall(0.2..20.0, |alpha: f64| {
            let found = gaussian_mean_around(&[0.0], |z| celu(z, alpha));
            // Two parts of the size of alpha cancel.
            within(found, mean(alpha), 1e-14 * alpha.max(1.0))?;
            prop_assert!(0.0 < mean(1.01 * alpha) && mean(1.01 * alpha) < found);
            Ok(())
        })
    }),
];
