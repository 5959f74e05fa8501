//! Soft threshold.

/// Softshrink: `x - lambda` for `x > lambda`, `x + lambda` for `x < -lambda`, else 0.
///
/// Moves every input towards 0 by `lambda` and stops there: the soft threshold of wavelet shrinkage, the proximal
/// operator of `lambda·|x|`. [`hardshrink`](super::hardshrink) keeps what it does not set to 0, and jumps.
///
/// - Range: all reals; 0 on `[-lambda, lambda]`, with kinks at both ends. At `lambda = 0` it is the identity.
/// - Limits: `-∞` at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// # Panics
///
/// If `lambda` is negative or not finite.
///
/// Source: Donoho 1995, *De-noising by soft-thresholding*, IEEE Transactions on Information Theory 41(3).
///
/// ```
/// use nnfn::activations::softshrink;
/// assert_eq!(softshrink(2.0, 0.5), 1.5);
/// assert_eq!(softshrink(-2.0, 0.5), -1.5);
/// assert_eq!(softshrink(0.5, 0.5), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn softshrink(x: f64, lambda: f64) -> f64 {
    assert!(
        lambda >= 0.0 && lambda.is_finite(),
        "softshrink: lambda must be finite and not negative, got {lambda}"
    );
    if x.abs() <= lambda {
        0.0 * x // keeps the sign, so that the function is odd at zeros too
    } else {
        x - lambda.copysign(x)
    }
}
// ANCHOR_END: value

/// Derivative of [`softshrink`]: 1 for `|x| > lambda`, 0 for `|x| < lambda`.
///
/// At both kinks it is 0, as in PyTorch; at `lambda = 0` there is none and the slope is 1 everywhere.
/// Limits: 1 at both ends.
///
/// # Panics
///
/// If `lambda` is negative or not finite.
///
/// ```
/// use nnfn::activations::softshrink_grad;
/// assert_eq!(softshrink_grad(2.0, 0.5), 1.0);
/// assert_eq!(softshrink_grad(0.5, 0.5), 0.0);
/// assert_eq!(softshrink_grad(0.0, 0.0), 1.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn softshrink_grad(x: f64, lambda: f64) -> f64 {
    assert!(
        lambda >= 0.0 && lambda.is_finite(),
        "softshrink_grad: lambda must be finite and not negative, \
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
        assert_eq!(softshrink(f64::INFINITY, 0.5), f64::INFINITY);
        assert_eq!(softshrink(f64::NEG_INFINITY, 0.5), f64::NEG_INFINITY);
    }

    #[test]
    fn a_zero_has_the_sign_of_the_input() {
        for x in [-0.5, -0.25, -0.0] {
            let found = softshrink(x, 0.5);
            assert!(found == 0.0 && found.is_sign_negative(), "{x}: {found}");
        }
    }

    #[test]
    #[should_panic(
        expected = "softshrink: lambda must be finite and not negative, got -1"
    )]
    fn softshrink_requires_no_negative_lambda() {
        let _ = softshrink(1.0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "softshrink_grad: lambda must be finite and not negative, got inf"
    )]
    fn softshrink_grad_requires_a_finite_lambda() {
        let _ = softshrink_grad(1.0, f64::INFINITY);
    }
}
