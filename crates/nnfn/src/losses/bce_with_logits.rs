//! Binary cross-entropy with a logit.

use crate::double::Double;
use crate::logistic::{sigmoid_times, softplus_times};

/// Binary cross-entropy of one logit `x`: `-(w·y·ln σ(x) + (1 - y)·ln σ(-x))`, in nats.
///
/// `y` is the target, a probability, mostly 0 or 1; `w` is `pos_weight`, which multiplies the cost of the positive
/// part: the number of negatives over that of positives balances the two. Takes a logit, not a probability.
/// With `w = 1` it is [`cross_entropy_soft`](super::cross_entropy_soft) of the logits `(0, x)`.
///
/// - Range: `[0, ∞]` for targets in `[0, 1]`; convex in the logit. Tiny losses keep all their digits.
///   Outside `[0, 1]` the formula is continued and may be negative.
/// - An infinite logit costs 0 where the target is on its side entirely, else `∞`. A part whose weight is 0
///   costs nothing. NaN gives NaN, and so may huge and infinite targets, which are no probabilities.
///
/// # Panics
///
/// If `pos_weight` is negative or not finite.
///
/// ```
/// use nnfn::losses::bce_with_logits;
/// assert_eq!(bce_with_logits(0.0, 1.0, 1.0), 2_f64.ln());
/// assert_eq!(bce_with_logits(0.0, 1.0, 3.0), 3.0 * 2_f64.ln());
/// assert_eq!(bce_with_logits(-1000.0, 1.0, 1.0), 1000.0); // -ln(p) is ∞
/// assert_eq!(bce_with_logits(40.0, 1.0, 1.0), (-40_f64).exp()); // -ln(p) is 0
/// ```
#[must_use]
// ANCHOR: value
pub fn bce_with_logits(logit: f64, target: f64, pos_weight: f64) -> f64 {
    assert!(
        pos_weight >= 0.0 && pos_weight.is_finite(),
        "bce_with_logits: pos_weight must be finite and at least 0, \
         got {pos_weight}"
    );
    // -ln σ(x) is the softplus of -x: through σ it would be ∞ or 0 far out.
    let x = Double::from(logit);
    let weight = Double::from(pos_weight) * target;
    let underflows = weight.hi.abs() < f64::MIN_POSITIVE;
    let positive = if underflows && pos_weight != 0.0 && target != 0.0 {
        // Factor by factor it need not.
        softplus_times(-x, Double::from(target)) * pos_weight
    } else {
        softplus_times(-x, weight)
    };
    let negative = softplus_times(x, Double::from(1.0) - target);
    (positive + negative).value()
}
// ANCHOR_END: value

/// Derivative of [`bce_with_logits`] by the logit: `(1 - y)·σ(x) - w·y·σ(-x)`; with `w = 1`, `σ(x) - y`.
///
/// # Panics
///
/// If `pos_weight` is negative or not finite.
///
/// ```
/// use nnfn::losses::bce_with_logits_grad;
/// assert_eq!(bce_with_logits_grad(0.0, 1.0, 1.0), -0.5);
/// assert_eq!(bce_with_logits_grad(0.0, 1.0, 3.0), -1.5);
/// assert_eq!(bce_with_logits_grad(40.0, 1.0, 1.0), -(-40_f64).exp()); // σ(x) - y is 0
/// ```
#[must_use]
// ANCHOR: grad
pub fn bce_with_logits_grad(logit: f64, target: f64, pos_weight: f64) -> f64 {
    assert!(
        pos_weight >= 0.0 && pos_weight.is_finite(),
        "bce_with_logits_grad: pos_weight must be finite and at least 0, \
         got {pos_weight}"
    );
    // σ(x) - y would cancel where the logit is right.
    let x = Double::from(logit);
    let positive = sigmoid_times(-x, pos_weight * target);
    sigmoid_times(x, 1.0 - target) - positive
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::cross_entropy_soft;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn a_weight_that_underflows_still_counts() {
        assert_eq!(bce_with_logits(-1e3, 5e-324, 0.3), 1.48e-321); // 300 times the target
        assert_eq!(bce_with_logits(-1e3, 5e-324, 0.0), 0.0);
        assert_eq!(bce_with_logits(-INFINITY, 5e-324, 0.3), INFINITY);
        assert_eq!(bce_with_logits(-INFINITY, 0.0, 0.3), 0.0);
    }

    #[test]
    fn a_tiny_loss_and_its_gradient_keep_their_digits() {
        // mpmath, 60 digits
        for (logit, target, expected) in [
            (40.0, 1.0, 4.248_354_255_291_589e-18),
            (-100.0, 0.0, 3.720_075_976_020_836e-44),
            (700.3, 1.0, 7.304_228_033_645_715e-305),
        ] {
            let loss = bce_with_logits(logit, target, 1.0);
            assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 1);
            let grad = bce_with_logits_grad(logit, target, 1.0);
            assert_ulps_eq!(
                grad.abs(),
                expected,
                epsilon = 0.0,
                max_ulps = 1
            );
            assert_eq!(grad < 0.0, target == 1.0);
        }
    }

    #[test]
    fn a_weight_lifts_a_loss_out_of_the_subnormal_numbers() {
        let expected = 4.188_739_880_048_049e-22; // mpmath: exp(-740)·1e300
        let (loss, grad) = (
            bce_with_logits(740.0, 1.0, 1e300),
            bce_with_logits_grad(740.0, 1.0, 1e300),
        );
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 2);
        assert_ulps_eq!(grad, -expected, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn infinite_logits_give_the_limit() {
        for (logit, target, loss, grad) in [
            (-INFINITY, 0.0, 0.0, 0.0),
            (INFINITY, 1.0, 0.0, 0.0),
            (INFINITY, 0.0, INFINITY, 1.0),
            (-INFINITY, 1.0, INFINITY, -2.0),
            (-INFINITY, 0.75, INFINITY, -1.5),
        ] {
            assert_eq!(bce_with_logits(logit, target, 2.0), loss);
            assert_eq!(bce_with_logits_grad(logit, target, 2.0), grad);
        }
        assert_eq!(bce_with_logits(-INFINITY, 1.0, 0.0), 0.0);
        assert!(bce_with_logits(f64::NAN, 1.0, 0.0).is_nan());
        assert!(bce_with_logits(0.0, f64::NAN, 0.0).is_nan());
    }

    #[test]
    fn it_is_a_cross_entropy_of_two_classes() {
        for (logit, target) in [(0.3, 0.25), (-7.0, 0.9), (20.0, 1.0)] {
            let soft =
                cross_entropy_soft(&[0.0, logit], &[1.0 - target, target]);
            let loss = bce_with_logits(logit, target, 1.0);
            assert_ulps_eq!(loss, soft, epsilon = 0.0, max_ulps = 4);
        }
    }

    #[test]
    #[should_panic(
        expected = "bce_with_logits: pos_weight must be finite and at least 0, got -1"
    )]
    fn bce_with_logits_requires_a_weight_of_at_least_0() {
        let _ = bce_with_logits(0.0, 1.0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "bce_with_logits_grad: pos_weight must be finite and at least 0, got inf"
    )]
    fn bce_with_logits_grad_requires_a_finite_weight() {
        let _ = bce_with_logits_grad(0.0, 1.0, f64::INFINITY);
    }
}
