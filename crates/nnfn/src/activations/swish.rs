//! Swish with its parameter.

use crate::double::Double;
use crate::logistic::{sigmoid_times, silu_slope};

/// Swish: `x·σ(beta·x)`, where `σ` is the logistic sigmoid and `beta` may be learned.
///
/// Goes from `x/2` at `beta = 0` through [`silu`](super::silu) at 1 towards [`relu`](super::relu) as `beta` grows; a
/// negative `beta` mirrors it: `swish(x, -beta) = -swish(-x, beta)`.
///
/// - Range: about `[-0.2785/beta, ∞)` for `beta > 0`; not monotone; `swish(x, beta) - swish(-x, beta) = x`.
/// - Limits for `beta > 0`: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// # Panics
///
/// If `beta` is not finite.
///
/// Source: Ramachandran, Zoph & Le 2017, [arXiv:1710.05941](https://arxiv.org/abs/1710.05941).
///
/// ```
/// use nnfn::activations::{silu, swish};
/// assert_eq!(swish(3.0, 0.0), 1.5);
/// assert!((swish(1.0, 1.0) - silu(1.0)).abs() < 1e-15);
/// assert!((swish(-0.5, 2.0) - silu(-1.0) / 2.0).abs() < 1e-15);
/// assert!((swish(-1.2785 / 4.0, 4.0) - -0.2785 / 4.0).abs() < 5e-5);
/// assert_eq!(swish(-3.0, 1e300), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn swish(x: f64, beta: f64) -> f64 {
    assert!(beta.is_finite(), "swish: beta must be finite, got {beta}");
    let v = argument(x, beta);
    // ∞·σ(-∞) would be NaN, the limit is 0.
    let x = if v.hi < 0.0 { x.clamp(-f64::MAX, f64::MAX) } else { x };
    sigmoid_times(v, x)
}
// ANCHOR_END: value

/// Derivative of [`swish`] by `x`: `σ(v) + v·σ(v)·σ(-v)`, where `v = beta·x`.
///
/// Range about `[-0.0998, 1.0998]`, the extremes at `v ≈ ∓2.3994`. Limits for `beta > 0`: 0 at `-∞`, 1 at `∞`.
///
/// # Panics
///
/// If `beta` is not finite.
///
/// ```
/// use nnfn::activations::swish_grad;
/// assert_eq!(swish_grad(3.0, 0.0), 0.5);
/// assert!((swish_grad(-1.1997, 2.0) - -0.099_839_320).abs() < 1e-9);
/// assert!((swish_grad(1.1997, 2.0) - 1.099_839_320).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad
pub fn swish_grad(x: f64, beta: f64) -> f64 {
    assert!(beta.is_finite(), "swish_grad: beta must be finite, got {beta}");
    silu_slope(argument(x, beta))
}
// ANCHOR_END: grad

/// Derivative of [`swish`] by `beta`: `x²·σ(v)·σ(-v)`, where `v = beta·x`.
///
/// Never negative. Limits: 0 at both ends, unless `beta = 0`, where it is `x²/4`.
///
/// # Panics
///
/// If `beta` is not finite.
///
/// ```
/// use nnfn::activations::swish_grad_beta;
/// assert_eq!(swish_grad_beta(3.0, 0.0), 2.25);
/// assert!((swish_grad_beta(-1.0, 1.0) - 0.196_611_933).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad_beta
pub fn swish_grad_beta(x: f64, beta: f64) -> f64 {
    assert!(
        beta.is_finite(),
        "swish_grad_beta: beta must be finite, got {beta}"
    );
    let v = argument(x, beta);
    let v = if v.hi > 0.0 { -v } else { v };
    let s = v.exp() + 1.0;
    if v.hi > -600.0 {
        // One x after the other: x² alone could overflow.
        return (v.exp() * x).value() / (s * s).value() * x;
    }
    // By halves: exp(v), and its product with x, may be 0 too early.
    let x = x.clamp(-f64::MAX, f64::MAX);
    let root = v.half().exp_times(x);
    (root * root).value()
}
// ANCHOR_END: grad_beta

/// `beta·x`: its rounding alone would cost `σ` up to `|v|/2` ulp.
fn argument(x: f64, beta: f64) -> Double {
    if beta == 0.0 {
        return Double::from(x.clamp(-f64::MAX, f64::MAX) * 0.0); // 0·∞ is NaN
    }
    Double::from(beta) * x
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn the_tail_keeps_its_digits_however_large_x_and_beta() {
        // mpmath, 60 digits
        let expected = [
            (
                -200.7,
                3.3,
                -4.623_480_849_797_985e-286,
                -1.523_445_002_879_873_3e-285,
                9.279_326_065_544_556e-284,
            ),
            (
                -1e300,
                1e-297,
                -5.075_958_897_548_989e-135,
                -0.0,
                5.075_958_897_548_989_5e+165,
            ),
            (
                1e200,
                -5e-198,
                7.124_576_406_741_44e-18,
                -3.555_163_626_963_979e-215,
                7.124_576_406_741_44e+182,
            ),
            (
                -1e-300,
                1e+300,
                -2.689_414_213_699_951e-301,
                0.072_329_488_128_513_24,
                0.0,
            ),
            (
                2e154,
                1e-160,
                1.000_001_000_000_000_1e+154,
                0.500_001,
                9.999_999_999_99e+307,
            ),
        ];
        for (x, beta, value, grad, grad_beta) in expected {
            let found = [
                swish(x, beta),
                swish_grad(x, beta),
                swish_grad_beta(x, beta),
            ];
            for (found, expected) in
                found.iter().zip([value, grad, grad_beta])
            {
                assert_ulps_eq!(
                    *found,
                    expected,
                    epsilon = 0.0,
                    max_ulps = 4
                );
            }
        }
    }

    #[test]
    fn infinities_give_the_limit() {
        let ends = [f64::NEG_INFINITY, f64::INFINITY];
        assert_eq!(ends.map(|x| swish(x, 2.0)), [0.0, f64::INFINITY]);
        assert_eq!(ends.map(|x| swish(x, -2.0)), [f64::NEG_INFINITY, 0.0]);
        assert_eq!(ends.map(|x| swish(x, 0.0)), ends);
        assert_eq!(ends.map(|x| swish_grad(x, 2.0)), [0.0, 1.0]);
        assert_eq!(ends.map(|x| swish_grad(x, -2.0)), [1.0, 0.0]);
        assert_eq!(ends.map(|x| swish_grad(x, 0.0)), [0.5; 2]);
        assert_eq!(ends.map(|x| swish_grad_beta(x, 2.0)), [0.0; 2]);
        assert_eq!(ends.map(|x| swish_grad_beta(x, 0.0)), [f64::INFINITY; 2]);
    }

    #[test]
    fn nan_stays() {
        for beta in [0.0, 1.0] {
            assert!(swish(f64::NAN, beta).is_nan());
            assert!(swish_grad(f64::NAN, beta).is_nan());
            assert!(swish_grad_beta(f64::NAN, beta).is_nan());
        }
    }

    #[test]
    #[should_panic(expected = "swish: beta must be finite, got inf")]
    fn swish_requires_a_finite_beta() {
        let _ = swish(1.0, f64::INFINITY);
    }

    #[test]
    #[should_panic(expected = "swish_grad: beta must be finite, got -inf")]
    fn swish_grad_requires_a_finite_beta() {
        let _ = swish_grad(1.0, f64::NEG_INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "swish_grad_beta: beta must be finite, got NaN"
    )]
    fn swish_grad_beta_requires_a_finite_beta() {
        let _ = swish_grad_beta(1.0, f64::NAN);
    }
}
