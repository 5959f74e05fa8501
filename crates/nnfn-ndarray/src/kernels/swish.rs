//! `x·σ(v)`, where `v` is `x` times something: SiLU and its like.
//!
//! All come from their tail, where `v` is negative: as `f(x) - f(-x) = x`, on the other side it is `x - tail`. With
//! `e = exp(-|v|)` and `s = 1 + e` the tail is `x·e/s`, its slope `e·(s - x·v')/s²`. The difference vanishes at the
//! minimum, so `e` enters it by parts, and `v` comes in double length; its rounding would also cost `e` some
//! `|v|/2` ulp.

use super::Lane;
use super::arithmetic::{fma, two_product, two_sum};
use super::exp::{Power, fading_in_full, lower};
use super::table::{QUICK, SQRT_8_OVER_PI, SQRT_8_OVER_PI_CUBIC};
use super::tail::{Tail, abs_up_to};

/// `|x|` from which on all tails here are 0.
const END: f64 = 1e4;

impl Tail {
    /// With `σ(-|v|)` as its share, from `exp(-|v|)` and `x·v'`, negative and in double length.
    #[inline(always)]
    fn logistic<L: Lane>(e: Power, (hi, lo): (f64, f64)) -> Self {
        let raised = e.value::<L>();
        let s = 1.0 + lower::<L>(raised);
        let scale = lower::<L>(e.scale);
        let difference = fma::<L>(scale, e.rest, ((1.0 + hi) + scale) + lo);
        if L::SHORT {
            let r = 1.0 / s;
            let share = raised * r;
            return Self {
                share,
                slope: difference * share * r,
            };
        }
        Self {
            share: raised / s,
            slope: difference * raised / (s * s),
        }
    }
}

/// Of `x·σ(x)`, at `a = |x|`, which [`silu_argument`] has bounded.
#[inline(always)]
pub(crate) fn silu_tail<L: Lane>(a: f64) -> Tail {
    Tail::logistic::<L>(fading_in_full::<L>(-a, -0.0), (-a, -0.0))
}

/// `|x|`, up to where the tail is 0.
#[inline(always)]
pub(crate) fn silu_argument(x: f64) -> f64 {
    abs_up_to(x, END)
}

/// `x·σ(x)`.
#[inline(always)]
pub(crate) fn silu<L: Lane>(x: f64) -> (f64, f64) {
    let a = silu_argument(x);
    silu_tail::<L>(a).function::<L>(x, a)
}

/// `x·σ(1.702·x)`.
#[inline(always)]
pub(crate) fn quick_gelu<L: Lane>(x: f64) -> (f64, f64) {
    let a = abs_up_to(x, END);
    let (hi, lo) = product::<L>(QUICK.0, -a);
    let v = (hi, lo - a * QUICK.1);
    Tail::logistic::<L>(fading_in_full::<L>(v.0, v.1), v).function::<L>(x, a)
}

/// `x·σ(v)`, `v = 2·√(2/π)·(x + 0.044715·x³)`: the tanh form of GELU.
#[inline(always)]
pub(crate) fn gelu_tanh<L: Lane>(x: f64) -> (f64, f64) {
    let a = abs_up_to(x, END);
    let (v, by_x) = gelu_tanh_argument::<L>(-a);
    Tail::logistic::<L>(fading_in_full::<L>(v.0, v.1), by_x).function::<L>(x, a)
}

/// `v` and `x·v'`.
#[inline(always)]
fn gelu_tanh_argument<L: Lane>(x: f64) -> ((f64, f64), (f64, f64)) {
    let ((linear, linear_lo), (cubic, cubic_lo)) = (SQRT_8_OVER_PI, SQRT_8_OVER_PI_CUBIC);
    if L::SHORT {
        let third = cubic * x * x;
        let slope = linear + third;
        return ((x * slope, -0.0), (x * (slope + 2.0 * third), -0.0));
    }
    let (square, square_lo) = two_product::<L>(x, x);
    let (third, third_lo) = two_product::<L>(cubic, square);
    let third_lo = third_lo + fma::<L>(cubic, square_lo, cubic_lo * square);
    let (mean, lost) = two_sum(linear, third);
    let mean_lo = lost + (linear_lo + third_lo);
    let (slope, lost) = two_sum(mean, 2.0 * third);
    let slope_lo = lost + fma::<L>(2.0, third_lo, mean_lo);
    let (v, v_lo) = two_product::<L>(x, mean);
    let (by_x, by_x_lo) = two_product::<L>(x, slope);
    (
        (v, fma::<L>(x, mean_lo, v_lo)),
        (by_x, fma::<L>(x, slope_lo, by_x_lo)),
    )
}

/// `a·b` in double length, which a short result needs not.
#[inline(always)]
fn product<L: Lane>(a: f64, b: f64) -> (f64, f64) {
    if L::SHORT {
        (a * b, -0.0)
    } else {
        two_product::<L>(a, b)
    }
}

/// Whether [`swish`] is right with this `beta`, for every `x`.
#[inline(always)]
pub(crate) fn covers<L: Lane>(beta: f64) -> bool {
    L::SHORT || (1e-6..1e6).contains(&beta.abs())
}

/// `x·σ(beta·x)`: value and derivatives by `x` and by `beta`.
#[inline(always)]
pub(crate) fn swish<L: Lane>(x: f64, beta: f64) -> (f64, [f64; 2]) {
    let a = abs_up_to(x, 2_f64.powi(if L::SHORT { 130 } else { 60 }));
    let (hi, lo) = product::<L>(beta.abs(), -a);
    let tail = Tail::logistic::<L>(fading_in_full::<L>(hi, lo), (hi, lo));
    let (value, slope) = tail.function::<L>(if beta < 0.0 { -x } else { x }, a);
    // σ(v)·σ(-v): one x after the other, as x² could overflow
    let by_beta = a * lower::<L>(a * tail.share * (1.0 - lower::<L>(tail.share)));
    (value.copysign(x), [slope, by_beta])
}
