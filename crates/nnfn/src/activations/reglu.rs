//! Gate with ReLU.

use super::relu;

/// ReGLU: `a·relu(b)`.
///
/// [`glu`](super::glu) with [`relu`] as its gate: shut for `b ≤ 0`, linear above.
///
/// - Range: all numbers; linear in `a`, with a kink at `b = 0`.
/// - Limits: 0 at `b = -∞`, `±∞` at `b = ∞` unless `a = 0`. NaN gives NaN.
///
/// Source: Shazeer 2020, [arXiv:2002.05202](https://arxiv.org/abs/2002.05202), §2.
///
/// ```
/// use nnfn::activations::reglu;
/// assert_eq!(reglu(3.0, 2.0), 6.0);
/// assert_eq!(reglu(3.0, -2.0), 0.0);
/// assert_eq!(reglu(f64::INFINITY, -2.0), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn reglu(a: f64, b: f64) -> f64 {
    // ∞·0 would be NaN.
    if b < 0.0 && !a.is_nan() { 0.0 } else { a * b }
}
// ANCHOR_END: value

/// Derivative of [`reglu`] by `a`: `relu(b)`, whatever `a`.
///
/// ```
/// use nnfn::activations::reglu_grad_a;
/// assert_eq!(reglu_grad_a(3.0, 2.0), 2.0);
/// ```
#[must_use]
// ANCHOR: grad_a
pub fn reglu_grad_a(_a: f64, b: f64) -> f64 {
    relu(b)
}
// ANCHOR_END: grad_a

/// Derivative of [`reglu`] by `b`: `a` for `b > 0`, 0 for `b < 0`.
///
/// At the kink it is 0, as that of [`relu`].
///
/// ```
/// use nnfn::activations::reglu_grad_b;
/// assert_eq!(reglu_grad_b(3.0, 2.0), 3.0);
/// assert_eq!(reglu_grad_b(3.0, 0.0), 0.0);
/// ```
#[must_use]
// ANCHOR: grad_b
pub fn reglu_grad_b(a: f64, b: f64) -> f64 {
    if b > 0.0 || a.is_nan() {
        a
    } else if b <= 0.0 {
        0.0
    } else {
        b // NaN
    }
}
// ANCHOR_END: grad_b
