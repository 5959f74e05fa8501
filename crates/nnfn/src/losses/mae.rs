//! Absolute error.

/// Absolute error of one prediction: `|prediction - target|`.
///
/// Its [`mean`](super::mean) over the examples is the mean absolute error, which the conditional median
/// minimises. [`smooth_l1`](super::smooth_l1) rounds off its kink.
///
/// - Range: `[0, ∞]`; convex, with a kink where prediction and target are equal.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// ```
/// use nnfn::losses::{mae, mean};
/// assert_eq!(mae(3.5, 3.0), 0.5);
/// assert_eq!(mean(&[mae(3.5, 3.0), mae(1.0, 3.0)]), 1.25);
/// ```
#[must_use]
// ANCHOR: value
pub fn mae(prediction: f64, target: f64) -> f64 {
    (prediction - target).abs()
}
// ANCHOR_END: value

/// Derivative of [`mae`] by the prediction: the sign of `prediction - target`.
///
/// At the kink any number of `[-1, 1]` is a subgradient; the choice is 0, as in PyTorch.
///
/// ```
/// use nnfn::losses::mae_grad;
/// assert_eq!(mae_grad(3.5, 3.0), 1.0);
/// assert_eq!(mae_grad(1.0, 3.0), -1.0);
/// assert_eq!(mae_grad(3.0, 3.0), 0.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn mae_grad(prediction: f64, target: f64) -> f64 {
    let r = prediction - target;
    if r == 0.0 { 0.0 } else { r.signum() } // the signum of 0.0 is 1
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_survives_the_smallest_difference() {
        assert_eq!(mae(5e-324, 0.0), 5e-324);
        assert_eq!(mae_grad(5e-324, 0.0), 1.0);
        assert_eq!(mae_grad(1.0, 1.0 + f64::EPSILON), -1.0);
        assert_eq!(mae_grad(-0.0, 0.0), 0.0);
    }

    #[test]
    fn infinite_residuals_give_the_limit() {
        assert_eq!(mae(f64::NEG_INFINITY, 1.0), f64::INFINITY);
        assert_eq!(mae_grad(f64::NEG_INFINITY, 1.0), -1.0);
        assert!(mae(f64::INFINITY, f64::INFINITY).is_nan());
        assert!(mae_grad(f64::INFINITY, f64::INFINITY).is_nan());
        assert!(mae_grad(f64::NAN, 0.0).is_nan());
    }
}
