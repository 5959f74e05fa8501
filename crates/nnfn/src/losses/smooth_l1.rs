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
        let square = r * r;
        // Divide first where the square overflows or underflows.
        0.5 * if square.is_normal() {
            square / beta
        } else {
            r * (r / beta)
        }
    } else if r < f64::INFINITY {
        r - 0.5 * beta
    } else {
        // The difference may overflow where the loss does not: subtract halves.
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
