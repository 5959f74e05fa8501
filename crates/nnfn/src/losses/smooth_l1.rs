//! Smooth L1 loss.

/// Smooth L1 loss of one prediction: `r²/(2·beta)` for `|r| < beta`, else `|r| - beta/2`,
/// where `r = prediction - target`.
///
/// The absolute error with its kink rounded off over `±beta`, in the units of the target. It is
/// [`huber`](super::huber) over `beta`: small `beta` gives `|r|` here and 0 there.
///
/// - Range: `[0, ∞]`; even in `r`, convex, its slope continuous and within `±1`.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `beta` is not positive and finite.
///
/// Source: Girshick 2015, Fast R-CNN, [arXiv:1504.08083](https://arxiv.org/abs/1504.08083), with `beta = 1`.
///
/// ```
/// use nnfn::losses::{huber, smooth_l1};
/// assert_eq!(smooth_l1(3.25, 3.0, 0.5), 0.0625);
/// assert_eq!(smooth_l1(3.75, 3.0, 0.5), 0.5);
/// assert_eq!(smooth_l1(5.0, 3.0, 0.5), 1.75);
/// assert_eq!(smooth_l1(5.0, 3.0, 0.5), huber(5.0, 3.0, 0.5) / 0.5);
/// ```
#[must_use]
// ANCHOR: value
pub fn smooth_l1(prediction: f64, target: f64, beta: f64) -> f64 {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "smooth_l1: beta must be positive and finite, got {beta}"
    );
    let r = (prediction - target).abs();
    if r < beta {
        0.5 * (r * (r / beta)) // r² alone could overflow or underflow
    } else if r < f64::INFINITY {
        r - 0.5 * beta
    } else {
        // The difference overflows, the loss need not: subtract halves.
        2.0 * ((0.5 * prediction - 0.5 * target).abs() - 0.25 * beta)
    }
}
// ANCHOR_END: value

/// Derivative of [`smooth_l1`] by the prediction: `(prediction - target)/beta`, clipped to `[-1, 1]`.
///
/// # Panics
///
/// If `beta` is not positive and finite.
///
/// ```
/// use nnfn::losses::smooth_l1_grad;
/// assert_eq!(smooth_l1_grad(3.25, 3.0, 0.5), 0.5);
/// assert_eq!(smooth_l1_grad(-5.0, 3.0, 0.5), -1.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn smooth_l1_grad(prediction: f64, target: f64, beta: f64) -> f64 {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "smooth_l1_grad: beta must be positive and finite, got {beta}"
    );
    ((prediction - target) / beta).clamp(-1.0, 1.0)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn the_square_may_overflow_or_underflow_where_the_loss_does_not() {
        assert_ulps_eq!(
            smooth_l1(1e200, 0.0, 1e250),
            5e149,
            epsilon = 0.0,
            max_ulps = 3
        );
        assert_ulps_eq!(
            smooth_l1(1e-200, 0.0, 1e-190),
            5e-211,
            epsilon = 0.0,
            max_ulps = 3
        );
        assert_eq!(smooth_l1(1.5e-323, 0.0, 2e-323), 5e-324); // 3·3/(2·4) steps are 1.125
    }

    #[test]
    fn the_difference_may_overflow_where_the_loss_does_not() {
        assert_eq!(smooth_l1(1e308, -1e308, 1.6e308), 1.2e308);
        assert_eq!(smooth_l1_grad(1e308, -1e308, 1.6e308), 1.0);
    }

    #[test]
    fn infinite_residuals_give_the_limit() {
        assert_eq!(smooth_l1(f64::NEG_INFINITY, 1.0, 2.0), f64::INFINITY);
        assert_eq!(smooth_l1(1.0, f64::NEG_INFINITY, 2.0), f64::INFINITY);
        assert_eq!(smooth_l1_grad(f64::NEG_INFINITY, 1.0, 2.0), -1.0);
        assert_eq!(smooth_l1_grad(f64::INFINITY, 1.0, 2.0), 1.0);
        assert!(smooth_l1(f64::INFINITY, f64::INFINITY, 2.0).is_nan());
        assert!(smooth_l1_grad(f64::INFINITY, f64::INFINITY, 2.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "smooth_l1: beta must be positive and finite, got 0"
    )]
    fn smooth_l1_requires_a_positive_beta() {
        let _ = smooth_l1(1.0, 0.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "smooth_l1_grad: beta must be positive and finite, got inf"
    )]
    fn smooth_l1_grad_requires_a_finite_beta() {
        let _ = smooth_l1_grad(1.0, 0.0, f64::INFINITY);
    }
}
