//! Gaussian error linear unit.

use crate::normal;

/// GELU: `x·Φ(x)`, where `Φ` is the standard normal CDF.
///
/// Scales each input by the chance that a standard normal draw falls below it.
/// This is the exact form; JAX's default is [`gelu_tanh`](super::gelu_tanh), up to 4.8e-4 away.
///
/// - Range: `[-0.1700, ∞)`, minimum at `x ≈ -0.7518`; not monotone.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Hendrycks & Gimpel 2016, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415), §2.
///
/// ```
/// use nnfn::activations::{gelu, gelu_grad};
/// assert_eq!(gelu(0.0), 0.0);
/// assert!((gelu(1.0) - 0.841_344_746).abs() < 1e-9);
/// assert!(gelu_grad(-0.7519) < 0.0 && gelu_grad(-0.7517) > 0.0);
/// assert!((gelu(-0.7518) - -0.1700).abs() < 5e-5);
/// ```
#[must_use]
// ANCHOR: value
pub fn gelu(x: f64) -> f64 {
    if x < normal::FAR_TAIL {
        return -normal::pdf_times(x, normal::far_tail(x)); // Φ alone is subnormal, at -∞ the product NaN
    }
    (normal::cdf(x) * x).value() // Φ by erfc: 1 + erf would cancel for x < 0
}
// ANCHOR_END: value

/// Derivative of [`gelu`]: `Φ(x) + x·φ(x)`, where `φ` is the standard normal density.
///
/// Range about `[-0.1290, 1.1290]`, the extremes at `∓√2`. Limits: 0 at `-∞`, 1 at `∞`.
///
/// ```
/// use nnfn::activations::gelu_grad;
/// assert!((gelu_grad(-(2_f64.sqrt())) - -0.128_904_145).abs() < 1e-9);
/// assert!((gelu_grad(2_f64.sqrt()) - 1.128_904_145).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad
pub fn gelu_grad(x: f64) -> f64 {
    let x = x.clamp(-40.0, 40.0); // further out it is 0 or 1 to the last bit; at ±∞, x·φ(x) is NaN
    if x < normal::FAR_TAIL {
        return normal::pdf_times(x, x - normal::far_tail(x) / x); // φ alone is subnormal
    }
    (normal::cdf(x) + normal::pdf(x) * x).value() // double-length: for x < 0 the terms cancel
}
// ANCHOR_END: grad
