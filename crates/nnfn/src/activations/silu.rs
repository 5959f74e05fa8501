//! Sigmoid linear unit.

use crate::logistic::exp_times;

/// SiLU: `x·σ(x)`, where `σ` is the logistic sigmoid.
///
/// [`swish`](super::swish) with `beta = 1`, and what libraries mean by Swish.
///
/// - Range: `[-0.2785, ∞)`, minimum at `x ≈ -1.2785`; not monotone; `silu(x) - silu(-x) = x`.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Hendrycks & Gimpel 2016, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415); Elfwing, Uchibe & Doya 2017,
/// [arXiv:1702.03118](https://arxiv.org/abs/1702.03118).
///
/// ```
/// use nnfn::activations::{silu, silu_grad};
/// assert_eq!(silu(0.0), 0.0);
/// assert!((silu(1.0) - 0.731_058_579).abs() < 1e-9);
/// assert!(silu_grad(-1.2785) < 0.0 && silu_grad(-1.2784) > 0.0);
/// assert!((silu(-1.2785) - -0.2785).abs() < 5e-5);
/// ```
#[must_use]
// ANCHOR: value
pub fn silu(x: f64) -> f64 {
    if x < -700.0 {
        // exp(-x) overflows while there are digits; -∞·0 would be NaN.
        return exp_times(x, x.max(-1000.0));
    }
    x / (1.0 + (-x).exp())
}
// ANCHOR_END: value

/// Derivative of [`silu`]: `σ(x)·(1 + x·σ(-x))`.
///
/// Range about `[-0.0998, 1.0998]`, the extremes at `∓2.3994`. Limits: 0 at `-∞`, 1 at `∞`.
///
/// ```
/// use nnfn::activations::silu_grad;
/// assert_eq!(silu_grad(0.0), 0.5);
/// assert!((silu_grad(-2.3994) - -0.099_839_320).abs() < 1e-9);
/// assert!((silu_grad(2.3994) - 1.099_839_320).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad
pub fn silu_grad(x: f64) -> f64 {
    if x > 0.0 {
        return 1.0 - silu_grad(-x); // as f(x) - f(-x) = x
    }
    if x < -700.0 {
        return exp_times(x, 1.0 + x.max(-1000.0));
    }
    // exp(x)·(1 + x + exp(x))/(1 + exp(x))²: at the minimum, where the
    // sum vanishes, 1 + x is exact.
    let e = x.exp();
    e * (1.0 + x + e) / (1.0 + e * (2.0 + e))
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn the_tail_keeps_its_digits_while_there_are_any() {
        // mpmath, 60 digits; the last two are subnormal
        let expected = [
            (
                -709.5,
                -5.236_215_228_791_926e-306,
                -5.228_835_080_477_913_5e-306,
            ),
            (-720.0, -1.463_206_177_745_47e-310, -1.461_173_946_943_05e-310),
            (-750.0, -1.5e-323, -1.5e-323),
        ];
        for (x, value, grad) in expected {
            assert_ulps_eq!(silu(x), value, epsilon = 0.0, max_ulps = 3);
            assert_ulps_eq!(silu_grad(x), grad, epsilon = 0.0, max_ulps = 3);
        }
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(silu(f64::NEG_INFINITY), 0.0);
        assert_eq!(silu(f64::INFINITY), f64::INFINITY);
        assert_eq!(silu_grad(f64::NEG_INFINITY), 0.0);
        assert_eq!(silu_grad(f64::INFINITY), 1.0);
    }
}
