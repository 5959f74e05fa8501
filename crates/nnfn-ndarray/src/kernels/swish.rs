//! `x·σ(v)`, where `v` is `x` times something: SiLU and its like.
//!
//! A full result comes from the tail, where `v` is negative: as `f(x) - f(-x) = x`, on the other side it is
//! `x - tail`. With `e = exp(-|v|)` and `s = 1 + e` the tail is `x·e/s`, its slope `e·(s - x·v')/s²`. The difference
//! vanishes at the minimum, so `e` enters it by parts, and `v` comes in double length; its rounding would also cost
//! `e` some `|v|/2` ulp.
//!
//! For a short result `f64` has digits and exponents enough to compute `σ` and `1 - σ` as they stand.

use super::Lane;
use super::arithmetic::{fma, two_product, two_sum};
use super::exp::{SHORT_END, fading, lower, short_quotient};
use super::table::{QUICK, SQRT_8_OVER_PI, SQRT_8_OVER_PI_CUBIC};
use super::tail::{Tail, abs_up_to};

/// `|x|` from which on all tails here are 0.
const END: f64 = 1e4;

impl Tail {
    /// With `σ(-|v|)` as its share, from `-|v|` and `-|x·v'|` in double length.
    #[inline(always)]
    fn logistic<L: Lane>(v: (f64, f64), by_x: (f64, f64)) -> Self {
        let e = fading::<L>(v.0, v.1);
        let raised = e.value::<L>();
        let s = 1.0 + lower::<L>(raised);
        let scale = lower::<L>(e.scale);
        let difference = fma::<L>(scale, e.rest, ((1.0 + by_x.0) + scale) + by_x.1);
        Self {
            share: raised / s,
            slope: difference * raised / (s * s),
        }
    }
}

/// `x·σ(v)` and its derivative from `v` and `x·v'`, for a short result.
#[inline(always)]
fn short<L: Lane>(x: f64, v: f64, by_x: f64) -> (f64, f64) {
    let e = short_quotient::<L>(-v);
    let total = fma::<L>(e.above, e.scale, e.below);
    if !L::GRADS {
        return (x * e.below / total, f64::NAN); // a derivative that nobody asks for
    }
    let inverse = 1.0 / total;
    let (share, rest) = (e.below * inverse, e.above * e.scale * inverse);
    (x * share, share * fma::<L>(by_x, rest, 1.0))
}

/// `x`, where the function is 0 below `-end`, and further above as far as `σ` is not 1, up to `end`.
#[inline(always)]
fn bounded<L: Lane>(x: f64, end: f64) -> (f64, f64) {
    let x = if x < -end { -end } else { x };
    let above = if x > end { end } else { x };
    // The value is NaN by its factor `x` anyway, and a minimum without NaN is one instruction.
    (x, if L::GRADS { above } else { x.min(end) })
}

/// `x·σ(x)`.
#[inline(always)]
pub(crate) fn silu<L: Lane>(x: f64) -> (f64, f64) {
    if L::SHORT {
        let (x, v) = bounded::<L>(x, SHORT_END);
        return short::<L>(x, v, v);
    }
    let a = silu_argument(x);
    silu_tail::<L>(a).function::<L>(x, a)
}

/// The tail of `x·σ(x)`, at an `a` from [`silu_argument`].
#[inline(always)]
pub(crate) fn silu_tail<L: Lane>(a: f64) -> Tail {
    Tail::logistic::<L>((-a, -0.0), (-a, -0.0))
}

/// `|x|`, up to where the tail is 0.
#[inline(always)]
pub(crate) fn silu_argument(x: f64) -> f64 {
    abs_up_to(x, END)
}

/// `x·σ(1.702·x)`.
#[inline(always)]
pub(crate) fn quick_gelu<L: Lane>(x: f64) -> (f64, f64) {
    if L::SHORT {
        let (x, inner) = bounded::<L>(x, SHORT_END / 1.75);
        let v = QUICK.0 * inner;
        return short::<L>(x, v, v);
    }
    let a = abs_up_to(x, END);
    let (hi, lo) = two_product::<L>(QUICK.0, -a);
    let v = (hi, lo - a * QUICK.1);
    Tail::logistic::<L>(v, v).function::<L>(x, a)
}

/// `x·σ(v)`, `v = 2·√(2/π)·(x + 0.044715·x³)`: the tanh form of GELU.
#[inline(always)]
pub(crate) fn gelu_tanh<L: Lane>(x: f64) -> (f64, f64) {
    let ((linear, linear_lo), (cubic, cubic_lo)) = (SQRT_8_OVER_PI, SQRT_8_OVER_PI_CUBIC);
    if L::SHORT {
        let (x, inner) = bounded::<L>(x, 21.0);
        let third = cubic * inner * inner;
        let mean = linear + third;
        return short::<L>(x, inner * mean, inner * fma::<L>(2.0, third, mean));
    }
    let a = abs_up_to(x, END);
    let (square, square_lo) = two_product::<L>(a, a);
    let (third, third_lo) = two_product::<L>(cubic, square);
    let third_lo = third_lo + fma::<L>(cubic, square_lo, cubic_lo * square);
    let (mean, lost) = two_sum(linear, third);
    let mean_lo = lost + (linear_lo + third_lo);
    let (slope, lost) = two_sum(mean, 2.0 * third);
    let slope_lo = lost + fma::<L>(2.0, third_lo, mean_lo);
    let (v, v_lo) = two_product::<L>(-a, mean);
    let (by_x, by_x_lo) = two_product::<L>(-a, slope);
    Tail::logistic::<L>(
        (v, fma::<L>(-a, mean_lo, v_lo)),
        (by_x, fma::<L>(-a, slope_lo, by_x_lo)),
    )
    .function::<L>(x, a)
}

/// Whether [`swish`] is right with this `beta`, for every `x`.
#[inline(always)]
pub(crate) fn covers<L: Lane>(beta: f64) -> bool {
    L::SHORT || (1e-6..1e6).contains(&beta.abs())
}

/// `x·σ(beta·x)`: value and derivatives by `x` and by `beta`.
#[inline(always)]
pub(crate) fn swish<L: Lane>(x: f64, beta: f64) -> (f64, [f64; 2]) {
    if L::SHORT {
        const BEYOND: f64 = 1e39; // an infinity as an f32, with finite products
        let x = x.clamp(-BEYOND, BEYOND);
        let v = (beta * x).clamp(-SHORT_END, SHORT_END);
        let (value, slope) = short::<L>(x, v, v);
        let (rest, _) = short::<L>(x, -v, -v);
        return (value, [slope, value * rest]);
    }
    let a = abs_up_to(x, 1e9);
    let v = two_product::<L>(beta.abs(), -a);
    let tail = Tail::logistic::<L>(v, v);
    let (value, slope) = tail.function::<L>(if beta < 0.0 { -x } else { x }, a);
    let by_beta = lower::<L>(a * (a * tail.share)) * (1.0 - lower::<L>(tail.share));
    (value.copysign(x), [slope, by_beta])
}
