//! Logit-adjusted cross-entropy.

use nnfn::losses::{
    cross_entropy, logit_adjusted_cross_entropy, logit_adjusted_cross_entropy_grad,
};
use proptest::prelude::*;

use super::{Property, forall, property, within};

/// A logit, a share and a probability for each of a few classes.
fn classes() -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
    prop::collection::vec((-30.0..30.0, 0.001..1.0, 0.01..1.0), 2..8)
}

fn column(rows: &[(f64, f64, f64)], f: impl Fn(&(f64, f64, f64)) -> f64) -> Vec<f64> {
    rows.iter().map(f).collect()
}

pub(super) const PROPERTIES: &[Property] = &[
    property("logit_adjusted_cross_entropy", "counts_do", || {
        forall(
            (classes(), -40..40_i32),
            |(rows, power): (Vec<(f64, f64, f64)>, i32)| {
                // A factor by which nothing is rounded.
                let counts = column(&rows, |r| r.1 * 2f64.powi(power));
                let (logits, shares) = (column(&rows, |r| r.0), column(&rows, |r| r.1));
                for class in 0..rows.len() {
                    let found = logit_adjusted_cross_entropy(&logits, class, &counts, 1.0);
                    let expected = logit_adjusted_cross_entropy(&logits, class, &shares, 1.0);
                    within(found, expected, 0.0)?;
                }
                Ok(())
            },
        )
    }),
    property(
        "logit_adjusted_cross_entropy",
        "is_cross_entropy_of_adjusted",
        || {
            forall(
                (classes(), 0.0..2.0),
                |(rows, tau): (Vec<(f64, f64, f64)>, f64)| {
                    let logits = column(&rows, |r| r.0);
                    let shares = column(&rows, |r| r.1);
                    let adjusted = column(&rows, |r| r.0 + tau * r.1.ln());
                    for class in 0..rows.len() {
                        let found = logit_adjusted_cross_entropy(&logits, class, &shares, tau);
                        // The adjusted logits are rounded to their size, at most 44.
                        let slack = 44.0 * f64::EPSILON;
                        within(found, cross_entropy(&adjusted, class), slack)?;
                    }
                    Ok(())
                },
            )
        },
    ),
    property(
        "logit_adjusted_cross_entropy",
        "leaves_what_shares_do_not_say",
        || {
            forall(
                (classes(), 0.0..2.0),
                |(rows, tau): (Vec<(f64, f64, f64)>, f64)| {
                    let total: f64 = rows.iter().map(|r| r.2).sum();
                    let shares = column(&rows, |r| r.1);
                    let best = column(&rows, |r| (r.2 / total).ln() - tau * r.1.ln());
                    let mut slope = vec![0.0; rows.len()];
                    for (class, row) in rows.iter().enumerate() {
                        let grad = logit_adjusted_cross_entropy_grad(&best, class, &shares, tau);
                        for (s, g) in slope.iter_mut().zip(grad) {
                            *s += row.2 / total * g;
                        }
                    }
                    slope
                        .into_iter()
                        .try_for_each(|s| within(s, 0.0, 32.0 * f64::EPSILON))
                },
            )
        },
    ),
];
