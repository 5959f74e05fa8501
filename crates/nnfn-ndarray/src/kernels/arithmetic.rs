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

/// The polynomial with these coefficients, the highest power first. It is summed in groups of four,
/// so that few operations have to wait for another (Estrin).
#[inline(always)]
pub(crate) fn polynomial<L: Lane>(c: &[f64], x: f64) -> f64 {
    let square = x * x;
    let fourth = square * square;
    let line = |i: usize| fma::<L>(c[i], x, c[i + 1]);
    let cubic = |i: usize| fma::<L>(line(i), square, line(i + 2));
    let (mut sum, mut next) = match c.len() % 4 {
        0 => (cubic(0), 4),
        1 => (c[0], 1),
        2 => (line(0), 2),
        _ => (fma::<L>(c[0], square, line(1)), 3),
    };
    while next < c.len() {
        sum = fma::<L>(sum, fourth, cubic(next));
        next += 4;
    }
    sum
}

/// The same, one coefficient after the other (Horner): slower, and more accurate where groups would cancel.
#[inline(always)]
pub(crate) fn horner<L: Lane>(c: &[f64], x: f64) -> f64 {
    c[1..].iter().fold(c[0], |sum, &c| fma::<L>(sum, x, c))
}

/// The polynomial for the accuracy that is asked for.
#[inline(always)]
pub(crate) fn fitted<L: Lane>((short, full): (&[f64], &[f64]), x: f64) -> f64 {
    polynomial::<L>(if L::SHORT { short } else { full }, x)
}
