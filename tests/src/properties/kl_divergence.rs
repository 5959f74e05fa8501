//! Kullback-Leibler divergence.

use nnfn::activations::{softmax, softmax_vjp};
use nnfn::losses::{
    cross_entropy_soft, kl_divergence, kl_divergence_grad, kl_divergence_grad_q, sum,
};
use proptest::prelude::*;

use super::{Property, forall, property, within};

/// Positive numbers that sum to 1 up to rounding.
fn normal(raw: &[f64]) -> Vec<f64> {
    let total = sum(raw);
    raw.iter().map(|p| p / total).collect()
}

/// Two distributions over the same outcomes.
fn pair() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop::collection::vec((0.01..1.0, 0.01..1.0), 2..8).prop_map(|pairs: Vec<(f64, f64)>| {
        let (p, q): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        (normal(&p), normal(&q))
    })
}

/// `share` of the first, the rest of the second.
fn mixture(share: f64, a: &[f64], b: &[f64]) -> Vec<f64> {
    let mixed = |(a, b): (&f64, &f64)| share * a + (1.0 - share) * b;
    a.iter().zip(b).map(mixed).collect()
}

/// The probabilities of all pairs of independent outcomes.
fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    let row = |a: &f64| b.iter().map(|b| a * b).collect::<Vec<f64>>();
    a.iter().flat_map(row).collect()
}

/// Divergences of these distributions are below 10, and are made of few terms: 16 roundings of that size.
const SLACK: f64 = 160.0 * f64::EPSILON;

pub(super) const PROPERTIES: &[Property] = &[
    property("kl_divergence", "is_cross_entropy_minus_entropy", || {
        forall(pair(), |(p, q): (Vec<f64>, Vec<f64>)| {
            let logits: Vec<f64> = q.iter().map(|q| q.ln()).collect();
            let entropy: f64 = p.iter().map(|p| -p * p.ln()).sum();
            let expected = cross_entropy_soft(&logits, &p) - entropy;
            within(kl_divergence(&p, &q), expected, SLACK)
        })
    }),
    property("kl_divergence", "adds_up", || {
        forall((pair(), pair()), |((p, q), (r, s))| {
            let both = kl_divergence(&product(&p, &r), &product(&q, &s));
            within(both, kl_divergence(&p, &q) + kl_divergence(&r, &s), SLACK)
        })
    }),
    property("kl_divergence", "jointly_convex", || {
        let two = prop::collection::vec((0.01..1.0, 0.01..1.0, 0.01..1.0, 0.01..1.0), 2..8);
        forall(
            (two, 0.0..1.0),
            |(rows, share): (Vec<(f64, f64, f64, f64)>, f64)| {
                let column = |of: fn(&(f64, f64, f64, f64)) -> f64| {
                    normal(&rows.iter().map(of).collect::<Vec<f64>>())
                };
                let (p, q) = (column(|r| r.0), column(|r| r.1));
                let (r, s) = (column(|r| r.2), column(|r| r.3));
                let mixed = kl_divergence(&mixture(share, &p, &r), &mixture(share, &q, &s));
                let chord = share * kl_divergence(&p, &q) + (1.0 - share) * kl_divergence(&r, &s);
                prop_assert!(mixed <= chord + SLACK, "{mixed:e} is above {chord:e}");
                Ok(())
            },
        )
    }),
    property("kl_divergence", "merging_lowers_it", || {
        forall(pair(), |(p, q): (Vec<f64>, Vec<f64>)| {
            let merged = |row: &[f64]| [&[row[0] + row[1]], &row[2..]].concat();
            let (coarse, fine) = (
                kl_divergence(&merged(&p), &merged(&q)),
                kl_divergence(&p, &q),
            );
            prop_assert!(coarse <= fine + SLACK, "{coarse:e} is above {fine:e}");
            Ok(())
        })
    }),
    property("kl_divergence", "pinsker", || {
        forall(pair(), |(p, q): (Vec<f64>, Vec<f64>)| {
            let variation = 0.5 * p.iter().zip(&q).map(|(p, q)| (p - q).abs()).sum::<f64>();
            let bound = (0.5 * kl_divergence(&p, &q).max(0.0)).sqrt();
            prop_assert!(
                variation <= bound + SLACK,
                "{variation:e} is above {bound:e}"
            );
            Ok(())
        })
    }),
    property("kl_divergence", "gradient_by_logits_of_q", || {
        forall(pair(), |(p, q): (Vec<f64>, Vec<f64>)| {
            let logits: Vec<f64> = q.iter().map(|q| q.ln()).collect();
            let q = softmax(&logits, 1.0);
            let grad = softmax_vjp(&logits, 1.0, &kl_divergence_grad_q(&p, &q));
            for (g, (p, q)) in grad.iter().zip(p.iter().zip(&q)) {
                within(*g, q - p, SLACK)?;
            }
            Ok(())
        })
    }),
    property("kl_divergence", "gradient_by_logits_of_p", || {
        forall(pair(), |(p, q): (Vec<f64>, Vec<f64>)| {
            let logits: Vec<f64> = p.iter().map(|p| p.ln()).collect();
            let p = softmax(&logits, 1.0);
            let whole = kl_divergence(&p, &q);
            let grad = softmax_vjp(&logits, 1.0, &kl_divergence_grad(&p, &q));
            for (g, (p, q)) in grad.iter().zip(p.iter().zip(&q)) {
                within(*g, p * ((p / q).ln() - whole), SLACK)?;
            }
            Ok(())
        })
    }),
];
