//! GELU, its tanh form and quick GELU.

use std::f64::consts::PI;

use nnfn::activations::{
    gelu, gelu_grad, gelu_tanh, gelu_tanh_grad, quick_gelu, quick_gelu_grad, sigmoid, swish,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::{Property, forall, near, property, within};
use crate::measure::gaussian_mean;
use crate::tolerance::ulp;

/// The distance of GELU from 0 in its dip, rounded up.
const DIP: f64 = 0.169_971_207_479_904;

pub(super) const PROPERTIES: &[Property] = &[
    property("gelu", "slopes_reflect_to_one", || {
        slopes_reflect_to_one(gelu_grad)
    }),
    property("gelu", "between_zero_and_x", || between_zero_and_x(gelu)),
    property("gelu", "gap_to_relu_is_even", || {
        forall(-40.0..40.0, |x: f64| {
            // The value is rounded on the scale of x.
            let gap = x.max(0.0) - gelu(x);
            within(gap, -gelu(-x.abs()), 2.0 * ulp(x))?;
            prop_assert!(gap <= DIP + 2.0 * ulp(x), "{gap}");
            Ok(())
        })
    }),
    property("gelu", "curvature", || {
        forall(-6.0..6.0, |x: f64| {
            let density = (-0.5 * x * x).exp() / (2.0 * PI).sqrt();
            // Set by the fifth derivative of the slope, times h⁴/30; the tanh form is 10⁻³ away.
            within(curvature(gelu_grad, x), density * (2.0 - x * x), 1e-9)
        })
    }),
    property("gelu", "gaussian_mean_of_any_scale", || {
        forall(0.1..8.0, |s: f64| {
            let exact = s * s / (2.0 * PI * (1.0 + s * s)).sqrt();
            within(gaussian_mean(|z| gelu(s * z)), exact, 1e-14 * exact)
        })
    }),
    property("gelu", "gaussian_second_moment_of_any_scale", || {
        // The share of s² that is left, as a function of q = s².
        let share = |q: f64| {
            let linear = 0.25 + (q / (1.0 + q)).asin() / (2.0 * PI);
            linear + q / (PI * (1.0 + q) * (1.0 + 2.0 * q).sqrt())
        };
        forall(0.1..8.0, |s: f64| {
            let (q, share_of_q) = (s * s, share(s * s));
            let found = gaussian_mean(|z| gelu(s * z).powi(2));
            within(found, q * share_of_q, 1e-14 * q)?;
            prop_assert!(0.25 < share_of_q && share_of_q < share(1.01 * q));
            prop_assert!(share(1.01 * q) < 0.5, "{}", share(1.01 * q));
            Ok(())
        })
    }),
    property("gelu_tanh", "slopes_reflect_to_one", || {
        slopes_reflect_to_one(gelu_tanh_grad)
    }),
    property("gelu_tanh", "between_zero_and_x", || {
        between_zero_and_x(gelu_tanh)
    }),
    property("gelu_tanh", "is_x_times_sigmoid", || {
        forall(-20.0..20.0, |x: f64| {
            let v = (8.0 / PI).sqrt() * (x + 0.044715 * x * x * x);
            // The rounding of v costs σ(v) as many ulp as v is large, times the roundings in v.
            near(gelu_tanh(x), x * sigmoid(v), 4.0 + 4.0 * v.abs())
        })
    }),
    property("gelu_tanh", "near_gelu", || {
        forall(-40.0..40.0, |x: f64| {
            within(gelu_tanh(x), gelu(x), 4.733e-4)
        })
    }),
    property("gelu_tanh", "slope_near_gelu", || {
        forall(-40.0..40.0, |x: f64| {
            within(gelu_tanh_grad(x), gelu_grad(x), 8.685e-4)
        })
    }),
    property("gelu_tanh", "thinner_tail", || {
        forall(-20.0..-2.0, |x: f64| {
            prop_assert!(gelu(x) < gelu_tanh(x), "{} {}", gelu(x), gelu_tanh(x));
            // The ratio falls from 1 to 0; a hundredth further out it is smaller.
            let ratio = |x: f64| gelu_tanh(x) / gelu(x);
            prop_assert!(ratio(x - 0.01) < ratio(x), "{}", ratio(x));
            Ok(())
        })
    }),
    property("quick_gelu", "slopes_reflect_to_one", || {
        slopes_reflect_to_one(quick_gelu_grad)
    }),
    property("quick_gelu", "is_swish", || {
        forall(-400.0..400.0, |x: f64| {
            // 1.702 in binary is off by 2.5e-17 of itself: a quarter of an ulp of the tail for each 1 of v.
            near(quick_gelu(x), swish(x, 1.702), 4.0 + 0.5 * x.abs())
        })
    }),
    property("quick_gelu", "near_gelu", || {
        forall(-40.0..40.0, |x: f64| {
            within(quick_gelu(x), gelu(x), 0.020_336)
        })
    }),
    property("quick_gelu", "slope_near_gelu", || {
        forall(-40.0..40.0, |x: f64| {
            within(quick_gelu_grad(x), gelu_grad(x), 0.029_073)
        })
    }),
    property("quick_gelu", "thicker_tail", || {
        forall(-20.0..-2.0, |x: f64| {
            prop_assert!(quick_gelu(x) < gelu(x), "{} {}", gelu(x), quick_gelu(x));
            // The ratio grows from 1 without end; a hundredth further out it is larger.
            let ratio = |x: f64| quick_gelu(x) / gelu(x);
            prop_assert!(ratio(x - 0.01) > ratio(x), "{}", ratio(x));
            Ok(())
        })
    }),
];

/// `f'(x) + f'(-x) = 1`, the derivative of `f(x) - f(-x) = x`.
pub(super) fn slopes_reflect_to_one(slope: fn(f64) -> f64) -> Result<usize, String> {
    forall(-40.0..40.0, |x: f64| {
        within(slope(x) + slope(-x), 1.0, 4.0 * f64::EPSILON)
    })
}

fn between_zero_and_x(f: fn(f64) -> f64) -> Result<usize, String> {
    forall(-40.0..40.0, |x: f64| {
        let (y, low, high) = (f(x), x.min(0.0), x.max(0.0));
        if (low..=high).contains(&y) {
            Ok(())
        } else {
            Err(TestCaseError::fail(format!("{y}")))
        }
    })
}

/// The derivative of `slope` by differences over `h` and `2h`, extrapolated.
pub(super) fn curvature(slope: fn(f64) -> f64, x: f64) -> f64 {
    let h = 1.0 / 256.0;
    let central = |h: f64| (slope(x + h) - slope(x - h)) / (2.0 * h);
    (4.0 * central(h) - central(2.0 * h)) / 3.0
}
