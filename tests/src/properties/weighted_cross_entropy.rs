//! Weighted cross-entropy.

use nnfn::losses::{
    bce_with_logits, cross_entropy, sum, weighted_cross_entropy, weighted_cross_entropy_grad,
};
use proptest::prelude::*;

use super::{Property, forall, near, property, row, within};

/// A probability and a weight for each of a few classes.
fn classes() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.01..1.0, 0.1..10.0), 2..8).prop_map(|raw: Vec<(f64, f64)>| {
        let total: f64 = raw.iter().map(|(p, _)| p).sum();
        raw.into_iter().map(|(p, w)| (p / total, w)).collect()
    })
}

pub(super) const PROPERTIES: &[Property] = &[
    property("weighted_cross_entropy", "as_if_repeated", || {
        let labels = prop::collection::vec((any::<prop::sample::Index>(), 1..6_u32), 1..20);
        forall((row(), labels), |(z, labels)| {
            let (mut weighted, mut repeated) = (vec![], vec![]);
            for (label, times) in labels {
                let class = label.index(z.len());
                let mut weights = vec![1.0; z.len()];
                weights[class] = f64::from(times);
                weighted.push(weighted_cross_entropy(&z, class, &weights));
                repeated.extend((0..times).map(|_| cross_entropy(&z, class)));
            }
            near(sum(&weighted), sum(&repeated), 4.0)
        })
    }),
    property("weighted_cross_entropy", "raises_by_ln_w", || {
        forall(classes(), |classes: Vec<(f64, f64)>| {
            let logits: Vec<f64> = classes.iter().map(|(p, w)| p.ln() + w.ln()).collect();
            let weights: Vec<f64> = classes.iter().map(|(_, w)| *w).collect();
            let mut slope = vec![0.0; classes.len()];
            for (class, (p, _)) in classes.iter().enumerate() {
                let grad = weighted_cross_entropy_grad(&logits, class, &weights);
                for (s, g) in slope.iter_mut().zip(grad) {
                    *s += p * g;
                }
            }
            // The terms that cancel are at most as large as the largest weight.
            slope
                .into_iter()
                .try_for_each(|s| within(s, 0.0, 40.0 * f64::EPSILON))
        })
    }),
    property(
        "weighted_cross_entropy",
        "two_classes_are_pos_weight",
        || {
            let logit = || -30.0..30.0;
            forall(
                (logit(), logit(), 0.1..10.0),
                |(a, b, w): (f64, f64, f64)| {
                    for (class, target) in [(0, 0.0), (1, 1.0)] {
                        let found = weighted_cross_entropy(&[a, b], class, &[1.0, w]);
                        // The difference of the logits is rounded, which a loss far out feels.
                        let slack = 64.0 * f64::EPSILON * found;
                        within(found, bce_with_logits(b - a, target, w), slack)?;
                    }
                    Ok(())
                },
            )
        },
    ),
];
