//! Parametric rectified linear unit.

use super::{leaky_relu, leaky_relu_grad};

/// PReLU: `x` for `x > 0`, else `slope·x`, with a `slope` that is learned.
///
/// As a function it is [`leaky_relu`]; what it adds is [`prelu_grad_slope`]. The slope starts at 0.25 in the paper
/// and in PyTorch, at 0 in Keras.
///
/// - Range: all numbers for `slope > 0`, `[0, ∞)` for `slope ≤ 0`; a kink at 0 unless `slope` is 1.
/// - Limits: `∞` at `∞`; at `-∞` that of `slope·x`, which for `slope = 0` is 0. NaN gives NaN.
///
/// # Panics
///
/// If `slope` is not finite.
///
/// Source: He, Zhang, Ren & Sun 2015, [arXiv:1502.01852](https://arxiv.org/abs/1502.01852), §2.1.
///
/// ```
/// use nnfn::activations::prelu;
/// assert_eq!(prelu(1.0, 0.25), 1.0);
/// assert_eq!(prelu(-2.0, 0.25), -0.5);
/// ```
#[must_use]
// ANCHOR: value
pub fn prelu(x: f64, slope: f64) -> f64 {
    assert!(slope.is_finite(), "prelu: slope must be finite, got {slope}");
    leaky_relu(x, slope)
}
// ANCHOR_END: value

/// Derivative of [`prelu`] by `x`: 1 for `x > 0`, `slope` for `x < 0`.
///
/// At the kink it is `slope`, as in PyTorch.
///
/// # Panics
///
/// If `slope` is not finite.
///
/// ```
/// use nnfn::activations::prelu_grad;
/// assert_eq!(prelu_grad(1.0, 0.25), 1.0);
/// assert_eq!(prelu_grad(-2.0, 0.25), 0.25);
/// ```
#[must_use]
// ANCHOR: grad
pub fn prelu_grad(x: f64, slope: f64) -> f64 {
    assert!(
        slope.is_finite(),
        "prelu_grad: slope must be finite, got {slope}"
    );
    leaky_relu_grad(x, slope)
}
// ANCHOR_END: grad

/// Derivative of [`prelu`] by `slope`: `min(0, x)`, whatever the slope.
///
/// A slope that is shared collects the sum of it over all that share it.
///
/// # Panics
///
/// If `slope` is not finite.
///
/// ```
/// use nnfn::activations::prelu_grad_slope;
/// assert_eq!(prelu_grad_slope(1.0, 0.25), 0.0);
/// assert_eq!(prelu_grad_slope(-2.0, 0.25), -2.0);
/// ```
#[must_use]
// ANCHOR: grad_slope
pub fn prelu_grad_slope(x: f64, slope: f64) -> f64 {
    assert!(
        slope.is_finite(),
        "prelu_grad_slope: slope must be finite, got {slope}"
    );
    if x > 0.0 { 0.0 } else { x } // x.min(0.0) would swallow NaN
}
// ANCHOR_END: grad_slope

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "prelu: slope must be finite, got inf")]
    fn prelu_requires_a_finite_slope() {
        let _ = prelu(1.0, f64::INFINITY);
    }

    #[test]
    #[should_panic(expected = "prelu_grad: slope must be finite, got -inf")]
    fn prelu_grad_requires_a_finite_slope() {
        let _ = prelu_grad(1.0, f64::NEG_INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "prelu_grad_slope: slope must be finite, got NaN"
    )]
    fn prelu_grad_slope_requires_a_finite_slope() {
        let _ = prelu_grad_slope(1.0, f64::NAN);
    }
}
