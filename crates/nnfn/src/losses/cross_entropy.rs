//! Categorical cross-entropy with a class index.

use crate::double::Double;
use crate::row::Row;

/// Cross-entropy of one example: `ln Σⱼ exp(zⱼ) - z_class`, in nats.
///
/// Minus the log-probability that the [`softmax`](crate::activations::softmax) of the logits gives to the
/// right class. Takes logits, not probabilities.
///
/// - Range: `[0, ∞]`; `ln n` for equal logits. Convex in the logits. Tiny losses keep all their digits.
/// - A class masked with `-∞` costs `∞`; a single `∞` costs 0 if it is the class, else `∞`; rows without a
///   limit (several `∞`, or nothing but several `-∞`) and rows with a NaN give NaN.
///
/// # Panics
///
/// If `class` is out of range.
///
/// ```
/// use nnfn::losses::cross_entropy;
/// assert!((cross_entropy(&[2.0, 1.0, 0.1], 0) - 0.417_030_016).abs() < 1e-9);
/// assert_eq!(cross_entropy(&[0.0; 8], 3), 8_f64.ln());
/// assert_eq!(cross_entropy(&[700.0, 0.0], 0), (-700_f64).exp()); // -ln(p) is 0
/// assert_eq!(cross_entropy(&[0.0, 1000.0], 0), 1000.0); // -ln(p) is ∞
/// ```
#[must_use]
// ANCHOR: value
pub fn cross_entropy(logits: &[f64], class: usize) -> f64 {
    let n = logits.len();
    assert!(
        class < n,
        "cross_entropy: class {class} is out of range for {n} logits"
    );
    // log_sum_exp(z) - z_class would cancel where the class leads.
    let row = Row::new(logits, 1.0);
    (Double::from(row.log_sum()) - row.gap(class)).value()
}
// ANCHOR_END: value

/// Gradient of [`cross_entropy`] by the logits: `softmax(z) - onehot(class)`.
///
/// The entries sum to 0. The entry of the class is minus the probability of all others.
///
/// # Panics
///
/// If `class` is out of range.
///
/// ```
/// use nnfn::losses::cross_entropy_grad;
/// assert_eq!(cross_entropy_grad(&[0.0, 0.0], 0), [-0.5, 0.5]);
/// assert_eq!(cross_entropy_grad(&[700.0, 0.0], 0)[0], -(-700_f64).exp()); // p - 1 is 0
/// ```
#[must_use]
// ANCHOR: grad
pub fn cross_entropy_grad(logits: &[f64], class: usize) -> Vec<f64> {
    let n = logits.len();
    assert!(
        class < n,
        "cross_entropy_grad: class {class} is out of range for {n} logits"
    );
    let row = Row::new(logits, 1.0);
    let mut grad: Vec<f64> =
        row.weights.iter().map(|weight| weight / row.total).collect();
    grad[class] = if class == row.top {
        0.0 - row.others() / row.total // p - 1 would cancel as p nears 1
    } else {
        grad[class] - 1.0
    };
    grad
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn a_tiny_loss_and_its_gradient_keep_their_digits() {
        let logits = [0.3, -700.1];
        let expected = 6.609_138_834_709_412e-305; // mpmath, 60 digits
        assert_ulps_eq!(
            cross_entropy(&logits, 0),
            expected,
            epsilon = 0.0,
            max_ulps = 2
        );
        let grad = cross_entropy_grad(&logits, 0);
        assert_ulps_eq!(
            grad[..],
            [-expected, expected],
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn infinite_logits_give_the_limit() {
        let infinity = f64::INFINITY;
        assert_eq!(cross_entropy(&[0.0, -infinity], 1), infinity);
        assert_eq!(cross_entropy_grad(&[0.0, -infinity], 1), [1.0, -1.0]);
        assert_eq!(cross_entropy(&[0.0, infinity], 1), 0.0);
        assert_eq!(cross_entropy(&[0.0, infinity], 0), infinity);
        assert!(cross_entropy(&[infinity, infinity], 0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "cross_entropy: class 2 is out of range for 2 logits"
    )]
    fn cross_entropy_requires_a_class_in_range() {
        let _ = cross_entropy(&[0.0, 1.0], 2);
    }

    #[test]
    #[should_panic(
        expected = "cross_entropy_grad: class 0 is out of range for 0 logits"
    )]
    fn cross_entropy_grad_requires_a_class_in_range() {
        let _ = cross_entropy_grad(&[], 0);
    }
}
