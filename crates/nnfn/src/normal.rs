//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use crate::double::Double;

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
    exponent(x).exp_times(Double::new(FRAC_1_SQRT_2PI, FRAC_1_SQRT_2PI_LO) * factor)
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

/// `-x·Φ(x)/φ(x)`, for `x ≤ FAR_TAIL`, where seven terms of the asymptotic series leave an error of 1e-17.
pub(crate) fn far_tail(x: f64) -> f64 {
    let s = 1.0 / (x * x);
    // 1 - s·(1 - 3s·(1 - 5s·(..)))
    [13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0]
        .iter()
        .fold(1.0, |inner, k| 1.0 - k * s * inner)
}
