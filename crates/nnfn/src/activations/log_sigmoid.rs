//! Logarithm of the logistic sigmoid.

use crate::activations::sigmoid;

/// Log-sigmoid: `-ln(1 + exp(-x))`.
#[must_use]
// ANCHOR: value
pub fn log_sigmoid(x: f64) -> f64 {
    x.min(0.0) - (-x.abs()).exp().ln_1p()
}
// ANCHOR_END: value

/// Derivative of [`log_sigmoid`]: `σ(-x)`.
#[must_use]
// ANCHOR: grad
pub fn log_sigmoid_grad(x: f64) -> f64 {
    sigmoid(-x)
}
// ANCHOR_END: grad
