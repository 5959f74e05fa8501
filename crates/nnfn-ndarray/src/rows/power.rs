//! Powers of two for `f32` results, in as few steps as they need.

use crate::kernels::Lane;
use crate::kernels::arithmetic::polynomial;
use crate::kernels::exp::ROUND;

/// `2^f` for `|f| ≤ 1/2`, the highest power first. Relative error: 2^-40.16; of 0 it is exactly 1. `coefficients.py`
/// derives and prints it.
const POWER: [f64; 9] = [
    0.0000013178914779648792,
    0.000015309155080135865,
    0.00015403825549445044,
    0.0013333454864864294,
    0.00961812861599569,
    0.055504109352611464,
    0.24022650698111034,
    0.6931471805482136,
    1.0,
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
    // The exponent is in the low bits of the rounded sum.
    polynomial::<L>(&POWER, fraction) * f64::from_bits(rounded.to_bits() << 52)
}
