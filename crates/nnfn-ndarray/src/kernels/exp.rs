//! Exponential and logarithm.
//!
//! `exp(v) = 2^k·exp(r)`, where `k` is `v/ln 2` to the nearest integer and `|r| ≤ ln(2)/2`.
//!
//! - `k` comes from adding `1.5·2^52`, whose low bits then hold it: no conversion, no call. Shifted up, they are
//!   the exponent of `2^k`.
//! - `r = v - k·ln 2` with `ln 2` in two parts: the product with the first is exact, and so is the difference,
//!   as `v` and `k·ln 2` are close.
//! - `exp(r) = 1 + r + r²·P(r)` with a fitted polynomial.
//! - The result is raised by a power of two so that it does not become subnormal here; it does, rounded once,
//!   when the caller lowers it.

use super::Lane;
use super::arithmetic::{fitted, fma};
use super::table::{EXP, LN_1P, LN_2};

/// `1.5·2^52` plus the bias of the exponent.
pub(crate) const ROUND: f64 = 6_755_399_441_055_744.0 + 1023.0;
/// Exponentials are raised by 2 to this power ..
pub(crate) const RAISED_BY: f64 = 128.0;
/// .. and lowered by this factor.
pub(crate) const LOWER: f64 = 1.0 / 340_282_366_920_938_463_463_374_607_431_768_211_456.0;
/// Exponentials of less are 0; raised, those of more are not subnormal.
pub(crate) const EXP_CUT: f64 = -790.0;

/// `2^j·exp(hi + lo)`, where `origin` is `ROUND + j`, for a result that neither overflows nor is subnormal.
#[inline(always)]
pub(crate) fn exp_from<L: Lane>(hi: f64, lo: f64, origin: f64) -> f64 {
    let rounded = fma::<L>(hi, std::f64::consts::LOG2_E, origin);
    let k = rounded - origin;
    let r = fma::<L>(-k, LN_2.1, fma::<L>(-k, LN_2.0, hi)) + lo;
    let e = 1.0 + fma::<L>(r * r, fitted::<L>(EXP, r), r);
    e * f64::from_bits(rounded.to_bits() << 52)
}

/// `exp(hi + lo)`, raised, for `EXP_CUT ≤ hi ≤ 0`.
#[inline(always)]
pub(crate) fn raised_exp<L: Lane>(hi: f64, lo: f64) -> f64 {
    exp_from::<L>(hi, lo, ROUND + RAISED_BY)
}

/// `exp(-|x|)`.
#[inline(always)]
pub(crate) fn exp_minus_abs<L: Lane>(x: f64) -> f64 {
    let v = -x.abs();
    raised_exp::<L>(if v < EXP_CUT { EXP_CUT } else { v }, -0.0) * LOWER
}

/// `ln(1 + e)` for `0 ≤ e ≤ 1`.
///
/// With `s = e/(2 + e)` it is `2·artanh(s) = 2s + s·R(s²)`, and `2s = e - s·e`: written as
/// `e - (e²/2 - s·(e²/2 + R))` it rounds only once at the size of `e`.
#[inline(always)]
pub(crate) fn ln_1p<L: Lane>(e: f64) -> f64 {
    let half_square = 0.5 * e * e;
    let s = e / (2.0 + e);
    let y = s * s;
    e - (half_square - s * fma::<L>(y, fitted::<L>(LN_1P, y), half_square))
}
