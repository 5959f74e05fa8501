//! Logarithm of the logistic sigmoid.

use super::sigmoid;

/// Log-sigmoid: `ln σ(x) = -ln(1 + exp(-x))`.
///
/// The log-probability of log-odds `x`, and minus the softplus of `-x`.
///
/// - Range: `(-∞, 0)`, rounding to 0 above about 745; increasing, concave.
/// - Limits: `-∞` at `-∞`, where it nears `x`; 0 at `∞`. NaN gives NaN.
///
/// ```
/// use nnfn::activations::log_sigmoid;
/// assert_eq!(log_sigmoid(0.0), -(2_f64.ln()));
/// assert_eq!(log_sigmoid(-1000.0), -1000.0); // ln(σ(-1000)) is -∞
/// assert!(log_sigmoid(745.0) < 0.0 && log_sigmoid(746.0) == 0.0);
/// assert_eq!(log_sigmoid(40.0), -(-40_f64).exp()); // ln(σ(40)) is 0
/// ```
#[must_use]
// ANCHOR: value
pub fn log_sigmoid(x: f64) -> f64 {
    // The larger exponential is taken out of the logarithm: exp(-x) alone
    // would overflow for x < -709.
    x.min(0.0) - (-x.abs()).exp().ln_1p()
}
// ANCHOR_END: value

/// Derivative of [`log_sigmoid`]: `σ(-x)`.
///
/// Limits: 1 at `-∞`, 0 at `∞`.
///
/// ```
/// use nnfn::activations::{log_sigmoid_grad, sigmoid};
/// assert_eq!(log_sigmoid_grad(3.0), sigmoid(-3.0));
/// ```
#[must_use]
// ANCHOR: grad
pub fn log_sigmoid_grad(x: f64) -> f64 {
    sigmoid(-x) // 1 - σ(x) would cancel for large x
}
// ANCHOR_END: grad
