//! Exponential and logarithm.
//!
//! `exp(v) = 2^k·exp(r)`, where `k` is `v/ln 2` to the nearest integer and `|r| ≤ ln(2)/2`.
//!
//! - `k` comes from adding `1.5·2^52`, whose low bits then hold it: no conversion, no call. Shifted up, they are
//!   the exponent of `2^k`.
//! - `r = v - k·ln 2` with `ln 2` in two parts: the product with the first is exact, and so is the difference,
//!   as `v` and `k·ln 2` are close. A short result needs one part.
//! - `exp(r) = 1 + rest`, `rest = r + r²·P(r)` with a fitted polynomial.
//! - The result is raised by a power of two so that it does not become subnormal here; it does, rounded once,
//!   when the caller lowers it.

use super::Lane;
use super::arithmetic::{fitted, fma, horner, polynomial};
use super::table::{EVEN, EXP, LN_1P, LN_2};

/// `1.5·2^52` plus the bias of the exponent.
pub(crate) const ROUND: f64 = 6_755_399_441_055_744.0 + 1023.0;
/// Exponentials are raised by 2 to this power ..
pub(crate) const RAISED_BY: f64 = 128.0;
/// .. and lowered by this factor.
pub(crate) const LOWER: f64 = 1.0 / 340_282_366_920_938_463_463_374_607_431_768_211_456.0;
/// Exponentials of less are 0; raised, those of more are not subnormal.
pub(crate) const EXP_CUT: f64 = -790.0;
/// The exponential of minus this is 0 as an `f32`, whatever two factors it has.
pub(crate) const SHORT_END: f64 = 700.0;

/// An exponential as `scale·(1 + rest)`, where `scale` is a power of two: sums can take it in two steps.
#[derive(Clone, Copy)]
pub(crate) struct Power {
    pub(crate) scale: f64,
    pub(crate) rest: f64,
}

impl Power {
    #[inline(always)]
    pub(crate) fn value<L: Lane>(self) -> f64 {
        fma::<L>(self.scale, self.rest, self.scale)
    }

    /// The exponential minus 1. Relative to it, the error is that of `rest` near 0, and a rounding.
    #[inline(always)]
    pub(crate) fn minus_1<L: Lane>(self) -> f64 {
        fma::<L>(self.scale, self.rest, self.scale - 1.0)
    }
}

/// `2^j·exp(hi + lo)`, where `origin` is `ROUND + j`, for a result that neither overflows nor is subnormal.
#[inline(always)]
fn power<L: Lane>(hi: f64, lo: f64, origin: f64, coefficients: &[f64]) -> Power {
    let rounded = fma::<L>(hi, std::f64::consts::LOG2_E, origin);
    let k = rounded - origin;
    let r = if L::SHORT {
        fma::<L>(-k, std::f64::consts::LN_2, hi)
    } else {
        fma::<L>(-k, LN_2.1, fma::<L>(-k, LN_2.0, hi))
    } + lo;
    Power {
        scale: f64::from_bits(rounded.to_bits() << 52),
        rest: fma::<L>(r * r, polynomial::<L>(coefficients, r), r),
    }
}

/// `2^j·exp(hi + lo)`, where `origin` is `ROUND + j`, for a result that neither overflows nor is subnormal.
#[inline(always)]
pub(crate) fn exp_from<L: Lane>(hi: f64, lo: f64, origin: f64) -> f64 {
    power::<L>(hi, lo, origin, if L::SHORT { EXP.0 } else { EXP.1 }).value::<L>()
}

/// `exp(hi + lo)`, raised, for `EXP_CUT ≤ hi ≤ 0`.
#[inline(always)]
pub(crate) fn raised_exp<L: Lane>(hi: f64, lo: f64) -> f64 {
    exp_from::<L>(hi, lo, ROUND + RAISED_BY)
}

/// The exponential of a number of at most 0, of any size; `lo` is ignored where it is 0. Raised unless a short
/// result is wanted, which has no subnormal numbers to keep: see [`lower`].
#[inline(always)]
pub(crate) fn fading<L: Lane>(hi: f64, lo: f64) -> Power {
    let (cut, origin) = if L::SHORT {
        (-SHORT_END, ROUND)
    } else {
        (EXP_CUT, ROUND + RAISED_BY)
    };
    let (hi, lo) = if hi < cut { (cut, -0.0) } else { (hi, lo) };
    power::<L>(hi, lo, origin, if L::SHORT { EXP.0 } else { EXP.1 })
}

/// The exponential of a number of at most [`SHORT_END`] in size, for a short result: both it and its inverse are far
/// from the ends of `f64`.
#[inline(always)]
pub(crate) fn short_exp<L: Lane>(x: f64) -> Power {
    power::<L>(x, -0.0, ROUND, EXP.0)
}

/// An exponential as `scale·above/below`, where `scale` is a power of two: what is divided by it anyway then costs no
/// other division.
#[derive(Clone, Copy)]
pub(crate) struct Quotient {
    pub(crate) above: f64,
    pub(crate) below: f64,
    pub(crate) scale: f64,
}

/// The exponential of a number of at most [`SHORT_END`] in size, for a short result.
///
/// With the even function `E = r·coth(r/2)` it is `2^k·(E + r)/(E - r)`, and `E` needs half the steps of a polynomial
/// in `r`. At 0 it is exactly 2/2.
#[inline(always)]
pub(crate) fn short_quotient<L: Lane>(x: f64) -> Quotient {
    let rounded = fma::<L>(x, std::f64::consts::LOG2_E, ROUND);
    let r = fma::<L>(-(rounded - ROUND), std::f64::consts::LN_2, x);
    // Derivatives have differences that cancel.
    let even = horner::<L>(if L::GRADS { EVEN.1 } else { EVEN.0 }, r * r);
    Quotient {
        above: even + r,
        below: even - r,
        scale: f64::from_bits(rounded.to_bits() << 52),
    }
}

/// As [`short_exp`], but as good as for a full result where there are derivatives, which have differences that cancel.
#[inline(always)]
pub(crate) fn short_exp_for_grads<L: Lane>(x: f64) -> Power {
    power::<L>(x, -0.0, ROUND, if L::GRADS { EXP.1 } else { EXP.0 })
}

/// What has a factor from [`fading`], as it is.
#[inline(always)]
pub(crate) fn lower<L: Lane>(x: f64) -> f64 {
    if L::SHORT { x } else { x * LOWER }
}

/// `exp(-|x|)`.
#[inline(always)]
pub(crate) fn exp_minus_abs<L: Lane>(x: f64) -> f64 {
    lower::<L>(fading::<L>(-x.abs(), -0.0).value::<L>())
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
