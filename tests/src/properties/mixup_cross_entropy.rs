//! Cross-entropy of a mixed example.

use nnfn::activations::softmax;
use nnfn::losses::{mixup_cross_entropy, mixup_cross_entropy_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, row, within};

pub(super) const PROPERTIES: &[Property] = &[
    property("mixup_cross_entropy", "exchange", || {
        let class = any::<prop::sample::Index>;
        // Shares whose complement is exact.
        let share = (0..=64_u32).prop_map(|n| f64::from(n) / 64.0);
        forall((row(), class(), class(), share), |(z, a, b, share)| {
            let (a, b) = (a.index(z.len()), b.index(z.len()));
            let exchanged = mixup_cross_entropy(&z, b, a, 1.0 - share);
            near(mixup_cross_entropy(&z, a, b, share), exchanged, 0.0)
        })
    }),
    property(
        "mixup_cross_entropy",
        "gradient_is_softmax_minus_parts",
        || {
            let class = any::<prop::sample::Index>;
            forall((row(), class(), class(), 0.0..1.0), |(z, a, b, share)| {
                let share: f64 = share;
                let (a, b) = (a.index(z.len()), b.index(z.len()));
                let mut expected = softmax(&z, 1.0);
                expected[a] -= share;
                expected[b] -= 1.0 - share;
                let grad = mixup_cross_entropy_grad(&z, a, b, share);
                within(grad.iter().sum(), 0.0, 8.0 * f64::EPSILON)?;
                for (found, expected) in grad.into_iter().zip(expected) {
                    within(found, expected, 4.0 * f64::EPSILON)?;
                }
                Ok(())
            })
        },
    ),
];
