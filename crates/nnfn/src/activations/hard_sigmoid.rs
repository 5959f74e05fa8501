//! Piecewise linear sigmoid.

use super::relu6;

/// Hard sigmoid: `relu6(x + 3)/6`, which is `x/6 + 1/2`, cut off at 0 and 1.
///
/// Replaces [`sigmoid`](super::sigmoid) where an exponential is too expensive. This is the line of PyTorch, JAX and
/// Keras 3; older Keras cut off `0.2·x + 0.5`, which is another function.
///
/// - Range: `[0, 1]`; 0 up to -3, 1 from 3 on, with kinks there.
/// - Limits: 0 at `-∞`, 1 at `∞`. NaN gives NaN.
///
/// ```
/// use nnfn::activations::hard_sigmoid;
/// assert_eq!(hard_sigmoid(-3.0), 0.0);
/// assert_eq!(hard_sigmoid(0.0), 0.5);
/// assert_eq!(hard_sigmoid(1.5), 0.75);
/// assert_eq!(hard_sigmoid(3.0), 1.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn hard_sigmoid(x: f64) -> f64 {
    relu6(x + 3.0) / 6.0 // x/6 + 1/2 would cancel near -3
}
// ANCHOR_END: value

/// Derivative of [`hard_sigmoid`]: 1/6 for `-3 < x < 3`, 0 outside.
///
/// At both kinks it is 0, as in PyTorch and JAX.
///
/// ```
/// use nnfn::activations::hard_sigmoid_grad;
/// assert_eq!(hard_sigmoid_grad(0.0), 1.0 / 6.0);
/// assert_eq!(hard_sigmoid_grad(3.0), 0.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn hard_sigmoid_grad(x: f64) -> f64 {
    if x.abs() < 3.0 {
        1.0 / 6.0
    } else if x.is_nan() {
        x
    } else {
        0.0
    }
}
// ANCHOR_END: grad
