//! Cross-entropy with label smoothing.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, cross_entropy_soft, mean};
use nnfn::losses::{smoothed_cross_entropy, smoothed_cross_entropy_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

/// Logits of at least two classes with a class of them, and a share.
fn smoothed() -> impl Strategy<Value = (Vec<f64>, usize, f64)> {
    let logits = prop::collection::vec(-30.0..30.0, 2..9);
    (logits, any::<prop::sample::Index>(), 0.0..1.0).prop_map(
        |(z, class, epsilon): (Vec<f64>, prop::sample::Index, f64)| {
            let class = class.index(z.len());
            (z, class, epsilon)
        },
    )
}

/// A target with one entry at the class and another one everywhere else.
fn target(n: usize, class: usize, at: f64, elsewhere: f64) -> Vec<f64> {
    let mut target = vec![elsewhere; n];
    target[class] = at;
    target
}

/// How far the right logit leads all others where the loss is least.
fn best_gap(n: f64, epsilon: f64) -> f64 {
    (n * (1.0 - epsilon) / epsilon).ln_1p()
}

/// A number of classes, and a share that no rounding makes 0 or 1.
fn classes() -> impl Strategy<Value = (usize, f64)> {
    (2..1000_usize, 0.001..0.999)
}

pub(super) const PROPERTIES: &[Property] = &[
    property("smoothed_cross_entropy", "mixes_with_all_classes", || {
        forall(smoothed(), |(z, class, epsilon)| {
            let each: Vec<f64> = (0..z.len()).map(|k| cross_entropy(&z, k)).collect();
            let parts = (1.0 - epsilon) * cross_entropy(&z, class) + epsilon * mean(&each);
            near(smoothed_cross_entropy(&z, class, epsilon), parts, 6.0)
        })
    }),
    property(
        "smoothed_cross_entropy",
        "spread_over_wrong_classes",
        || {
            forall(smoothed(), |(z, class, epsilon)| {
                let (k, wrong) = (z.len(), (z.len() - 1) as f64);
                let spread = |e: f64| target(k, class, 1.0 - e, e / wrong);
                // Ours as the other convention, and back.
                let other = cross_entropy_soft(&z, &spread(epsilon * wrong / k as f64));
                near(smoothed_cross_entropy(&z, class, epsilon), other, 8.0)?;
                let narrow = epsilon * wrong / k as f64;
                let ours = smoothed_cross_entropy(&z, class, narrow * k as f64 / wrong);
                near(ours, cross_entropy_soft(&z, &spread(narrow)), 8.0)
            })
        },
    ),
    property("smoothed_cross_entropy", "pulls_towards_uniform", || {
        forall(smoothed(), |(z, class, epsilon)| {
            let even = 1.0 / z.len() as f64;
            let divergence: f64 = softmax(&z, 1.0)
                .iter()
                .map(|p| even * (even / p).ln())
                .sum();
            let pull = epsilon * (divergence + (z.len() as f64).ln());
            let loss = smoothed_cross_entropy(&z, class, epsilon);
            let parts = (1.0 - epsilon) * cross_entropy(&z, class) + pull;
            within(loss, parts, 8.0 * ulp(loss.max(1.0)))
        })
    }),
    property("smoothed_cross_entropy", "still_at_the_best_gap", || {
        forall(classes(), |(n, epsilon)| {
            let mut z = vec![0.0; n];
            z[0] = best_gap(n as f64, epsilon);
            let grad = smoothed_cross_entropy_grad(&z, 0, epsilon);
            // The gap is rounded, and moves the probability by at most a quarter of that.
            within(grad[0], 0.0, ulp(z[0]) + 2.0 * f64::EPSILON)
        })
    }),
    property(
        "smoothed_cross_entropy",
        "dearer_beyond_the_best_gap",
        || {
            forall(
                (classes(), 0.1..30.0),
                |((n, epsilon), further): ((usize, f64), f64)| {
                    let at = |gap: f64| {
                        let mut z = vec![0.0; n];
                        z[0] = gap;
                        smoothed_cross_entropy(&z, 0, epsilon)
                    };
                    let best = best_gap(n as f64, epsilon);
                    let (least, more) = (at(best), at(best + further));
                    prop_assert!(
                        more > least && at(best - further) > least,
                        "{least} and {more}"
                    );
                    Ok(())
                },
            )
        },
    ),
    property(
        "smoothed_cross_entropy",
        "floor_is_the_entropy_of_the_label",
        || {
            forall(classes(), |(n, epsilon)| {
                let share = epsilon / n as f64;
                let own = 1.0 - epsilon + share;
                let mut z = vec![0.0; n];
                z[0] = best_gap(n as f64, epsilon);
                let entropy =
                    -own * (share - epsilon).ln_1p() - (n - 1) as f64 * share * share.ln();
                near(smoothed_cross_entropy(&z, 0, epsilon), entropy, 8.0)
            })
        },
    ),
    property(
        "smoothed_cross_entropy",
        "gradient_is_softmax_minus_label",
        || {
            forall(smoothed(), |(z, class, epsilon)| {
                let share = epsilon / z.len() as f64;
                let label = target(z.len(), class, 1.0 - epsilon + share, share);
                let grad = smoothed_cross_entropy_grad(&z, class, epsilon);
                for ((g, p), t) in grad.iter().zip(softmax(&z, 1.0)).zip(&label) {
                    within(*g, p - t, 2.0 * f64::EPSILON)?;
                }
                Ok(())
            })
        },
    ),
];
