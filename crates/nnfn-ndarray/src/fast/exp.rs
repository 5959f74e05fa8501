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
//! Largest error of `exp`, and of `ln(1 + e)`: 1.01 and 1.31 ulp in `f32`, over all numbers of the range; in
//! `f64`, 1 ulp from what `std` gives, over the points of the tests below.

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

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest distance of `f` from `exact` over the points, in units in the last place.
    fn worst<A: Lane>(
        points: impl Iterator<Item = A>,
        f: impl Fn(A) -> A,
        exact: impl Fn(f64) -> f64,
        ulp: impl Fn(f64) -> f64,
    ) -> f64 {
        points.fold(0.0, |worst: f64, x| {
            let (found, exact): (f64, f64) = (f(x).into(), exact(x.into()));
            worst.max((found - exact).abs() / ulp(exact))
        })
    }

    fn ulp_32(x: f64) -> f64 {
        let x = x as f32;
        (x.next_up() - x).into()
    }

    fn ulp_64(x: f64) -> f64 {
        x.next_up() - x
    }

    /// Every so manieth of the numbers from 0 to `end`.
    fn numbers_32(end: f32) -> impl Iterator<Item = f32> {
        (0..=end.to_bits()).step_by(4099).map(f32::from_bits)
    }

    fn numbers_64(end: f64) -> impl Iterator<Item = f64> {
        (0..=250_000).map(move |i| end * f64::from(i) / 250_000.0)
    }

    #[test]
    fn exp_is_good_to_one_ulp() {
        let raised_32 = |x: f64| x.exp() * 2_f64.powi(64);
        let off = worst(
            numbers_32(120.0),
            |x| raised_exp(-x, -0.0),
            |x| raised_32(-x),
            ulp_32,
        );
        assert!(off < 1.01, "f32: {off} ulp");
        // Down to where the exponential of `std` becomes subnormal.
        let raised_64 = |x: f64| x.exp() * 2_f64.powi(128);
        let off = worst(
            numbers_64(708.0),
            |x| raised_exp(-x, -0.0),
            |x| raised_64(-x),
            ulp_64,
        );
        assert!(off <= 1.0, "f64: {off} ulp");
    }

    #[test]
    fn exp_takes_a_second_part() {
        for x in numbers_64(700.0) {
            let (hi, lo) = (-x, 1e-17 * x);
            let expected = (-x).exp() * (1.0 + lo) * 2_f64.powi(128);
            let off = (raised_exp(hi, lo) - expected).abs() / ulp_64(expected);
            assert!(off <= 2.0, "{x}: {off} ulp");
        }
    }

    #[test]
    fn ln_1p_is_good_to_one_and_a_half_ulp() {
        let off = worst(numbers_32(1.0), ln_1p, f64::ln_1p, ulp_32);
        assert!(off < 1.31, "f32: {off} ulp");
        let off = worst(numbers_64(1.0), ln_1p, f64::ln_1p, ulp_64);
        assert!(off <= 1.0, "f64: {off} ulp");
    }
}
