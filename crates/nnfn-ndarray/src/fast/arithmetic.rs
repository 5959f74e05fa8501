//! Arithmetic in one and in double length: `hi + lo`, where `lo` is what rounding took from `hi`.

use crate::float::sealed::Lane;

/// Whether the target has a fused multiply-add; without one, `mul_add` is a slow call.
const FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));

/// `a·b + c`, rounded once where the target can.
#[inline(always)]
pub(crate) fn fma<A: Lane>(a: A, b: A, c: A) -> A {
    if FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// `a·b`, and what rounding took from it (Dekker).
#[inline(always)]
pub(crate) fn two_product<A: Lane>(a: A, b: A) -> (A, A) {
    let p = a * b;
    if FUSED {
        return (p, a.mul_add(b, -p));
    }
    let (a_hi, b_hi) = (a.upper_half(), b.upper_half());
    let (a_lo, b_lo) = (a - a_hi, b - b_hi);
    (
        p,
        ((a_hi * b_hi - p) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo,
    )
}

/// `a²`, and what rounding took from it.
#[inline(always)]
pub(crate) fn two_square<A: Lane>(a: A) -> (A, A) {
    if FUSED {
        return two_product(a, a);
    }
    let (p, head) = (a * a, a.upper_half());
    (p, (head * head - p) + (a - head) * (a + head))
}

/// `a + b`, and what rounding took from it (Knuth).
#[inline(always)]
pub(crate) fn two_sum<A: Lane>(a: A, b: A) -> (A, A) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

/// The polynomial with these coefficients, the highest power first.
#[inline(always)]
pub(crate) fn polynomial<A: Lane>(coefficients: &[A], x: A) -> A {
    coefficients[1..]
        .iter()
        .fold(coefficients[0], |sum, &c| fma(sum, x, c))
}

/// The nearest numbers to `hi + lo` and to what is left of it.
pub(crate) fn split<A: Lane>(hi: f64, lo: f64) -> (A, A) {
    let nearest = A::nearest(hi + lo);
    let left = (hi - nearest.into()) + lo;
    (nearest, A::nearest(left))
}

/// `1/x` in double length.
pub(crate) fn reciprocal<A: Lane>(x: f64) -> (A, A) {
    let hi = x.recip();
    split(hi, (-hi).mul_add(x, 1.0) * hi)
}

/// Multiplies all by `hi + lo`.
pub(crate) fn scale<A: Lane>(values: &mut [A], (hi, lo): (A, A)) {
    for value in values {
        *value = fma(*value, hi, *value * lo);
    }
}
