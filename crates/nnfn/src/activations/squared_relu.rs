//! Squared rectified linear unit.

use super::relu;

/// Squared ReLU: `max(0, x)²`.
///
/// - Range: `[0, ∞]`, overflowing from about 1.34e154 on; convex, its slope continuous.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: So et al. 2021, Primer.
///
/// ```
/// use nnfn::activations::squared_relu;
/// assert_eq!(squared_relu(-3.0), 0.0);
/// assert_eq!(squared_relu(3.0), 9.0);
/// assert!(squared_relu(1.34e154) < f64::INFINITY && squared_relu(1.35e154) == f64::INFINITY);
/// ```
#[must_use]
// ANCHOR: value
pub fn squared_relu(x: f64) -> f64 {
    relu(x) * relu(x)
}
// ANCHOR_END: value

/// Derivative of [`squared_relu`]: `2·max(0, x)`.
///
/// ```
/// use nnfn::activations::squared_relu_grad;
/// assert_eq!(squared_relu_grad(-3.0), 0.0);
/// assert_eq!(squared_relu_grad(0.0), 0.0);
/// assert_eq!(squared_relu_grad(3.0), 6.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn squared_relu_grad(x: f64) -> f64 {
    2.0 * relu(x)
}
// ANCHOR_END: grad
