//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use crate::double::Double;

// ANCHOR: kernel
const FRAC_1_SQRT_2_LO: f64 = -4.833_646_656_726_457e-17;
const FRAC_1_SQRT_2PI: f64 = 0.398_942_280_401_432_7;
const FRAC_1_SQRT_2PI_LO: f64 = -2.492_327_202_277_73e-17;

/// Below it `erfc` nears the subnormal numbers: use [`far_tail`] instead of [`cdf`].
pub(crate) const FAR_TAIL: f64 = -36.0;

/// Density `φ(x) = exp(-x²/2)/√(2π)`.
pub(crate) fn pdf(x: f64) -> Double {
    exponent(x).exp() * Double::new(FRAC_1_SQRT_2PI, FRAC_1_SQRT_2PI_LO)
}

/// `factor·φ(x)`, also where `φ(x)` alone is subnormal.
pub(crate) fn pdf_times(x: f64, factor: f64) -> f64 {
    exponent(x)
        .exp_times(Double::new(FRAC_1_SQRT_2PI, FRAC_1_SQRT_2PI_LO) * factor)
        .value()
}

/// `a·b·φ(x)`, also where `φ(x)` and its product with one of them are subnormal or 0: by halves.
pub(crate) fn pdf_between(x: f64, a: f64, b: f64) -> f64 {
    let root = exponent(x).half().exp();
    let scale = Double::new(FRAC_1_SQRT_2PI, FRAC_1_SQRT_2PI_LO);
    (root * scale * a * (root * b)).value()
}

/// `-x²/2`: its rounding alone would cost `φ` up to `x²/4` ulp.
fn exponent(x: f64) -> Double {
    Double::from(-0.5 * x) * x
}

/// Distribution function `Φ(x) = erfc(-x/√2)/2`, for `x ≥ FAR_TAIL`.
///
/// `(1 + erf(x/√2))/2` would cancel for `x < 0`: at -9 no digit is left.
pub(crate) fn cdf(x: f64) -> Double {
    if x > 0.0 {
        return Double::from(0.5 * libm::erfc(-x * FRAC_1_SQRT_2));
    }
    // The rounding of x/√2 alone would cost up to x²/2 ulp: step back along the slope, dΦ = φ dx = -√2·φ dy.
    let y = Double::new(FRAC_1_SQRT_2, FRAC_1_SQRT_2_LO) * -x;
    Double::new(0.5 * libm::erfc(y.hi), -SQRT_2 * pdf(x).hi * y.lo)
}

/// `-x·Φ(x)/φ(x)`, for `x ≤ FAR_TAIL`, where six terms of the asymptotic series leave an error of 2e-17.
pub(crate) fn far_tail(x: f64) -> f64 {
    let s = 1.0 / (x * x);
    // 1 - s·(1 - 3s·(1 - 5s·(..)))
    [11.0, 9.0, 7.0, 5.0, 3.0, 1.0]
        .iter()
        .fold(1.0, |inner, k| 1.0 - k * s * inner)
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn the_distribution_function_keeps_its_tail() {
        let expected = [
            (-36.0, 4.182_624_065_797_283e-284),
            (-20.3, 6.429_244_467_698_346e-92),
            (-5.1, 1.698_267_407_147_601_4e-7),
            (-1.5, 0.066_807_201_268_858_07),
            (0.7, 0.758_036_347_776_927),
        ];
        for (x, p) in expected {
            assert_ulps_eq!(cdf(x).value(), p, epsilon = 0.0, max_ulps = 3);
        }
    }

    #[test]
    fn the_density_keeps_its_tail() {
        let expected = [
            (-36.0, 1.506_904_717_620_394_6e-282),
            (-20.3, 1.308_288_554_681_529e-90),
            (0.0, 0.398_942_280_401_432_7),
            (0.7, 0.312_253_933_366_761_27),
        ];
        for (x, d) in expected {
            assert_ulps_eq!(pdf(x).value(), d, epsilon = 0.0, max_ulps = 1);
            assert_ulps_eq!(
                pdf_times(x, 1.0),
                d,
                epsilon = 0.0,
                max_ulps = 1
            );
        }
    }

    #[test]
    fn the_density_carries_what_rounding_takes_from_its_constant() {
        assert_eq!(pdf(0.0).lo, FRAC_1_SQRT_2PI_LO);
        assert_eq!(pdf_times(0.0, 10.109_375), 4.033_057_115_933_233); // the constant alone rounds up
    }

    #[test]
    fn the_series_is_exact_from_where_it_is_used() {
        let expected = [
            (FAR_TAIL, 0.999_230_174_330_328_9),
            (-37.5, 0.999_290_400_558_695_7),
            (-40.0, 0.999_376_168_228_822_8),
            (f64::NEG_INFINITY, 1.0),
        ];
        for (x, ratio) in expected {
            assert_ulps_eq!(far_tail(x), ratio, epsilon = 0.0, max_ulps = 1);
        }
    }
}
