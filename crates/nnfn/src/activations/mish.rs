//! Mish.

use crate::logistic::exp_times;

/// Mish: `x·tanh(ln(1 + exp(x)))`.
///
/// Close to [`silu`](super::silu), with a deeper minimum; unlike it, `mish(x) - mish(-x)` is not `x`.
///
/// - Range: `[-0.3089, ∞)`, minimum at `x ≈ -1.1924`; not monotone.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Misra 2019, [arXiv:1908.08681](https://arxiv.org/abs/1908.08681).
///
/// ```
/// use nnfn::activations::{mish, mish_grad};
/// assert_eq!(mish(0.0), 0.0);
/// assert!((mish(1.0) - 0.865_098_388).abs() < 1e-9);
/// assert!(mish_grad(-1.1925) < 0.0 && mish_grad(-1.1924) > 0.0);
/// assert!((mish(-1.1924) - -0.3088).abs() < 5e-5);
/// ```
#[must_use]
// ANCHOR: value
pub fn mish(x: f64) -> f64 {
    // tanh(ln(1 + e)) = e·(2 + e)/(2 + 2·e + e²): one exponential, of -|x|,
    // since exp(x) would overflow.
    if x > 0.0 {
        let e = (-x).exp();
        return x * (1.0 + 2.0 * e) / (1.0 + 2.0 * e * (1.0 + e));
    }
    if x < -700.0 {
        // exp(x) is subnormal while there are digits; -∞·0 would be NaN.
        return exp_times(x, x.max(-1000.0));
    }
    let e = x.exp();
    let q = e + 0.5 * e * e;
    x * q / (1.0 + q)
}
// ANCHOR_END: value

/// Derivative of [`mish`]: `ω + x·σ(x)·(1 - ω²)`, where `ω = tanh(ln(1 + exp(x)))`.
///
/// 0.6 at 0. Range about `[-0.1126, 1.0885]`, the extremes at -2.2564 and 1.4906. Limits: 0 at `-∞`, 1 at `∞`.
///
/// ```
/// use nnfn::activations::mish_grad;
/// assert!((mish_grad(0.0) - 0.6).abs() < 1e-15);
/// assert!((mish_grad(-2.2564) - -0.112_526).abs() < 1e-6);
/// assert!((mish_grad(1.4906) - 1.088_498).abs() < 1e-6);
/// ```
#[must_use]
// ANCHOR: grad
pub fn mish_grad(x: f64) -> f64 {
    if x > 0.0 {
        // What is missing to 1, in exp(-x); at ∞ it would be ∞·0.
        let x = x.min(100.0);
        let e = (-x).exp();
        let d = 1.0 + 2.0 * e * (1.0 + e);
        let above = 2.0 * x - 1.0 + 2.0 * e * (x - 1.0 - e);
        return 1.0 + 2.0 * e * e * above / (d * d);
    }
    if x < -700.0 {
        return exp_times(x, 1.0 + x.max(-1000.0));
    }
    // ω and the other term cancel, so both as one fraction in exp(x):
    // e·(1 + x + e·(3/2 + x + e + e²/4))/(1 + e + e²/2)².
    let e = x.exp();
    let t = (0.25 * e).mul_add(e, e);
    let n = e.mul_add(1.5 + x + t, 1.0 + x);
    let d = e.mul_add(e.mul_add(2.0 + t, 2.0), 1.0);
    e * n / d
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn the_tail_keeps_its_digits_while_there_are_any() {
        // mpmath, 700 digits; some are subnormal
        let expected = [
            (-3.3, -0.119_471_316_634_685_6, -0.081_027_640_270_146_88),
            (
                -709.5,
                -5.236_215_228_791_926e-306,
                -5.228_835_080_477_913_5e-306,
            ),
            (-720.0, -1.463_206_177_745_47e-310, -1.461_173_946_943_05e-310),
            (-750.0, -1.5e-323, -1.5e-323),
            (0.3, 0.208_001_372_348_115_03, 0.782_827_299_551_130_4),
        ];
        for (x, value, grad) in expected {
            assert_ulps_eq!(mish(x), value, epsilon = 0.0, max_ulps = 3);
            assert_ulps_eq!(mish_grad(x), grad, epsilon = 0.0, max_ulps = 3);
        }
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(mish(f64::NEG_INFINITY), 0.0);
        assert_eq!(mish(f64::INFINITY), f64::INFINITY);
        assert_eq!(mish_grad(f64::NEG_INFINITY), 0.0);
        assert_eq!(mish_grad(f64::INFINITY), 1.0);
    }
}
