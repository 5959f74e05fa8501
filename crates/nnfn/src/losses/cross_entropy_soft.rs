//! Categorical cross-entropy with a target distribution.

use crate::activations::{log_softmax, log_softmax_vjp};
use crate::sum::sum_of;

/// Cross-entropy of one example with a target distribution `q`: `-Σᵢ qᵢ·ln softmax(z)ᵢ`, in nats.
///
/// For label smoothing, mixed labels and teachers; with a one-hot target it is
/// [`cross_entropy`](super::cross_entropy). Takes logits, not probabilities; the target is not normalised.
///
/// - Range: from the entropy of `q` to `∞`, for a `q` that sums to 1.
/// - A target of 0 costs nothing, also where the log-probability is `-∞`. Other infinities and NaN as in
///   [`log_softmax`]. The empty sum is 0.
///
/// # Panics
///
/// If the lengths of `logits` and `target` differ.
///
/// ```
/// use nnfn::losses::{cross_entropy, cross_entropy_soft};
/// let logits = [2.0, 1.0, 0.1];
/// assert!((cross_entropy_soft(&logits, &[0.8, 0.1, 0.1]) - 0.707_030_016).abs() < 1e-9);
/// assert_eq!(cross_entropy_soft(&logits, &[0.0, 1.0, 0.0]), cross_entropy(&logits, 1));
/// ```
#[must_use]
// ANCHOR: value
pub fn cross_entropy_soft(logits: &[f64], target: &[f64]) -> f64 {
    let (n, m) = (logits.len(), target.len());
    assert!(
        n == m,
        "cross_entropy_soft: {n} logits, but {m} target entries"
    );
    let log_p = log_softmax(logits, 1.0);
    let cost = |(&q, l): (&f64, f64)| {
        if q == 0.0 && l == f64::NEG_INFINITY {
            0.0
        } else {
            -q * l
        }
    };
    sum_of(target.iter().zip(log_p).map(cost))
}
// ANCHOR_END: value

/// Gradient of [`cross_entropy_soft`] by the logits: `softmax(z)·Σ q - q`.
///
/// The entries sum to 0.
///
/// # Panics
///
/// If the lengths of `logits` and `target` differ.
///
/// ```
/// use nnfn::losses::cross_entropy_soft_grad;
/// assert_eq!(cross_entropy_soft_grad(&[0.0, 0.0], &[0.75, 0.25]), [-0.25, 0.25]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn cross_entropy_soft_grad(logits: &[f64], target: &[f64]) -> Vec<f64> {
    let (n, m) = (logits.len(), target.len());
    assert!(
        n == m,
        "cross_entropy_soft_grad: {n} logits, but {m} target entries"
    );
    log_softmax_vjp(logits, 1.0, target)
        .iter()
        .map(|vjp| 0.0 - vjp)
        .collect()
}
// ANCHOR_END: grad
