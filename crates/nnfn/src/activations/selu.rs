//! Scaled exponential linear unit.

use crate::logistic::exp_times;

const SELU_LAMBDA: f64 = 1.050_700_987_355_480_5;
const SELU_LAMBDA_ALPHA: f64 = 1.758_099_340_847_376_8;

/// SELU: `λ·x` for `x > 0`, else `λ·α·(exp(x) - 1)`, with `λ ≈ 1.0507` and `α ≈ 1.6733`.
///
/// The one pair of constants that gives a standard normal input an output of mean 0 and variance 1. The slope jumps
/// at 0, from `λ·α` to `λ`.
///
/// - Range: about `(-1.7581, ∞)`, rounding to `-λ·α` below about -37; increasing, with a kink at 0.
/// - Limits: `-λ·α` at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Klambauer et al. 2017, [arXiv:1706.02515](https://arxiv.org/abs/1706.02515), §2.
///
/// ```
/// use nnfn::activations::selu;
/// assert_eq!(selu(0.0), 0.0);
/// assert!((selu(1.0) - 1.050_700_987).abs() < 1e-9);
/// assert!((selu(-1.0) - -1.111_330_737).abs() < 1e-9);
/// assert!((selu(-38.0) - -1.758_099_341).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: value
pub fn selu(x: f64) -> f64 {
    // exp(x) - 1 would cancel near 0.
    if x > 0.0 { SELU_LAMBDA * x } else { SELU_LAMBDA_ALPHA * x.exp_m1() }
}
// ANCHOR_END: value

/// Derivative of [`selu`]: `λ` for `x > 0`, `λ·α·exp(x)` for `x < 0`.
///
/// At the kink it is `λ·α`, as in PyTorch and JAX. Limits: 0 at `-∞`, `λ` at `∞`.
///
/// ```
/// use nnfn::activations::selu_grad;
/// assert!((selu_grad(1.0) - 1.050_700_987).abs() < 1e-9);
/// assert!((selu_grad(0.0) - 1.758_099_341).abs() < 1e-9);
/// assert!((selu_grad(-1.0) - 0.646_768_603).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad
pub fn selu_grad(x: f64) -> f64 {
    if x > 0.0 { SELU_LAMBDA } else { exp_times(x, SELU_LAMBDA_ALPHA) }
}
// ANCHOR_END: grad
