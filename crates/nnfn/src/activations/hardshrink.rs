//! Hard threshold.

/// Hardshrink: `x` for `|x| > lambda`, else 0.
///
/// The hard threshold of wavelet shrinkage: what is small is set to 0, what is large is kept. It jumps by `lambda` at
/// both ends of the gap; [`softshrink`](super::softshrink) does not, and moves what it keeps.
///
/// - Range: 0 and all reals beyond `±lambda`; a jump at `-lambda` and at `lambda`, where it is 0. At `lambda = 0` it
///   is the identity.
/// - Limits: `-∞` at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// # Panics
///
/// If `lambda` is negative or not finite.
///
/// Source: Donoho & Johnstone 1994, *Ideal spatial adaptation by wavelet shrinkage*, Biometrika 81(3).
///
/// ```
/// use nnfn::activations::hardshrink;
/// assert_eq!(hardshrink(2.0, 0.5), 2.0);
/// assert_eq!(hardshrink(-0.75, 0.5), -0.75);
/// assert_eq!(hardshrink(0.5, 0.5), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn hardshrink(x: f64, lambda: f64) -> f64 {
    assert!(
        lambda >= 0.0 && lambda.is_finite(),
        "hardshrink: lambda must be finite and not negative, got {lambda}"
    );
    if x.abs() <= lambda {
        0.0 * x // keeps the sign, so that the function is odd at zeros too
    } else {
        x
    }
}
// ANCHOR_END: value

/// Derivative of [`hardshrink`]: 1 for `|x| > lambda`, 0 for `|x| < lambda`.
///
/// At both jumps there is none, and it is given as 0, as in PyTorch; at `lambda = 0` the slope is 1 everywhere.
/// Limits: 1 at both ends.
///
/// # Panics
///
/// If `lambda` is negative or not finite.
///
/// ```
/// use nnfn::activations::hardshrink_grad;
/// assert_eq!(hardshrink_grad(2.0, 0.5), 1.0);
/// assert_eq!(hardshrink_grad(0.5, 0.5), 0.0);
/// assert_eq!(hardshrink_grad(0.0, 0.0), 1.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn hardshrink_grad(x: f64, lambda: f64) -> f64 {
    assert!(
        lambda >= 0.0 && lambda.is_finite(),
        "hardshrink_grad: lambda must be finite and not negative, \
         got {lambda}"
    );
    if x.is_nan() {
        x
    } else if x.abs() > lambda || lambda == 0.0 {
        1.0
    } else {
        0.0
    }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(hardshrink(f64::INFINITY, 0.5), f64::INFINITY);
        assert_eq!(hardshrink(f64::NEG_INFINITY, 0.5), f64::NEG_INFINITY);
    }

    #[test]
    fn the_jump_is_behind_the_threshold() {
        assert_eq!(hardshrink(0.5, 0.5), 0.0);
        let above = 0.5 + 0.5 * f64::EPSILON; // the next number
        assert_eq!(hardshrink(above, 0.5), above);
        assert_eq!(hardshrink(-0.5, 0.5), 0.0);
    }

    #[test]
    #[should_panic(
        expected = "hardshrink: lambda must be finite and not negative, got -1"
    )]
    fn hardshrink_requires_no_negative_lambda() {
        let _ = hardshrink(1.0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "hardshrink_grad: lambda must be finite and not negative, got inf"
    )]
    fn hardshrink_grad_requires_a_finite_lambda() {
        let _ = hardshrink_grad(1.0, f64::INFINITY);
    }
}
