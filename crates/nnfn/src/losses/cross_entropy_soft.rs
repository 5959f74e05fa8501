//! Categorical cross-entropy with a target distribution.

use crate::activations::log_softmax_vjp;
use crate::double::Double;
use crate::row::Row;
use crate::sum::sum_of;

/// Cross-entropy of one example with a target distribution `q`: `-Σᵢ qᵢ·ln softmax(z)ᵢ`, in nats.
///
/// For label smoothing, mixed labels and teachers; with a one-hot target it is
/// [`cross_entropy`](super::cross_entropy). Takes logits, not probabilities; the target is not normalised.
///
/// - Range: from the entropy of `q` to `∞`, for a `q` that sums to 1.
/// - A target of 0 costs nothing, also where the log-probability is `-∞`. Other infinities and NaN as in
///   [`log_softmax`](crate::activations::log_softmax). The empty sum is 0.
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
    assert!(n == m, "cross_entropy_soft: {n} logits, but {m} target entries");
    let row = Row::new(logits, 1.0);
    // log_sum_exp(z) - zᵢ would cancel where zᵢ leads.
    let log_sum = Double::from(row.log_sum());
    let cost = |i: usize| {
        let (q, gap) = (target[i], row.gap(i));
        if gap.hi != f64::NEG_INFINITY {
            q * (log_sum - gap).value()
        } else if q == 0.0 {
            0.0 // 0·∞ is NaN
        } else {
            // Finite where only the gap overflows.
            q * logits[row.top] - q * logits[i]
        }
    };
    sum_of((0..n).map(cost))
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
    log_softmax_vjp(logits, 1.0, target).iter().map(|vjp| 0.0 - vjp).collect()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::{cross_entropy, cross_entropy_grad};

    #[test]
    fn a_one_hot_target_is_a_class() {
        let logits = [700.0, 0.0, -3.0];
        for class in 0..3 {
            let mut target = [0.0; 3];
            target[class] = 1.0;
            assert_eq!(
                cross_entropy_soft(&logits, &target),
                cross_entropy(&logits, class)
            );
            assert_eq!(
                cross_entropy_soft_grad(&logits, &target),
                cross_entropy_grad(&logits, class)
            );
        }
    }

    #[test]
    fn a_masked_class_without_target_costs_nothing() {
        let logits = [0.0, f64::NEG_INFINITY];
        assert_eq!(cross_entropy_soft(&logits, &[1.0, 0.0]), 0.0);
        assert_eq!(cross_entropy_soft(&logits, &[0.5, 0.5]), f64::INFINITY);
        assert!(cross_entropy_soft(&[f64::NAN], &[0.0]).is_nan());
    }

    #[test]
    fn a_gap_may_overflow_where_its_cost_does_not() {
        assert_eq!(
            cross_entropy_soft(&[1e308, -1e308], &[0.75, 0.25]),
            5e307
        );
    }

    #[test]
    #[should_panic(
        expected = "cross_entropy_soft: 1 logits, but 2 target entries"
    )]
    fn cross_entropy_soft_requires_equal_lengths() {
        let _ = cross_entropy_soft(&[0.0], &[0.5, 0.5]);
    }

    #[test]
    #[should_panic(
        expected = "cross_entropy_soft_grad: 1 logits, but 0 target entries"
    )]
    fn cross_entropy_soft_grad_requires_equal_lengths() {
        let _ = cross_entropy_soft_grad(&[0.0], &[]);
    }
}
