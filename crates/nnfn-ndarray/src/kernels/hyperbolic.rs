//! The hyperbolic tangent.

use super::Lane;
use super::arithmetic::{fitted, fma};
use super::exp::{Power, SHORT_END, fading, lower, short_exp};
use super::table::TANH_REST;

/// `tanh x = m/(2 + m)`, where `m = exp(2x) - 1` does not cancel.
#[inline(always)]
pub(crate) fn tanh<L: Lane>(x: f64) -> (f64, f64) {
    if L::SHORT {
        let e = short_exp::<L>(2.0 * x.clamp(-0.5 * SHORT_END, 0.5 * SHORT_END));
        let m = e.minus_1::<L>();
        let r = 1.0 / (2.0 + m);
        return ((m * r).copysign(x), 4.0 * e.value::<L>() * r * r);
    }
    let e = fading::<L>(-2.0 * x.abs(), -0.0);
    let raised = e.value::<L>();
    let m = Power {
        scale: lower::<L>(e.scale),
        rest: e.rest,
    }
    .minus_1::<L>();
    let e = lower::<L>(raised);
    let square = fma::<L>(e, 2.0 + e, 1.0); // (2 + m)², rounded less often
    (
        (m / (2.0 + m)).copysign(x),
        lower::<L>(4.0 * raised / square),
    )
}

/// Up to here `x - tanh x` would cancel.
const NEAR: f64 = 1.0;

/// `x - tanh x`.
///
/// Near 0 `tanh x = x·rest/(x² + rest)` with a `rest` of about 3, and the difference is taken by hand. Further out
/// `tanh x = 1 - 2e/(1 + e)` with `e = exp(-2x)`.
#[inline(always)]
pub(crate) fn tanhshrink<L: Lane>(x: f64) -> (f64, f64) {
    let a = x.abs();
    let square = a * a;
    let e = lower::<L>(fading::<L>(-2.0 * a, -0.0).value::<L>());
    let is_near = a < NEAR;
    let (numerator, denominator) = if is_near {
        (square, square + fitted::<L>(TANH_REST, square))
    } else {
        (2.0 * e, 1.0 + e)
    };
    // of x, and what is missing to 1
    let part = numerator / denominator;
    let tanh = if is_near {
        a * (1.0 - part)
    } else {
        1.0 - part
    };
    let value = if is_near { a * part } else { a - tanh };
    (value.copysign(x), tanh * tanh)
}
