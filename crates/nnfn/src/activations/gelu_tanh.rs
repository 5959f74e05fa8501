//! Gaussian error linear unit, tanh approximation.

use crate::double::Double;
use crate::logistic::sigmoid_times;

const SQRT_8_OVER_PI: f64 = 1.595_769_121_605_730_8;
const SQRT_8_OVER_PI_LO: f64 = -9.969_308_809_110_92e-17;
const CUBIC: f64 = 0.044_715;
const CUBIC_LO: f64 = 2.196_021_142_708_559_5e-18;

/// Tanh-GELU: `x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`.
///
/// An approximation of [`gelu`](super::gelu) without `erf`, at most 4.8e-4 away from it: another function,
/// with another gradient. JAX's `gelu` is this one unless told otherwise.
///
/// - Range: about `[-0.17004, ∞)`, minimum at `x ≈ -0.7525`; not monotone.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Hendrycks & Gimpel 2016, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415), §2.
///
/// ```
/// use nnfn::activations::{gelu, gelu_tanh, gelu_tanh_grad};
/// assert_eq!(gelu_tanh(0.0), 0.0);
/// assert!((gelu_tanh(1.0) - 0.841_191_991).abs() < 1e-9);
/// assert!(gelu_tanh_grad(-0.7526) < 0.0 && gelu_tanh_grad(-0.7524) > 0.0);
/// assert!((gelu_tanh(-0.7525) - -0.170_04).abs() < 5e-6);
/// assert!((-800..800).all(|i| (gelu_tanh(0.01 * i as f64) - gelu(0.01 * i as f64)).abs() < 4.8e-4));
/// ```
#[must_use]
// ANCHOR: value
pub fn gelu_tanh(x: f64) -> f64 {
    // (1 + tanh u)/2 cancels for x < 0; σ(2u) is the same and does not.
    let (v, _) = argument(x);
    // At -30 it is 0 already; at -∞ it would be NaN.
    sigmoid_times(v, x.max(-30.0))
}
// ANCHOR_END: value

/// Derivative of [`gelu_tanh`]: `σ(v) + x·v'·σ(v)·σ(-v)`, where `v = 2·√(2/π)·(x + 0.044715·x³)`.
///
/// Range about `[-0.1290, 1.1290]`, the extremes at `∓1.4185`. Limits: 0 at `-∞`, 1 at `∞`.
///
/// ```
/// use nnfn::activations::gelu_tanh_grad;
/// assert!((gelu_tanh_grad(-1.4185) - -0.128_993_069).abs() < 1e-9);
/// assert!((gelu_tanh_grad(1.4185) - 1.128_993_069).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad
pub fn gelu_tanh_grad(x: f64) -> f64 {
    if x > 0.0 {
        return 1.0 - gelu_tanh_grad(-x); // as f(x) - f(-x) = x
    }
    // At -30 it is 0 already; at -∞ it would be NaN.
    let x = x.clamp(-30.0, 0.0);
    let (v, slope) = argument(x);
    // σ(v) = exp(v)/s and σ(-v) = 1/s.
    // Double-length, because s + x·v' vanishes at the minimum.
    let s = v.exp() + 1.0;
    v.exp_times(s + slope * x).value() / (s * s).value()
}
// ANCHOR_END: grad

/// `v = 2·√(2/π)·(x + 0.044715·x³)` and its derivative.
/// The rounding of `v` alone would cost `σ(v)` up to `|v|/2` ulp.
fn argument(x: f64) -> (Double, Double) {
    let scale = Double::new(SQRT_8_OVER_PI, SQRT_8_OVER_PI_LO);
    let cubic = Double::new(CUBIC, CUBIC_LO) * x * x;
    (scale * x * (cubic + 1.0), scale * (cubic * 3.0 + 1.0))
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn the_tail_keeps_its_digits() {
        // mpmath, 60 digits, with 0.044715 and √(2/π) exact: their roundings alone cost 96 ulp at -20.9.
        // The values of the last are subnormal.
        let expected = [
            (-3.3, -0.001_311_228_118_335_804_5, -0.004_749_714_497_722_207),
            (-20.9, -8.451_582_056_968_937e-297, -8.033_517_292_281_771e-295),
            (-21.3, -1.263_354_420_77e-313, -1.246_523_009_439_7e-311),
        ];
        for (x, value, grad) in expected {
            assert_ulps_eq!(gelu_tanh(x), value, epsilon = 0.0, max_ulps = 3);
            assert_ulps_eq!(
                gelu_tanh_grad(x),
                grad,
                epsilon = 0.0,
                max_ulps = 3
            );
        }
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(gelu_tanh(f64::NEG_INFINITY), 0.0);
        assert_eq!(gelu_tanh(f64::INFINITY), f64::INFINITY);
        assert_eq!(gelu_tanh_grad(f64::NEG_INFINITY), 0.0);
        assert_eq!(gelu_tanh_grad(f64::INFINITY), 1.0);
    }
}
