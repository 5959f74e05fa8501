//! Powers of two for `f32` results, in as few steps as they need.

use crate::kernels::Lane;
use crate::kernels::arithmetic::polynomial;
use crate::kernels::exp::ROUND;

/// `2^f` for `|f| ≤ 1/2`, the highest power first. The relative error is 2^-40.1; of 0 it is exactly 1.
///
/// Fitted by least squares with Lawson's weights to `(2^f - 1)/f`, weighted by `f/2^f`.
const POWER: [f64; 9] = [
    1.317893313320462e-6,
    1.5309156473849318e-5,
    0.00015403825466894544,
    0.001333345485921595,
    0.009618128616111247,
    0.0555041093526797,
    0.24022650698110698,
    0.6931471805482118,
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
