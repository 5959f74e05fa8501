//! Categorical cross-entropy of an example that is mixed from two.

use crate::losses::{cross_entropy_soft, cross_entropy_soft_grad};

/// Mixup cross-entropy of one mixed example: `λ·CE(z, first) + (1 - λ)·CE(z, second)`, in nats.
///
/// `CE` is the [`cross_entropy`](super::cross_entropy); `λ` is the part of the input that is of the class `first`: for Mixup the factor
/// of its values, for CutMix its share of the area. It is
/// [`cross_entropy_soft`] of a target with `λ` on one class and `1 - λ` on the other.
///
/// - Range: from the entropy of `(λ, 1 - λ)`, or from 0 if both classes are the same, to `∞`.
/// - A class of which there is nothing costs nothing. Otherwise infinite logits as in [`cross_entropy_soft`];
///   NaN gives NaN.
///
/// # Panics
///
/// If a class is out of range, or if `lambda` is not between 0 and 1.
///
/// Source: Zhang and others 2017, [arXiv:1710.09412](https://arxiv.org/abs/1710.09412).
///
/// ```
/// use nnfn::losses::{cross_entropy, mixup_cross_entropy};
/// let logits = [2.0, 1.0, 0.1];
/// assert!((mixup_cross_entropy(&logits, 0, 1, 0.7) - 0.717_030_016).abs() < 1e-9);
/// assert_eq!(mixup_cross_entropy(&logits, 0, 1, 1.0), cross_entropy(&logits, 0));
/// ```
#[must_use]
// ANCHOR: value
pub fn mixup_cross_entropy(
    logits: &[f64],
    first: usize,
    second: usize,
    lambda: f64,
) -> f64 {
    let target = mixed("mixup_cross_entropy", logits, first, second, lambda);
    cross_entropy_soft(logits, &target)
}
// ANCHOR_END: value

/// Gradient of [`mixup_cross_entropy`] by the logits: `softmax(z) - λ·onehot(first) - (1 - λ)·onehot(second)`.
///
/// The entries sum to 0.
///
/// # Panics
///
/// As [`mixup_cross_entropy`].
///
/// ```
/// use nnfn::losses::mixup_cross_entropy_grad;
/// assert_eq!(mixup_cross_entropy_grad(&[0.0, 0.0], 0, 1, 0.75), [-0.25, 0.25]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn mixup_cross_entropy_grad(
    logits: &[f64],
    first: usize,
    second: usize,
    lambda: f64,
) -> Vec<f64> {
    let name = "mixup_cross_entropy_grad";
    let target = mixed(name, logits, first, second, lambda);
    cross_entropy_soft_grad(logits, &target)
}
// ANCHOR_END: grad

// ANCHOR: mixed
/// The mixed label.
fn mixed(
    name: &str,
    logits: &[f64],
    first: usize,
    second: usize,
    lambda: f64,
) -> Vec<f64> {
    let n = logits.len();
    for class in [first, second] {
        assert!(
            class < n,
            "{name}: class {class} is out of range for {n} logits"
        );
    }
    assert!(
        (0.0..=1.0).contains(&lambda),
        "{name}: lambda must be between 0 and 1, got {lambda}"
    );
    let mut target = vec![0.0; n];
    target[first] += lambda;
    target[second] += 1.0 - lambda; // which is 1 in all if both are one
    target
}
// ANCHOR_END: mixed

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::cross_entropy;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn a_tiny_loss_keeps_its_digits() {
        // mpmath: both parts are of one class
        let loss = mixup_cross_entropy(&[700.0, 0.0], 0, 0, 0.3);
        let expected = 9.859_676_543_759_77e-305;
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 2);
        let grad = mixup_cross_entropy_grad(&[700.0, 0.0], 0, 0, 0.3);
        assert_ulps_eq!(grad[0], -expected, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn it_is_the_mixture_of_two_losses() {
        for logits in [[2.0, 1.0, 0.1], [40.0, 0.0, -3.0], [0.0, 9.0, 700.0]]
        {
            let parts = 0.75 * cross_entropy(&logits, 0)
                + 0.25 * cross_entropy(&logits, 2);
            let loss = mixup_cross_entropy(&logits, 0, 2, 0.75);
            assert_ulps_eq!(loss, parts, epsilon = 0.0, max_ulps = 2);
        }
        for share in [0.1, 0.3, 1e-10, 1e-17, 1.0 - 2f64.powi(-53)] {
            let one = mixup_cross_entropy(&[3.0, 0.0], 0, 0, share);
            assert_eq!(one, cross_entropy(&[3.0, 0.0], 0));
        }
    }

    #[test]
    fn a_difference_may_overflow_where_the_loss_does_not() {
        assert_eq!(mixup_cross_entropy(&[1e308, -1e308], 0, 1, 0.5), 1e308);
    }

    #[test]
    fn infinities_give_the_limit() {
        let masked = [0.0, -INFINITY];
        assert_eq!(mixup_cross_entropy(&masked, 0, 1, 0.5), INFINITY);
        assert_eq!(mixup_cross_entropy(&masked, 0, 1, 1.0), 0.0);
        assert_eq!(mixup_cross_entropy(&masked, 1, 0, 0.0), 0.0);
        assert_eq!(
            mixup_cross_entropy_grad(&masked, 0, 1, 0.75),
            [0.25, -0.25]
        );
        assert!(mixup_cross_entropy(&[f64::NAN, 0.0], 1, 1, 0.5).is_nan());
        assert!(mixup_cross_entropy(&[0.0, f64::NAN], 0, 1, 1.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "mixup_cross_entropy: lambda must be between 0 and 1, got 1.5"
    )]
    fn mixup_cross_entropy_requires_a_lambda_between_0_and_1() {
        let _ = mixup_cross_entropy(&[0.0], 0, 0, 1.5);
    }

    #[test]
    #[should_panic(
        expected = "mixup_cross_entropy_grad: class 3 is out of range for 2 logits"
    )]
    fn mixup_cross_entropy_grad_requires_classes_in_range() {
        let _ = mixup_cross_entropy_grad(&[0.0, 1.0], 0, 3, 0.5);
    }
}
