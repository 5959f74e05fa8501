//! Exponential linear unit.

use crate::logistic::exp_times;

/// ELU: `x` for `x > 0`, else `alpha·(exp(x) - 1)`.
///
/// The negative side levels off at `-alpha`. Its slope is continuous for `alpha = 1` only, the default everywhere;
/// [`celu`](super::celu) is smooth for every `alpha`.
///
/// - Range: `(-alpha, ∞)`, rounding to `-alpha` below about -37; a kink at 0 unless `alpha` is 1. At `alpha = 0` it
///   is [`relu`](super::relu).
/// - Limits: `-alpha` at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// # Panics
///
/// If `alpha` is negative or not finite.
///
/// Source: Clevert, Unterthiner & Hochreiter 2015, [arXiv:1511.07289](https://arxiv.org/abs/1511.07289), §3.
///
/// ```
/// use nnfn::activations::elu;
/// assert_eq!(elu(3.0, 1.0), 3.0);
/// assert!((elu(-1.0, 1.0) - -0.632_120_559).abs() < 1e-9);
/// assert!(elu(-36.0, 2.0) > -2.0 && elu(-38.0, 2.0) == -2.0);
/// assert_eq!(elu(-1e-20, 1.0), -1e-20); // exp(-1e-20) - 1 is 0
/// ```
#[must_use]
// ANCHOR: value
pub fn elu(x: f64, alpha: f64) -> f64 {
    assert!(
        alpha >= 0.0 && alpha.is_finite(),
        "elu: alpha must be finite and not negative, got {alpha}"
    );
    // exp(x) - 1 would cancel near 0.
    if x > 0.0 { x } else { alpha * x.exp_m1() }
}
// ANCHOR_END: value

/// Derivative of [`elu`]: 1 for `x > 0`, `alpha·exp(x)` for `x < 0`.
///
/// At the kink it is `alpha`, as in PyTorch and JAX. Limits: 0 at `-∞`, 1 at `∞`.
///
/// # Panics
///
/// If `alpha` is negative or not finite.
///
/// ```
/// use nnfn::activations::elu_grad;
/// assert_eq!(elu_grad(3.0, 2.0), 1.0);
/// assert_eq!(elu_grad(0.0, 2.0), 2.0);
/// assert!((elu_grad(-1.0, 1.0) - 0.367_879_441).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad
pub fn elu_grad(x: f64, alpha: f64) -> f64 {
    assert!(
        alpha >= 0.0 && alpha.is_finite(),
        "elu_grad: alpha must be finite and not negative, got {alpha}"
    );
    if x > 0.0 { 1.0 } else { exp_times(x, alpha) }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_alpha_keeps_the_slope_s_tail() {
        // mpmath, 60 digits; exp(-750) alone is 0
        let found = elu_grad(-750.0, 1e300);
        assert!((found / 1.901_684_963_475_006_4e-26 - 1.0).abs() < 1e-15);
    }

    #[test]
    #[should_panic(
        expected = "elu: alpha must be finite and not negative, got -1"
    )]
    fn elu_requires_no_negative_alpha() {
        let _ = elu(1.0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "elu_grad: alpha must be finite and not negative, got inf"
    )]
    fn elu_grad_requires_a_finite_alpha() {
        let _ = elu_grad(1.0, f64::INFINITY);
    }
}
