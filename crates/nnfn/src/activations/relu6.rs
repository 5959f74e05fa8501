//! ReLU, cut off at 6.

/// ReLU6: `min(max(0, x), 6)`.
///
/// Bounded, so that a low-precision format holds its values; a sixth of it, moved by 3, is
/// [`hard_sigmoid`](super::hard_sigmoid).
///
/// - Range: `[0, 6]`; kinks at 0 and 6.
/// - Limits: 0 at `-∞`, 6 at `∞`. NaN gives NaN.
///
/// ```
/// use nnfn::activations::relu6;
/// assert_eq!(relu6(-1.0), 0.0);
/// assert_eq!(relu6(2.5), 2.5);
/// assert_eq!(relu6(7.0), 6.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn relu6(x: f64) -> f64 {
    x.clamp(0.0, 6.0)
}
// ANCHOR_END: value

/// Derivative of [`relu6`]: 1 for `0 < x < 6`, 0 outside.
///
/// At both kinks it is 0, as in PyTorch and JAX.
///
/// ```
/// use nnfn::activations::relu6_grad;
/// assert_eq!(relu6_grad(0.0), 0.0);
/// assert_eq!(relu6_grad(3.0), 1.0);
/// assert_eq!(relu6_grad(6.0), 0.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn relu6_grad(x: f64) -> f64 {
    if 0.0 < x && x < 6.0 {
        1.0
    } else if x.is_nan() {
        x
    } else {
        0.0
    }
}
// ANCHOR_END: grad
