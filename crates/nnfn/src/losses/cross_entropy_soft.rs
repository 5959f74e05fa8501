//! Categorical cross-entropy with a target distribution.

use crate::activations::{log_softmax, log_softmax_vjp};
use crate::reduce::sum_of;

/// Cross-entropy of one example: `-Σᵢ qᵢ·ln softmax(z)ᵢ`.
#[must_use]
// ANCHOR: value
pub fn cross_entropy_soft(logits: &[f64], target: &[f64]) -> f64 {
    let (n, m) = (logits.len(), target.len());
    assert!(n == m, "cross_entropy_soft: {n} logits but {m} target entries");
    let terms = log_softmax(logits, 1.0).into_iter().zip(target).map(|(l, &q)| {
        if q == 0.0 && l == f64::NEG_INFINITY { 0.0 } else { -q * l }
    });
    sum_of(terms)
}
// ANCHOR_END: value

/// Gradient of [`cross_entropy_soft`] by the logits: `(Σ q)·softmax(z) - q`.
#[must_use]
// ANCHOR: grad
pub fn cross_entropy_soft_grad(logits: &[f64], target: &[f64]) -> Vec<f64> {
    let (n, m) = (logits.len(), target.len());
    assert!(n == m, "cross_entropy_soft_grad: {n} logits but {m} target entries");
    log_softmax_vjp(logits, 1.0, target).iter().map(|g| 0.0 - g).collect()
}
// ANCHOR_END: grad
