//! Bilinear gate.

/// Bilinear gate: `a·b`.
///
/// [`glu`](super::glu) without the sigmoid: its gate is linear.
///
/// - Range: all numbers; linear in `a` and in `b`.
/// - Limits: those of the product; `∞·0` has none and is NaN. NaN gives NaN.
///
/// Source: Shazeer 2020, [arXiv:2002.05202](https://arxiv.org/abs/2002.05202), §2, where it is ascribed to Mnih &
/// Hinton 2007.
///
/// ```
/// use nnfn::activations::bilinear;
/// assert_eq!(bilinear(3.0, -2.0), -6.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn bilinear(a: f64, b: f64) -> f64 {
    a * b
}
// ANCHOR_END: value

/// Derivative of [`bilinear`] by `a`: `b`, whatever `a`.
///
/// ```
/// use nnfn::activations::bilinear_grad_a;
/// assert_eq!(bilinear_grad_a(3.0, -2.0), -2.0);
/// ```
#[must_use]
// ANCHOR: grad_a
pub fn bilinear_grad_a(_a: f64, b: f64) -> f64 {
    b
}
// ANCHOR_END: grad_a

/// Derivative of [`bilinear`] by `b`: `a`, whatever `b`.
///
/// ```
/// use nnfn::activations::bilinear_grad_b;
/// assert_eq!(bilinear_grad_b(3.0, -2.0), 3.0);
/// ```
#[must_use]
// ANCHOR: grad_b
pub fn bilinear_grad_b(a: f64, _b: f64) -> f64 {
    a
}
// ANCHOR_END: grad_b
