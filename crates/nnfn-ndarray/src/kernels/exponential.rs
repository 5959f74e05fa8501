//! Exponential linear units.

use super::Lane;
use super::arithmetic::two_product;
use super::exp::{Power, fading, lower};
use super::table::{SELU_LAMBDA, SELU_LAMBDA_ALPHA};

/// `exp(v) - 1` and `exp(v)`, the second to be [lowered](lower), for `v ≤ 0`.
#[inline(always)]
fn minus_1_and_raised<L: Lane>(v: f64, lo: f64) -> (f64, f64) {
    let e = fading::<L>(v, lo);
    let m = Power {
        scale: lower::<L>(e.scale),
        rest: e.rest,
    }
    .minus_1::<L>();
    (m, e.value::<L>())
}

/// `min(x, 0)`, NaN staying.
#[inline(always)]
fn negative_part(x: f64) -> f64 {
    if x > 0.0 { 0.0 } else { x }
}

/// Whether [`elu`] is right with this `alpha`, for every `x`.
#[inline(always)]
pub(crate) fn elu_covers<L: Lane>(alpha: f64) -> bool {
    L::SHORT || alpha < 1e12
}

/// `x` for `x > 0`, else `alpha·(exp(x) - 1)`.
#[inline(always)]
pub(crate) fn elu<L: Lane>(x: f64, alpha: f64) -> (f64, f64) {
    let (m, raised) = minus_1_and_raised::<L>(negative_part(x), -0.0);
    if x > 0.0 {
        (x, 1.0)
    } else {
        ((alpha * m).copysign(x), lower::<L>(alpha * raised)) // the sign of a zero too
    }
}

/// `λ·x` for `x > 0`, else `λ·α·(exp(x) - 1)`.
#[inline(always)]
pub(crate) fn selu<L: Lane>(x: f64) -> (f64, f64) {
    let (negative, slope) = elu::<L>(x, SELU_LAMBDA_ALPHA);
    if x > 0.0 {
        (SELU_LAMBDA * x, SELU_LAMBDA)
    } else {
        (negative, slope)
    }
}

/// Whether [`celu`] is right with this `alpha`, for every `x`.
#[inline(always)]
pub(crate) fn celu_covers<L: Lane>(alpha: f64) -> bool {
    L::SHORT || (1e-100..1e100).contains(&alpha)
}

/// `x` for `x > 0`, else `alpha·(exp(x/alpha) - 1)`.
#[inline(always)]
pub(crate) fn celu<L: Lane>(x: f64, alpha: f64) -> (f64, f64) {
    let inverse = 1.0 / alpha;
    let part = negative_part(x);
    let (v, lo) = if L::SHORT {
        (part * inverse, -0.0)
    } else {
        // The rounding of x/alpha alone would cost the exponential |x/alpha|/2 ulp.
        let v = part / alpha;
        let (product, lost) = two_product::<L>(v, alpha);
        (v, ((part - product) - lost) * inverse)
    };
    let (m, raised) = minus_1_and_raised::<L>(v, lo);
    if x > 0.0 {
        (x, 1.0)
    } else if v > -1e-17 {
        (x, lower::<L>(raised)) // to the last digit, while v may be subnormal
    } else {
        ((alpha * m).copysign(x), lower::<L>(raised))
    }
}
