//! Gaussian error linear unit.

use crate::normal;

/// GELU: `x·Φ(x)`, where `Φ` is the standard normal CDF.
///
/// Scales each input by the chance that a standard normal draw falls below it.
/// This is the exact form; JAX's default is [`gelu_tanh`](super::gelu_tanh), up to 4.8e-4 away.
///
/// - Range: `[-0.1700, ∞)`, minimum at `x ≈ -0.7518`; not monotone.
/// - Limits: 0 at `-∞`, `∞` at `∞`. NaN gives NaN. The sign is that of `x`, of zeros too.
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
    (normal::cdf(x) * x).value().copysign(x) // -0.0 too
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
    if (-1.2..-0.4).contains(&x) {
        return grad_near_zero(x);
    }
    // Further out it is 0 or 1 to the last bit; at ±∞, x·φ(x) is NaN.
    let x = x.clamp(-40.0, 40.0);
    if x < normal::FAR_TAIL {
        // φ alone is subnormal here.
        return normal::pdf_times(x, x - normal::far_tail(x) / x);
    }
    // Double-length, because the terms cancel for x < 0.
    (normal::cdf(x) + normal::pdf(x) * x).value()
}

/// The derivative around its zero, where `Φ(x)` and `x·φ(x)` cancel: the
/// integral of `φ(x)·(2 - x²)` from the zero, as a power series.
fn grad_near_zero(x: f64) -> f64 {
    const ZERO: f64 = -0.751_791_524_693_564_5;
    const ZERO_LO: f64 = 1.495_675_917_700_988_3e-17;
    const PDF_AT_ZERO: f64 = 0.300_732_599_896_975_3;

    // φ(ZERO + d)/φ(ZERO) = exp(-ZERO·d - d²/2) = Σ c[n]·d^n
    let mut c = [1.0; 24];
    c[1] = -ZERO;
    for n in 2..24 {
        c[n] = (-ZERO * c[n - 1] - c[n - 2]) / n as f64;
    }
    let d = (x - ZERO) - ZERO_LO;
    let mut sum = 0.0;
    for n in (0..24).rev() {
        let below = |k| if k > n { 0.0 } else { c[n - k] };
        let curvature =
            (2.0 - ZERO * ZERO) * c[n] - 2.0 * ZERO * below(1) - below(2);
        sum = sum * d + curvature / (n + 1) as f64;
    }
    PDF_AT_ZERO * d * sum
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn it_has_the_sign_of_its_argument_and_so_have_its_like() {
        use crate::activations::{geglu, gelu_tanh, quick_gelu, silu, swish};
        let like: [fn(f64) -> f64; 7] = [
            gelu,
            gelu_tanh,
            quick_gelu,
            silu,
            |x| swish(x, 1.0),
            |x| geglu(1.0, x),
            |x| -geglu(-1.0, x),
        ];
        for f in like {
            for x in [-0.0, 0.0, -5e-324, 5e-324, -1.0, -20.0, 800.0] {
                assert_eq!(f(x).is_sign_negative(), x.is_sign_negative());
            }
            assert_eq!((f(0.0), f(-0.0)), (0.0, 0.0));
        }
    }

    #[test]
    fn the_slope_keeps_its_digits_around_its_zero() {
        // mpmath, 40 digits; the sum of its two terms is 7 ulp off at some.
        let expected = [
            (-1.145_799_998_999_999_8, -0.111_163_179_897_270_58),
            (-0.901, -0.055_732_859_089_184_336),
            (-0.665, 0.040_356_450_476_833_42),
            (-0.5, 0.132_504_875_343_837_15),
        ];
        for (x, slope) in expected {
            let found = gelu_grad(x);
            assert_ulps_eq!(found, slope, epsilon = 0.0, max_ulps = 2);
        }
        for edge in [-1.2_f64, -0.4] {
            let (inside, outside) =
                (gelu_grad(edge), gelu_grad(next_below(edge)));
            assert_ulps_eq!(inside, outside, epsilon = 0.0, max_ulps = 9);
        }
    }

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

    /// The next number below a negative one.
    fn next_below(x: f64) -> f64 {
        f64::from_bits(x.to_bits() + 1)
    }

    #[test]
    fn both_forms_agree_where_they_meet() {
        let inside = gelu(normal::FAR_TAIL);
        let below = next_below(normal::FAR_TAIL);
        let outside = gelu(below);
        let step = gelu_grad(normal::FAR_TAIL) * (below - normal::FAR_TAIL);
        assert!(
            ((outside - inside - step) / inside).abs() < 4.0 * f64::EPSILON
        );
    }
}
