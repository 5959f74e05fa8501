//! Piecewise quadratic Swish.

use super::hard_sigmoid;

/// Hard Swish: `x·relu6(x + 3)/6`.
///
/// [`silu`](super::silu) with [`hard_sigmoid`] as its gate.
///
/// - Range: `[-0.375, ∞)`, minimum at `x = -1.5`; 0 up to -3, `x` from 3 on, with kinks there; not monotone.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Howard et al. 2019, [arXiv:1905.02244](https://arxiv.org/abs/1905.02244), §5.2.
///
/// ```
/// use nnfn::activations::hard_swish;
/// assert_eq!(hard_swish(-4.0), 0.0);
/// assert_eq!(hard_swish(-1.5), -0.375);
/// assert_eq!(hard_swish(4.0), 4.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn hard_swish(x: f64) -> f64 {
    if x <= -3.0 { 0.0 } else { x * hard_sigmoid(x) } // -∞·0 is NaN
}
// ANCHOR_END: value

/// Derivative of [`hard_swish`]: 0 for `x < -3`, `x/3 + 1/2` up to 3, 1 above.
///
/// At the kinks it is 0 and 1, the slopes outside, as in PyTorch and JAX.
///
/// ```
/// use nnfn::activations::hard_swish_grad;
/// assert_eq!(hard_swish_grad(-3.0), 0.0);
/// assert_eq!(hard_swish_grad(-1.5), 0.0);
/// assert_eq!(hard_swish_grad(0.0), 0.5);
/// assert_eq!(hard_swish_grad(3.0), 1.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn hard_swish_grad(x: f64) -> f64 {
    if x <= -3.0 {
        0.0
    } else if x >= 3.0 {
        1.0
    } else {
        (2.0 * x + 3.0) / 6.0 // x/3 + 1/2 would cancel near -1.5
    }
}
// ANCHOR_END: grad
