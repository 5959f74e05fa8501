//! Gaussian error linear unit, sigmoid approximation.

use crate::double::Double;
use crate::logistic::{sigmoid_times, silu_slope};

const QUICK: f64 = 1.702;
const QUICK_LO: f64 = 4.263_256_414_560_601e-17;

/// Quick GELU: `x·σ(1.702·x)`.
///
/// An approximation of [`gelu`](super::gelu), up to 0.0204 away from it, and a [`swish`](super::swish) with
/// `beta = 1.702`: another function, with another gradient.
///
/// - Range: about `[-0.16361, ∞)`, minimum at `x ≈ -0.75115`; not monotone.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Hendrycks & Gimpel 2016, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415), §2.
///
/// ```
/// use nnfn::activations::{gelu, quick_gelu, quick_gelu_grad};
/// assert_eq!(quick_gelu(0.0), 0.0);
/// assert!((quick_gelu(1.0) - 0.845_795_766).abs() < 1e-9);
/// assert!(quick_gelu_grad(-0.7512) < 0.0 && quick_gelu_grad(-0.7511) > 0.0);
/// assert!((quick_gelu(-0.75115) - -0.163_61).abs() < 5e-6);
/// assert!((-800..800).all(|i| (quick_gelu(0.01 * i as f64) - gelu(0.01 * i as f64)).abs() < 0.0204));
/// ```
#[must_use]
// ANCHOR: value
pub fn quick_gelu(x: f64) -> f64 {
    // At -500 it is 0 already; at -∞ it would be NaN.
    sigmoid_times(argument(x), x.max(-500.0))
}
// ANCHOR_END: value

/// Derivative of [`quick_gelu`]: `σ(v) + v·σ(v)·σ(-v)`, where `v = 1.702·x`.
///
/// Range about `[-0.0998, 1.0998]`, the extremes at `∓1.4097`. Limits: 0 at `-∞`, 1 at `∞`.
///
/// ```
/// use nnfn::activations::quick_gelu_grad;
/// assert!((quick_gelu_grad(-1.4097) - -0.099_839_320).abs() < 1e-9);
/// assert!((quick_gelu_grad(1.4097) - 1.099_839_320).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad
pub fn quick_gelu_grad(x: f64) -> f64 {
    silu_slope(argument(x))
}
// ANCHOR_END: grad

/// `1.702·x`: its rounding alone would cost `σ` up to `|v|/2` ulp.
fn argument(x: f64) -> Double {
    Double::new(QUICK, QUICK_LO) * x
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn the_tail_keeps_its_digits() {
        // mpmath, 60 digits, with 1.702 exact; the last is subnormal
        let expected = [
            (-3.3, -0.011_958_560_233_146_445, -0.016_655_906_357_931_374),
            (
                -400.1,
                -7.253_846_327_464_837e-294,
                -1.232_791_636_604_731_4e-293,
            ),
            (
                -420.3,
                -8.927_732_802_638_02e-309,
                -1.517_375_989_579_860_3e-308,
            ),
        ];
        for (x, value, grad) in expected {
            assert_ulps_eq!(
                quick_gelu(x),
                value,
                epsilon = 0.0,
                max_ulps = 3
            );
            assert_ulps_eq!(
                quick_gelu_grad(x),
                grad,
                epsilon = 0.0,
                max_ulps = 3
            );
        }
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(quick_gelu(f64::NEG_INFINITY), 0.0);
        assert_eq!(quick_gelu(f64::INFINITY), f64::INFINITY);
        assert_eq!(quick_gelu_grad(f64::NEG_INFINITY), 0.0);
        assert_eq!(quick_gelu_grad(f64::INFINITY), 1.0);
    }
}
