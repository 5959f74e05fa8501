//! The contrastive loss of a pair.

use nnfn::losses::{contrastive, contrastive_grad, contrastive_grad_second, mse};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

/// Two points, a margin, and a share of pairs that are the same.
fn pairs() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, f64, f64)> {
    (1..6_usize).prop_flat_map(|n| {
        let point = || prop::collection::vec(-1.0..1.0, n);
        (point(), point(), 0.5..3.0, 0.0..1.0)
    })
}

pub(super) const PROPERTIES: &[Property] = &[
    property("contrastive", "squared_error_of_a_label", || {
        forall((0.0..1.0, 0.1..3.0), |(share, margin): (f64, f64)| {
            // Within the margin, the distance over the margin predicts the label `different`.
            let (origin, place) = ([0.0], [share * margin]);
            for same in [0.0, 1.0] {
                let error = margin * margin * mse(place[0] / margin, 1.0 - same);
                let loss = contrastive(&origin, &place, same, margin);
                within(loss, error, 1e-14 * margin * margin)?;
            }
            Ok(())
        })
    }),
    property("contrastive", "share_is_the_mean_over_labels", || {
        forall(pairs(), |(a, b, margin, share)| {
            let loss = |same| contrastive(&a, &b, same, margin);
            let mean = share * loss(1.0) + (1.0 - share) * loss(0.0);
            near(loss(share), mean, 4.0)
        })
    }),
    property("contrastive", "least_at_the_share_of_different", || {
        forall((0.0..1.0, 0.1..3.0), |(share, margin): (f64, f64)| {
            let at = |d: f64| contrastive(&[0.0], &[d], share, margin);
            let best = (1.0 - share) * margin;
            let least = margin * margin * share * (1.0 - share);
            within(at(best), least, 1e-14 * margin * margin)?;
            for d in [0.0, 0.9 * best, best + 0.1 * margin, margin, 2.0 * margin] {
                prop_assert!(at(d) >= least * (1.0 - 1e-14), "{d}");
            }
            let slope = contrastive_grad(&[best], &[0.0], share, margin)[0];
            within(slope, 0.0, 1e-14 * margin)
        })
    }),
    property("contrastive", "pair_pulls_equally", || {
        forall(pairs(), |(a, b, margin, share)| {
            for same in [0.0, 1.0, share] {
                let first = contrastive_grad(&a, &b, same, margin);
                let second = contrastive_grad_second(&a, &b, same, margin);
                for (x, y) in first.iter().zip(second) {
                    prop_assert_eq!(x + y, 0.0);
                }
            }
            Ok(())
        })
    }),
    property("contrastive", "chord_on_the_circle", || {
        forall((0.0..6.2, 0.0..6.2), |(one, other): (f64, f64)| {
            let at = |angle: f64| [angle.cos(), angle.sin()];
            let similarity = (one - other).cos();
            let squared = contrastive(&at(one), &at(other), 1.0, 1.0);
            within(squared, 2.0 - 2.0 * similarity, 4e-15)
        })
    }),
];
