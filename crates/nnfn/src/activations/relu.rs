//! Rectified linear unit.

/// ReLU: `max(0, x)`.
///
/// The positive part; the negative is cut to an exact 0.
///
/// - Range: `[0, ∞)`; increasing where `x > 0`, convex, with a kink at 0.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Nair & Hinton 2010; Glorot, Bordes & Bengio 2011.
///
/// ```
/// use nnfn::activations::relu;
/// assert_eq!(relu(-2.0), 0.0);
/// assert_eq!(relu(3.0), 3.0);
/// assert!(relu(f64::NAN).is_nan());
/// ```
#[must_use]
// ANCHOR: value
pub fn relu(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x } // x.max(0.0) would swallow NaN
}
// ANCHOR_END: value

/// Derivative of [`relu`]: 1 for `x > 0`, 0 for `x < 0`.
///
/// At the kink, where any slope in `[0, 1]` is a subgradient, it is 0: the choice of PyTorch and of JAX.
///
/// ```
/// use nnfn::activations::relu_grad;
/// assert_eq!(relu_grad(0.0), 0.0);
/// assert_eq!(relu_grad(5e-324), 1.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn relu_grad(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x <= 0.0 {
        0.0
    } else {
        x // NaN
    }
}
// ANCHOR_END: grad
