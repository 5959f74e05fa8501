//! Hyperbolic tangent.

/// Hyperbolic tangent: `tanh x = (exp(x) - exp(-x))/(exp(x) + exp(-x))`.
///
/// A [`sigmoid`](super::sigmoid) stretched to `±1`: `tanh x = 2·σ(2x) - 1`.
///
/// - Range: `(-1, 1)`, rounding to `±1` from about 19.1 on; odd, increasing.
/// - Limits: `±1` at `±∞`. NaN gives NaN.
///
/// ```
/// use nnfn::activations::tanh;
/// assert_eq!(tanh(0.0), 0.0);
/// assert!((tanh(1.0) - 0.761_594_156).abs() < 1e-9);
/// assert!((tanh(2_f64.ln()) - 0.6).abs() < 1e-15);
/// assert!(tanh(19.0) < 1.0 && tanh(19.1) == 1.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn tanh(x: f64) -> f64 {
    x.tanh() // the quotient of exponentials is ∞/∞ for |x| > 710
}
// ANCHOR_END: value

/// Derivative of [`tanh`]: `1 - tanh² x = 1/cosh² x`.
///
/// Even, at most 1, which it takes at 0. Limits: 0 at both ends.
///
/// ```
/// use nnfn::activations::{tanh, tanh_grad};
/// assert_eq!(tanh_grad(0.0), 1.0);
/// assert!((tanh_grad(-3.0) - 0.009_866_037).abs() < 1e-9);
/// assert!((tanh_grad(40.0) / 7.219_405_551_381_661e-35 - 1.0).abs() < 1e-15);
/// assert_eq!(1.0 - tanh(40.0).powi(2), 0.0); // nothing is left
/// ```
#[must_use]
// ANCHOR: grad
pub fn tanh_grad(x: f64) -> f64 {
    if x.abs() > 350.0 {
        let e = 2.0 * (-x.abs()).exp();
        return e * e; // exp(-2|x|) alone is subnormal here
    }
    let e = (-2.0 * x.abs()).exp(); // 1 - tanh² x would cancel
    4.0 * e / (1.0 + e * (2.0 + e))
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn the_slope_keeps_its_tail_while_there_are_any_digits() {
        // mpmath, 60 digits; the last is subnormal
        let expected = [
            (-3.3, 0.005_426_697_495_892_982),
            (349.9, 4.817_054_450_046_345e-304),
            (-350.1, 3.228_968_160_710_953_3e-304),
            (354.8, 2.671_133_738_069_373e-308),
            (370.5, 6.2e-322),
        ];
        for (x, slope) in expected {
            assert_ulps_eq!(tanh_grad(x), slope, epsilon = 0.0, max_ulps = 2);
        }
    }
}
