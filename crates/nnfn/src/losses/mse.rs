//! Squared error.

/// Squared error of one prediction: `(prediction - target)²`.
///
/// Its [`mean`](super::mean) over the examples is the mean squared error, which the conditional mean
/// minimises. Without the factor ½ that some definitions have; [`huber`](super::huber) has it.
///
/// - Range: `[0, ∞]`; convex; overflows for residuals beyond 1.34e154.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// ```
/// use nnfn::losses::{mean, mse};
/// assert_eq!(mse(3.5, 3.0), 0.25);
/// assert_eq!(mean(&[mse(3.5, 3.0), mse(1.0, 3.0)]), 2.125);
/// ```
#[must_use]
// ANCHOR: value
pub fn mse(prediction: f64, target: f64) -> f64 {
    let r = prediction - target; // p² - 2py + y² would cancel
    r * r
}
// ANCHOR_END: value

/// Derivative of [`mse`] by the prediction: `2·(prediction - target)`.
///
/// ```
/// use nnfn::losses::mse_grad;
/// assert_eq!(mse_grad(3.5, 3.0), 1.0);
/// assert_eq!(mse_grad(1.0, 3.0), -4.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn mse_grad(prediction: f64, target: f64) -> f64 {
    2.0 * (prediction - target)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_numbers_keep_the_digits_of_their_difference() {
        let (prediction, target) = (1e8 + 2.0_f64.powi(-20), 1e8);
        assert_eq!(mse(prediction, target), 2.0_f64.powi(-40));
        assert_eq!(mse_grad(prediction, target), 2.0_f64.powi(-19));
    }

    #[test]
    fn the_loss_overflows_where_the_truth_does() {
        assert_eq!(mse(1e200, 0.0), f64::INFINITY);
        assert!(mse(-1.34e154, 0.0).is_finite());
        assert_eq!(mse(-1.341e154, 0.0), f64::INFINITY);
        assert_eq!(mse_grad(-1e200, 0.0), -2e200);
    }

    #[test]
    fn infinite_residuals_give_the_limit() {
        assert_eq!(mse(f64::NEG_INFINITY, 1.0), f64::INFINITY);
        assert_eq!(mse_grad(f64::NEG_INFINITY, 1.0), f64::NEG_INFINITY);
        assert!(mse(f64::INFINITY, f64::INFINITY).is_nan());
        assert!(mse_grad(f64::INFINITY, f64::INFINITY).is_nan());
    }
}
