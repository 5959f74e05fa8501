//! Softsign.

/// Softsign: `x/(1 + |x|)`.
///
/// Shaped like [`tanh`](super::tanh), but nearing `±1` as slowly as `1/|x|`.
///
/// - Range: `(-1, 1)`, rounding to `±1` from about 9e15 on; odd, increasing.
/// - Limits: `±1` at `±∞`. NaN gives NaN.
///
/// ```
/// use nnfn::activations::softsign;
/// assert_eq!(softsign(1.0), 0.5);
/// assert_eq!(softsign(-3.0), -0.75);
/// assert!(softsign(9e15) < 1.0 && softsign(1e16) == 1.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn softsign(x: f64) -> f64 {
    let x = x.clamp(-f64::MAX, f64::MAX); // ∞/∞ is NaN
    x / (1.0 + x.abs())
}
// ANCHOR_END: value

/// Derivative of [`softsign`]: `1/(1 + |x|)²`.
///
/// Even, at most 1, which it takes at 0, its own slope jumping there. Limits: 0 at both ends.
///
/// ```
/// use nnfn::activations::softsign_grad;
/// assert_eq!(softsign_grad(0.0), 1.0);
/// assert_eq!(softsign_grad(-3.0), 0.0625);
/// ```
#[must_use]
// ANCHOR: grad
pub fn softsign_grad(x: f64) -> f64 {
    let d = 1.0 + x.abs();
    1.0 / d / d // d² would overflow
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(softsign(f64::INFINITY), 1.0);
        assert_eq!(softsign(f64::NEG_INFINITY), -1.0);
        assert_eq!(softsign_grad(f64::INFINITY), 0.0);
    }

    #[test]
    fn the_square_may_overflow_where_the_slope_does_not_vanish() {
        let expected = 5e-324 * 2f64.powi(34); // 2^-1040; powi itself may give 0
        assert_eq!(softsign_grad(2f64.powi(520)), expected);
    }
}
