//! Continuously differentiable exponential linear unit.

use crate::double::Double;

/// CELU: `x` for `x > 0`, else `alpha·(exp(x/alpha) - 1)`.
///
/// An [`elu`](super::elu) whose slope is continuous for every `alpha`, which sets how far the bend reaches; the two
/// agree only at 1.
///
/// - Range: `(-alpha, ∞)`; increasing, convex, its slope continuous.
/// - Limits: `-alpha` at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// # Panics
///
/// If `alpha` is not positive and finite.
///
/// Source: Barron 2017.
///
/// ```
/// use nnfn::activations::{celu, elu};
/// assert_eq!(celu(3.0, 2.0), 3.0);
/// assert!((celu(-1.0, 2.0) - -0.786_938_681).abs() < 1e-9);
/// assert_eq!(celu(-1.0, 1.0), elu(-1.0, 1.0));
/// ```
#[must_use]
// ANCHOR: value
pub fn celu(x: f64, alpha: f64) -> f64 {
    assert!(
        alpha > 0.0 && alpha.is_finite(),
        "celu: alpha must be positive and finite, got {alpha}"
    );
    let v = x / alpha;
    // So near 0 it is x to the last digit, while v may be subnormal.
    if v > -1e-17 { x } else { alpha * v.exp_m1() }
}
// ANCHOR_END: value

/// Derivative of [`celu`]: 1 for `x > 0`, else `exp(x/alpha)`.
///
/// Limits: 0 at `-∞`, 1 at `∞`.
///
/// # Panics
///
/// If `alpha` is not positive and finite.
///
/// ```
/// use nnfn::activations::celu_grad;
/// assert_eq!(celu_grad(3.0, 2.0), 1.0);
/// assert_eq!(celu_grad(0.0, 2.0), 1.0);
/// assert_eq!(celu_grad(-3.0, 2.0), (-1.5_f64).exp());
/// ```
#[must_use]
// ANCHOR: grad
pub fn celu_grad(x: f64, alpha: f64) -> f64 {
    assert!(
        alpha > 0.0 && alpha.is_finite(),
        "celu_grad: alpha must be positive and finite, got {alpha}"
    );
    if x > 0.0 {
        return 1.0;
    }
    // The rounding of x/alpha alone would cost |x/alpha|/2 ulp.
    Double::from(x).over(alpha).exp().value()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn the_slope_keeps_its_tail() {
        let expected = 2.953_557_280_266_028e-290;
        assert_ulps_eq!(
            celu_grad(-200.0, 0.3),
            expected,
            epsilon = 0.0,
            max_ulps = 1
        );
        let plain = (-200.0_f64 / 0.3).exp();
        assert!((plain / expected - 1.0).abs() > 1e-14);
    }

    #[test]
    fn a_huge_alpha_leaves_x() {
        assert_eq!(celu(-1e-5, 1e308), -1e-5);
        assert_eq!(celu(f64::MIN, 5e-324), -5e-324);
        assert_eq!(celu_grad(-1e-5, 1e308), 1.0);
        assert_eq!(celu_grad(f64::MIN, 5e-324), 0.0);
    }

    #[test]
    #[should_panic(
        expected = "celu: alpha must be positive and finite, got 0"
    )]
    fn celu_requires_a_positive_alpha() {
        let _ = celu(1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "celu_grad: alpha must be positive and finite, got NaN"
    )]
    fn celu_grad_requires_a_positive_alpha() {
        let _ = celu_grad(1.0, f64::NAN);
    }
}
