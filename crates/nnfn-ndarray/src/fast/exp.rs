//! Exponential and logarithm.
//!
//! `exp(v) = 2^k·exp(r)`, where `k` is `v/ln 2` to the nearest integer and `|r| ≤ ln(2)/2`.
//!
//! - `k` comes from adding `1.5·2^p`, whose low bits then hold it: no conversion, no call. Shifted up, they are
//!   the exponent of `2^k`.
//! - `r = v - k·ln 2` with `ln 2` in two parts: the product with the first is exact, and so is the difference,
//!   as `v` and `k·ln 2` are close.
//! - `exp(r) = 1 + r + r²·P(r)` with a fitted polynomial.
//! - The result is raised by a power of two so that it does not become subnormal here; it does, rounded once,
//!   when the caller lowers it.
//!
//! Largest error over the range, in units in the last place: see the table in the crate's README, which
//! `tests/kernels.rs` holds.

use super::arithmetic::{fma, polynomial};
use crate::float::sealed::Lane;

/// `2^j·exp(hi + lo)`, where `origin` is `ROUND + j`, for a result that neither overflows nor is subnormal.
#[inline(always)]
pub(crate) fn exp_from<A: Lane>(hi: A, lo: A, origin: A) -> A {
    let rounded = fma(hi, A::LOG2_E, origin);
    let k = rounded - origin;
    let r = fma(-k, A::LN_2_LO, fma(-k, A::LN_2_HI, hi)) + lo;
    let e = A::one() + fma(r * r, polynomial(A::EXP, r), r);
    e * A::pow2(rounded)
}

/// `exp(hi + lo)`, raised, for `EXP_CUT ≤ hi ≤ 0`.
#[inline(always)]
pub(crate) fn raised_exp<A: Lane>(hi: A, lo: A) -> A {
    exp_from(hi, lo, A::ROUND + A::RAISED_BY)
}

/// `ln(1 + e)` for `0 ≤ e ≤ 1`.
///
/// With `s = e/(2 + e)` it is `2·artanh(s) = 2s + s·R(s²)`, and `2s = e - s·e`: written as
/// `e - (e²/2 - s·(e²/2 + R))` it rounds only once at the size of `e`.
#[inline(always)]
pub(crate) fn ln_1p<A: Lane>(e: A) -> A {
    let two = A::one() + A::one();
    let half_square = e * e / two;
    let s = e / (two + e);
    let y = s * s;
    e - (half_square - s * fma(y, polynomial(A::LN_1P, y), half_square))
}
