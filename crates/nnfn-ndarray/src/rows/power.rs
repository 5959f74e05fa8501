//! Powers of two for `f32` results, in as few steps as they need.

use crate::kernels::Lane;
use crate::kernels::arithmetic::horner;
use crate::kernels::exp::ROUND;

/// `f·coth(f·ln(2)/2)` in `f²` for `|f| ≤ 1/2`, the highest power first; with it, `2^f = (E + f)/(E - f)`, which takes
/// fewer steps than a polynomial of `2^f`, division included. Relative error of the power: 2^-41.97; of 0 it is exactly
/// 1. `coefficients.py` derives and prints it.
const EVEN: [f64; 4] = [
    0.000010510988796433864,
    -0.0009250551400310568,
    0.11552452916700386,
    2.88539008179531,
];

/// Powers of less are as small as this one: no product with them is subnormal, and every result is 0.
const LEAST: f64 = -576.0;

/// `2^(t + 128)`, for `t` of up to some hundreds.
#[inline(always)]
pub(super) fn raised_power<L: Lane>(t: f64) -> f64 {
    power::<L>(if t < LEAST { LEAST } else { t })
}

/// `2^(t + 128)`, for `t` of up to some hundreds in size.
#[inline(always)]
pub(super) fn power<L: Lane>(t: f64) -> f64 {
    const ORIGIN: f64 = ROUND + 128.0;
    let rounded = t + ORIGIN;
    let fraction = t - (rounded - ORIGIN);
    let even = horner::<L>(&EVEN, fraction * fraction);
    // The exponent is in the low bits of the rounded sum.
    let scale = f64::from_bits(rounded.to_bits() << 52);
    (even + fraction) * scale / (even - fraction)
}
