//! Arithmetic in one and in double length: `hi + lo`, where `lo` is what rounding took from `hi`.

use super::Lane;

/// `a·b + c`, rounded once where the processor can.
#[inline(always)]
pub(crate) fn fma<L: Lane>(a: f64, b: f64, c: f64) -> f64 {
    if L::FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// `a·b`, and what rounding took from it (Dekker). Of products that overflow or are subnormal, not a number.
#[inline(always)]
pub(crate) fn two_product<L: Lane>(a: f64, b: f64) -> (f64, f64) {
    let p = a * b;
    if L::FUSED {
        return (p, a.mul_add(b, -p));
    }
    let (a_hi, b_hi) = (upper_half(a), upper_half(b));
    let (a_lo, b_lo) = (a - a_hi, b - b_hi);
    (
        p,
        ((a_hi * b_hi - p) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo,
    )
}

/// `a + b`, and what rounding took from it (Knuth).
#[inline(always)]
pub(crate) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

/// The upper half of the digits.
#[inline(always)]
fn upper_half(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0xffff_ffff_f800_0000)
}

/// The polynomial with these coefficients, the highest power first.
#[inline(always)]
pub(crate) fn polynomial<L: Lane>(coefficients: &[f64], x: f64) -> f64 {
    coefficients[1..]
        .iter()
        .fold(coefficients[0], |sum, &c| fma::<L>(sum, x, c))
}

/// The polynomial for the accuracy that is asked for.
#[inline(always)]
pub(crate) fn fitted<L: Lane>((short, full): (&[f64], &[f64]), x: f64) -> f64 {
    polynomial::<L>(if L::SHORT { short } else { full }, x)
}

/// `1/d` for a short result, with an error of 2^-46, for `d` whose size is within the range of an `f32`: divided as
/// such, which takes half the time, and improved by a step of Newton's method.
#[inline(always)]
pub(crate) fn short_reciprocal<L: Lane>(d: f64) -> f64 {
    let r = f64::from(1.0 / d as f32);
    fma::<L>(r, fma::<L>(-d, r, 1.0), r)
}

/// `n/d`, for `d` whose size is within the range of an `f32`.
#[inline(always)]
pub(crate) fn quotient<L: Lane>(n: f64, d: f64) -> f64 {
    if L::SHORT {
        n * short_reciprocal::<L>(d)
    } else {
        n / d
    }
}
