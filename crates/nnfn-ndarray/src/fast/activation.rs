//! Activations: each returns its value and its derivative. A caller that drops one does not compute it.
//!
//! All rest on the exponential of something at most 0, which cannot overflow. `σ` and `Φ` come from their
//! tail: `f(x) = max(x, 0) - |x|·tail` keeps the digits of a small result, `x·(1 - tail)` would not.

use super::arithmetic::{fma, polynomial, two_product, two_square, two_sum};
use super::exp::{ln_1p, raised_exp};
use crate::float::sealed::Lane;

/// `σ(x) = 1/(1 + exp(-x))`.
#[inline(always)]
pub(crate) fn sigmoid<A: Lane>(x: A) -> (A, A) {
    let one = A::one();
    let e = exp_minus_abs(x);
    let value = if x < A::zero() { e } else { one } / (one + e);
    (value, e / fma(e, one + one + e, one))
}

/// `ln σ(x)`.
#[inline(always)]
pub(crate) fn log_sigmoid<A: Lane>(x: A) -> (A, A) {
    let one = A::one();
    let e = exp_minus_abs(x);
    let (ramp, of_minus_x) = if x < A::zero() {
        (x, one)
    } else {
        (A::zero(), e)
    };
    (ramp - ln_1p(e), of_minus_x / (one + e))
}

#[inline(always)]
fn exp_minus_abs<A: Lane>(x: A) -> A {
    let v = -x.abs();
    let v = if v < A::EXP_CUT { A::EXP_CUT } else { v };
    raised_exp(v, -A::zero()) * A::LOWER
}

/// `x·Φ(x)`.
///
/// With `a = |x|`, `Φ(-a)` is `1/2 - a·P(a²)` for `a < 1`; beyond, that would cancel, and it is `exp(-a²/2)·M(a)`.
/// `M`, Mills' ratio but for a factor, falls smoothly to nearly `1/(a·√(2π))`: `(a + c)·M(a)` is a polynomial in
/// `(a - c)/(a + c)`, which stays below 1. `a²` is taken in double length: its rounding alone would cost the
/// exponential `a²/4` ulp.
#[inline(always)]
pub(crate) fn gelu<A: Lane>(x: A) -> (A, A) {
    let (half, a) = (A::nearest(0.5), abs_up_to(x, A::MILLS_END));
    let (square, square_lo) = two_square(a);
    let raised = raised_exp(-half * square, -half * square_lo);
    let s = A::one() / (a + A::MILLS_CENTRE);
    let mills = s * polynomial(A::MILLS, (a - A::MILLS_CENTRE) * s);
    let density = a * A::FRAC_1_SQRT_2PI; // but for the exponential, a·φ(a)
    let (far, far_slope) = (a * mills * raised, (mills - density) * raised);
    let near = fma(-a, polynomial(A::HALF_ERF, square), half);
    let near_slope = fma(-density, raised * A::LOWER, near);
    // Both are computed: a branch would keep loops from becoming vector code.
    let is_near = a < A::one();
    let tail = if is_near { a * near } else { far * A::LOWER };
    let slope = if is_near {
        near_slope
    } else {
        far_slope * A::LOWER
    };
    from_tail(x, tail, slope)
}

/// `x·σ(v)`, `v = 2·√(2/π)·(x + 0.044715·x³)`: the tanh form.
///
/// `v` is taken in double length: its rounding alone would cost the exponential `|v|/2` ulp.
#[inline(always)]
pub(crate) fn gelu_tanh<A: Lane>(x: A) -> (A, A) {
    let one = A::one();
    let a = abs_up_to(x, A::TANH_END);
    let ((linear, linear_lo), (cubic, cubic_lo)) = (A::SQRT_8_OVER_PI, A::SQRT_8_OVER_PI_CUBIC);
    let (square, square_lo) = two_square(a);
    let (third, third_lo) = two_product(cubic, square);
    let third_lo = third_lo + fma(cubic, square_lo, cubic_lo * square);
    let (slope, lost) = two_sum(linear, third);
    let slope_lo = lost + (linear_lo + third_lo);
    let (v, v_lo) = two_product(a, slope);
    let raised = raised_exp(-v, -fma(a, slope_lo, v_lo));
    let s = one + raised * A::LOWER;
    let tail = a * raised / s;
    let derivative = fma(one + one, third, slope); // linear + 3·third
    let slope = fma(-a, derivative, s) * raised / (s * s);
    from_tail(x, tail * A::LOWER, slope * A::LOWER)
}

/// `|x|`, up to an end beyond which the tail is 0. Further out, `∞·0` would be NaN.
#[inline(always)]
fn abs_up_to<A: Lane>(x: A, end: A) -> A {
    let a = x.abs();
    if a > end { end } else { a }
}

/// `f(x)` and `f'(x)` from `-f(-|x|)` and `f'(-|x|)`, where `f(x) - f(-x) = x`.
#[inline(always)]
fn from_tail<A: Lane>(x: A, tail: A, slope: A) -> (A, A) {
    if x < A::zero() {
        (-tail, slope)
    } else {
        (x - tail, A::one() - slope)
    }
}
