//! SELU.

use nnfn::activations::{elu, selu, selu_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::measure::gaussian_mean_around;

const LAMBDA: f64 = 1.050_700_987_355_480_5;
const ALPHA: f64 = 1.673_263_242_354_377_2;

/// The second moment behind a layer, for a second moment `q` before it, in a wide network whose
/// weights have mean 0 and variance `gain²/n`.
fn next(q: f64, gain: f64) -> f64 {
    let s = gain * q.sqrt();
    gaussian_mean_around(&[0.0], |z| selu(s * z).powi(2))
}

pub(super) const PROPERTIES: &[Property] = &[
    property("selu", "is_a_scaled_elu", || {
        forall(-40.0..40.0, |x: f64| {
            near(selu(x), LAMBDA * elu(x, ALPHA), 4.0)
        })
    }),
    property("selu", "slope_from_value", || {
        forall(-40.0..0.0, |x: f64| {
            within(selu_grad(x), selu(x) + LAMBDA * ALPHA, 4.0 * f64::EPSILON)
        })
    }),
    property("selu", "variance_is_drawn_to_1", || {
        forall(-9.0..9.0, |log: f64| {
            let q = log.exp();
            // The integral is good to some 10⁻¹⁵.
            let (found, slack) = (next(q, 1.0), 1e-14 * q.max(1.0));
            let (low, high) = (q.min(1.0) - slack, q.max(1.0) + slack);
            prop_assert!((low..=high).contains(&found), "{found}");
            Ok(())
        })
    }),
    property("selu", "grows_under_he", || {
        forall(-9.0..9.0, |log: f64| {
            let q = log.exp();
            let factor = next(q, std::f64::consts::SQRT_2) / q;
            prop_assert!(factor > LAMBDA * LAMBDA, "{factor}");
            Ok(())
        })
    }),
    property("selu", "alpha_dropout", || {
        forall(0.05..0.99, |keep: f64| {
            let floor = -LAMBDA * ALPHA;
            let drop = 1.0 - keep;
            let a = (keep * (1.0 + drop * floor * floor)).powf(-0.5);
            let b = -a * drop * floor;
            // The input of a unit has mean 0 and mean square 1 while it is kept.
            let dropped = a * floor + b;
            let mean = keep * b + drop * dropped;
            let square = keep * (a * a + b * b) + drop * dropped * dropped;
            within(mean, 0.0, 1e-14)?;
            within(square, 1.0, 1e-14)
        })
    }),
];
