//! Z-loss.

use nnfn::log_sum_exp;
use nnfn::losses::{cross_entropy_grad, sum, z_loss, z_loss_grad};
use proptest::prelude::*;

use super::{Property, forall, property, row, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("z_loss", "pull_on_all_together", || {
        forall(row(), |z| {
            let expected = 2.0 * log_sum_exp(&z);
            within(sum(&z_loss_grad(&z)), expected, 4.0 * ulp(60.0))
        })
    }),
    property("z_loss", "zero_after_log_softmax", || {
        forall(row(), |z| {
            let log_sum = log_sum_exp(&z);
            let normalised: Vec<f64> = z.iter().map(|z| z - log_sum).collect();
            // The shift is rounded, which moves the logarithm by as much.
            within(z_loss(&normalised), 0.0, (8.0 * ulp(60.0)).powi(2))
        })
    }),
    property("z_loss", "cross_entropy_pulls_no_shift", || {
        forall(
            (row(), any::<prop::sample::Index>(), -5.0..5.0),
            |(z, class, shift): (Vec<f64>, prop::sample::Index, f64)| {
                // Along a common shift only the z-loss changes: by the square of the logarithm.
                let pull = sum(&cross_entropy_grad(&z, class.index(z.len())));
                within(pull, 0.0, 8.0 * f64::EPSILON)?;
                let shifted: Vec<f64> = z.iter().map(|z| z + shift).collect();
                let expected = (log_sum_exp(&z) + shift).powi(2);
                within(z_loss(&shifted), expected, 16.0 * 40.0 * ulp(40.0))
            },
        )
    }),
];
