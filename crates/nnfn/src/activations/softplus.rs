//! Softplus.

use super::sigmoid;

/// Softplus: `ln(1 + exp(x))`.
///
/// A smooth [`relu`](super::relu), above it by at most `ln 2`, at 0; minus the [`log_sigmoid`](super::log_sigmoid) of
/// `-x`.
///
/// - Range: `(0, ∞)`, rounding to 0 below about -745; increasing, convex.
/// - Limits: 0 at `-∞`, `∞` at `∞`, where it nears `x`. NaN gives NaN.
///
/// Source: Dugas et al. 2001.
///
/// ```
/// use nnfn::activations::softplus;
/// assert_eq!(softplus(0.0), 2_f64.ln());
/// assert_eq!(softplus(1000.0), 1000.0); // ln(1 + exp(1000)) is ∞
/// assert_eq!(softplus(-40.0), (-40_f64).exp()); // ln(1 + exp(-40)) is 0
/// assert!(softplus(-745.0) > 0.0 && softplus(-746.0) == 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn softplus(x: f64) -> f64 {
    // The larger exponential is taken out of the logarithm: exp(x) alone
    // would overflow for x > 709.
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}
// ANCHOR_END: value

/// Derivative of [`softplus`]: `σ(x)`.
///
/// Limits: 0 at `-∞`, 1 at `∞`.
///
/// ```
/// use nnfn::activations::{sigmoid, softplus_grad};
/// assert_eq!(softplus_grad(3.0), sigmoid(3.0));
/// ```
#[must_use]
// ANCHOR: grad
pub fn softplus_grad(x: f64) -> f64 {
    sigmoid(x)
}
// ANCHOR_END: grad
