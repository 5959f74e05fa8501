//! Gaussian error linear unit.

use crate::normal;

/// GELU: `x·Φ(x)`, where `Φ` is the standard normal CDF.
///
/// Scales each input by the chance that a standard normal draw falls below it.
/// This is the exact form; JAX's default is [`gelu_tanh`](super::gelu_tanh), up to 4.8e-4 away.
///
/// - Range: `[-0.1700, ∞)`, minimum at `x ≈ -0.7518`; not monotone.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN.
///
/// Source: Hendrycks & Gimpel 2016, [arXiv:1606.08415](https://arxiv.org/abs/1606.08415), §2.
///
/// ```
/// use nnfn::activations::{gelu, gelu_grad};
/// assert_eq!(gelu(0.0), 0.0);
/// assert!((gelu(1.0) - 0.841_344_746).abs() < 1e-9);
/// assert!(gelu_grad(-0.7519) < 0.0 && gelu_grad(-0.7517) > 0.0);
/// assert!((gelu(-0.7518) - -0.1700).abs() < 5e-5);
/// ```
#[must_use]
// ANCHOR: value
pub fn gelu(x: f64) -> f64 {
    if x < normal::FAR_TAIL {
        // Φ alone is subnormal here, and at -∞ the product would be NaN.
        return -normal::pdf_times(x, normal::far_tail(x));
    }
    // Φ is taken from erfc: 1 + erf would cancel for x < 0.
    (normal::cdf(x) * x).value()
}
// ANCHOR_END: value

/// Derivative of [`gelu`]: `Φ(x) + x·φ(x)`, where `φ` is the standard normal density.
///
/// Range about `[-0.1290, 1.1290]`, the extremes at `∓√2`. Limits: 0 at `-∞`, 1 at `∞`.
///
/// ```
/// use nnfn::activations::gelu_grad;
/// assert!((gelu_grad(-(2_f64.sqrt())) - -0.128_904_145).abs() < 1e-9);
/// assert!((gelu_grad(2_f64.sqrt()) - 1.128_904_145).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: grad
pub fn gelu_grad(x: f64) -> f64 {
    // Further out it is 0 or 1 to the last bit; at ±∞, x·φ(x) is NaN.
    let x = x.clamp(-40.0, 40.0);
    if x < normal::FAR_TAIL {
        // φ alone is subnormal here.
        return normal::pdf_times(x, x - normal::far_tail(x) / x);
    }
    // Double-length, because the terms cancel for x < 0.
    (normal::cdf(x) + normal::pdf(x) * x).value()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn the_far_tail_keeps_its_digits_while_there_are_any() {
        // mpmath, 60 digits; the last two are subnormal
        let expected = [
            (
                -37.3,
                -3.060_649_577_159_178e-303,
                -1.141_621_116_944_990_8e-301,
            ),
            (-37.9, -4.876_855_275_561e-313, -1.848_326_363_996e-311),
            (-38.4, -2.535_014_344_061e-321, -9.734_446_157_413e-320),
        ];
        for (x, value, grad) in expected {
            assert_ulps_eq!(gelu(x), value, epsilon = 0.0, max_ulps = 3);
            assert_ulps_eq!(gelu_grad(x), grad, epsilon = 0.0, max_ulps = 3);
        }
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(gelu(f64::NEG_INFINITY), 0.0);
        assert_eq!(gelu(f64::INFINITY), f64::INFINITY);
        assert_eq!(gelu_grad(f64::NEG_INFINITY), 0.0);
        assert_eq!(gelu_grad(f64::INFINITY), 1.0);
    }

    #[test]
    fn both_forms_agree_where_they_meet() {
        let inside = gelu(normal::FAR_TAIL);
        let outside = gelu(normal::FAR_TAIL.next_down());
        let step = gelu_grad(normal::FAR_TAIL)
            * (normal::FAR_TAIL.next_down() - normal::FAR_TAIL);
        assert!(
            ((outside - inside - step) / inside).abs() < 4.0 * f64::EPSILON
        );
    }
}
