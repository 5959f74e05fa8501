//! Leaky rectified linear unit.

/// Leaky ReLU: `x` for `x > 0`, else `slope·x`.
///
/// A [`relu`](super::relu) that lets `slope` of the negative side through: 0 is ReLU, 1 the identity. PyTorch and JAX
/// use 0.01 unless told otherwise, Keras 0.2 (its function) and 0.3 (its layer).
///
/// - Range: all numbers for `slope > 0`, `[0, ∞)` for `slope ≤ 0`; a kink at 0 unless `slope` is 1.
/// - Limits: `∞` at `∞`; at `-∞` that of `slope·x`, which for `slope = 0` is 0. NaN gives NaN.
///
/// # Panics
///
/// If `slope` is not finite.
///
/// Source: Maas, Hannun & Ng 2013.
///
/// ```
/// use nnfn::activations::leaky_relu;
/// assert_eq!(leaky_relu(3.0, 0.01), 3.0);
/// assert_eq!(leaky_relu(-3.0, 0.01), -0.03);
/// assert_eq!(leaky_relu(f64::NEG_INFINITY, 0.0), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn leaky_relu(x: f64, slope: f64) -> f64 {
    assert!(
        slope.is_finite(),
        "leaky_relu: slope must be finite, got {slope}"
    );
    if x < 0.0 {
        if slope == 0.0 { 0.0 } else { slope * x } // 0·(-∞) is NaN
    } else {
        x
    }
}
// ANCHOR_END: value

/// Derivative of [`leaky_relu`]: 1 for `x > 0`, `slope` for `x < 0`.
///
/// At the kink it is `slope`, as in PyTorch; JAX takes 1 there.
///
/// # Panics
///
/// If `slope` is not finite.
///
/// ```
/// use nnfn::activations::leaky_relu_grad;
/// assert_eq!(leaky_relu_grad(3.0, 0.01), 1.0);
/// assert_eq!(leaky_relu_grad(0.0, 0.01), 0.01);
/// ```
#[must_use]
// ANCHOR: grad
pub fn leaky_relu_grad(x: f64, slope: f64) -> f64 {
    assert!(
        slope.is_finite(),
        "leaky_relu_grad: slope must be finite, got {slope}"
    );
    if x > 0.0 {
        1.0
    } else if x <= 0.0 {
        slope
    } else {
        x // NaN
    }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "leaky_relu: slope must be finite, got inf")]
    fn leaky_relu_requires_a_finite_slope() {
        let _ = leaky_relu(1.0, f64::INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "leaky_relu_grad: slope must be finite, got NaN"
    )]
    fn leaky_relu_grad_requires_a_finite_slope() {
        let _ = leaky_relu_grad(1.0, f64::NAN);
    }
}
