//! Cross-entropy of a class.

use nnfn::activations::{log_sigmoid, log_softmax, softmax};
use nnfn::log_sum_exp;
use nnfn::losses::{cross_entropy, cross_entropy_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, row, within};
use crate::tolerance::ulp;

/// Logits with a class of them.
fn row_and_class() -> impl Strategy<Value = (Vec<f64>, usize)> {
    (row(), any::<prop::sample::Index>()).prop_map(|(z, class)| {
        let class = class.index(z.len());
        (z, class)
    })
}

fn largest(z: &[f64]) -> f64 {
    z.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

pub(super) const PROPERTIES: &[Property] = &[
    property("cross_entropy", "is_lse_minus_logit", || {
        forall(row(), |z: Vec<f64>| {
            let size = log_sum_exp(&z).abs().max(z[0].abs());
            within(
                cross_entropy(&z, 0),
                log_sum_exp(&z) - z[0],
                4.0 * ulp(size),
            )
        })
    }),
    property("cross_entropy", "is_minus_log_softmax", || {
        forall(row(), |z: Vec<f64>| {
            near(cross_entropy(&z, 0), -log_softmax(&z, 1.0)[0], 2.0)
        })
    }),
    property("cross_entropy", "gradient_is_softmax_minus_one_hot", || {
        forall(row(), |z: Vec<f64>| {
            for (i, (g, p)) in cross_entropy_grad(&z, 0)
                .iter()
                .zip(softmax(&z, 1.0))
                .enumerate()
            {
                within(*g, p - f64::from(i == 0), 4.0 * f64::EPSILON)?;
            }
            Ok(())
        })
    }),
    property("cross_entropy", "gradient_within_one", || {
        forall(row_and_class(), |(z, class): (Vec<f64>, usize)| {
            for (i, g) in cross_entropy_grad(&z, class).into_iter().enumerate() {
                let range = if i == class { -1.0..=0.0 } else { 0.0..=1.0 };
                prop_assert!(range.contains(&g), "entry {i} is {g}");
            }
            Ok(())
        })
    }),
    property("cross_entropy", "between_gap_and_gap_plus_log_k", || {
        forall(row_and_class(), |(z, class): (Vec<f64>, usize)| {
            let (loss, gap) = (cross_entropy(&z, class), largest(&z) - z[class]);
            let upper = gap + (z.len() as f64).ln();
            let slack = ulp(upper); // the gap and its sum with ln K are rounded here
            prop_assert!(gap - slack <= loss && loss <= upper + slack, "{loss}");
            Ok(())
        })
    }),
    property("cross_entropy", "keeps_tiny_losses", || {
        forall(0.0..700.0, |gap: f64| {
            // Of two logits the other one's exponential is all there is to the loss.
            let other = (-gap).exp();
            near(cross_entropy(&[gap, 0.0], 0), other.ln_1p(), 2.0)?;
            let expected = -other / (1.0 + other);
            near(cross_entropy_grad(&[gap, 0.0], 0)[0], expected, 2.0)
        })
    }),
    property("cross_entropy", "never_satisfied", || {
        forall(
            (row(), 0.01..10.0, 1.1..5.0),
            |(others, margin, scale): (Vec<f64>, f64, f64)| {
                let mut z = others;
                z.push(largest(&z) + margin);
                let class = z.len() - 1;
                let larger: Vec<f64> = z.iter().map(|z| scale * z).collect();
                let (before, after) = (cross_entropy(&z, class), cross_entropy(&larger, class));
                prop_assert!(0.0 < after && after < before, "{before:e} to {after:e}");
                Ok(())
            },
        )
    }),
    property("cross_entropy", "two_classes_are_binary", || {
        forall((-700.0..700.0, -700.0..700.0), |(a, b): (f64, f64)| {
            let difference = a - b;
            // The difference is rounded; at the far side that error is all of the loss's.
            prop_assume!((difference + b - a) == 0.0);
            near(
                cross_entropy(&[a, b], 0),
                -log_sigmoid(difference),
                4.0 + difference.abs(),
            )
        })
    }),
];
