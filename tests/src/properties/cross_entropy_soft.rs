//! Cross-entropy of a target distribution.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, cross_entropy_soft, cross_entropy_soft_grad, mean};
use proptest::prelude::*;

use super::{Property, forall, near, property, row, within};
use crate::tolerance::ulp;

/// Logits, and as many positive numbers that sum to 1 up to rounding.
fn row_and_target() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop::collection::vec((-30.0..30.0, 0.01..1.0), 1..8).prop_map(|pairs: Vec<(f64, f64)>| {
        let (z, raw): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let total: f64 = raw.iter().sum();
        (z, raw.into_iter().map(|t| t / total).collect())
    })
}

pub(super) const PROPERTIES: &[Property] = &[
    property("cross_entropy_soft", "is_linear_in_target", || {
        forall((row(), 0.0..1.0), |(z, share): (Vec<f64>, f64)| {
            let k = z.len();
            let mut target = vec![0.0; k];
            target[0] += share;
            target[k - 1] += 1.0 - share;
            let parts = share * cross_entropy(&z, 0) + (1.0 - share) * cross_entropy(&z, k - 1);
            near(cross_entropy_soft(&z, &target), parts, 8.0)
        })
    }),
    property("cross_entropy_soft", "mean_over_labels", || {
        let labels = prop::collection::vec(any::<prop::sample::Index>(), 1..20);
        forall((row(), labels), |(z, labels)| {
            let share = 1.0 / labels.len() as f64;
            let mut target = vec![0.0; z.len()];
            let mut losses = vec![];
            for label in labels {
                let class = label.index(z.len());
                target[class] += share;
                losses.push(cross_entropy(&z, class));
            }
            // The shares are added up in as many roundings as there are labels.
            near(cross_entropy_soft(&z, &target), mean(&losses), 8.0)
        })
    }),
    property("cross_entropy_soft", "is_entropy_plus_kl", || {
        forall(row_and_target(), |(z, target): (Vec<f64>, Vec<f64>)| {
            let entropy: f64 = target.iter().map(|t| -t * t.ln()).sum();
            let pairs = target.iter().zip(softmax(&z, 1.0));
            let divergence: f64 = pairs.map(|(t, p)| t * (t / p).ln()).sum();
            let loss = cross_entropy_soft(&z, &target);
            // Every term is rounded to its own size, and none is larger than this.
            within(loss, entropy + divergence, 4.0 * ulp(loss.max(1.0)))
        })
    }),
    property(
        "cross_entropy_soft",
        "gradient_is_softmax_minus_target",
        || {
            forall(row_and_target(), |(z, target): (Vec<f64>, Vec<f64>)| {
                let grad = cross_entropy_soft_grad(&z, &target);
                for ((g, p), t) in grad.iter().zip(softmax(&z, 1.0)).zip(&target) {
                    within(*g, p - t, 2.0 * f64::EPSILON)?;
                }
                Ok(())
            })
        },
    ),
    property(
        "cross_entropy_soft",
        "still_where_softmax_is_target",
        || {
            forall(row_and_target(), |(_, target): (Vec<f64>, Vec<f64>)| {
                let logits: Vec<f64> = target.iter().map(|t| t.ln()).collect();
                for g in cross_entropy_soft_grad(&logits, &target) {
                    within(g, 0.0, 2.0 * f64::EPSILON)?;
                }
                Ok(())
            })
        },
    ),
];
