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

/// The polynomial with these coefficients, the highest power first: even and odd powers apart, so that two chains of
/// operations run side by side.
#[inline(always)]
pub(crate) fn polynomial<L: Lane>(coefficients: &[f64], x: f64) -> f64 {
    let every_other = |from: usize| {
        let mut powers = coefficients[from..].iter().step_by(2);
        let highest = *powers.next().expect("at least two coefficients");
        powers.fold(highest, |sum, &c| fma::<L>(sum, x * x, c))
    };
    let n = coefficients.len();
    let (even, odd) = (every_other((n - 1) % 2), every_other(n % 2));
    fma::<L>(odd, x, even)
}

/// The polynomial for the accuracy that is asked for; a full one is summed in a row (Horner), as even and odd powers
/// may cancel.
#[inline(always)]
pub(crate) fn fitted<L: Lane>((short, full): (&[f64], &[f64]), x: f64) -> f64 {
    if L::SHORT {
        return polynomial::<L>(short, x);
    }
    full[1..]
        .iter()
        .fold(full[0], |sum, &c| fma::<L>(sum, x, c))
}
