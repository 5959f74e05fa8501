//! Functions of pieces without an exponential.

use super::Lane;
use super::arithmetic::fma;

/// `value` unless `x` is NaN.
#[inline(always)]
fn or_nan(x: f64, value: f64) -> f64 {
    if x.is_nan() { x } else { value }
}

/// `max(0, x)`.
#[inline(always)]
pub(crate) fn relu(x: f64) -> (f64, f64) {
    let slope = if x > 0.0 { 1.0 } else { 0.0 };
    (if x < 0.0 { 0.0 } else { x }, or_nan(x, slope))
}

/// `min(max(0, x), 6)`.
#[inline(always)]
pub(crate) fn relu6(x: f64) -> (f64, f64) {
    let slope = if (x > 0.0) & (x < 6.0) { 1.0 } else { 0.0 };
    (x.clamp(0.0, 6.0), or_nan(x, slope))
}

/// `max(0, x)²`.
#[inline(always)]
pub(crate) fn squared_relu(x: f64) -> (f64, f64) {
    let (ramp, _) = relu(x);
    (ramp * ramp, 2.0 * ramp)
}

/// `x` for `x > 0`, else `slope·x`.
#[inline(always)]
pub(crate) fn leaky_relu(x: f64, slope: f64) -> (f64, f64) {
    // 0·(-∞) would be NaN.
    let below = if slope == 0.0 { 0.0 } else { slope * x };
    let of_x = if x > 0.0 { 1.0 } else { slope };
    (if x < 0.0 { below } else { x }, or_nan(x, of_x))
}

/// `relu6(x + 3)/6`.
#[inline(always)]
pub(crate) fn hard_sigmoid<L: Lane>(x: f64) -> (f64, f64) {
    let slope = if x.abs() < 3.0 { 1.0 / 6.0 } else { 0.0 };
    (sixth::<L>((x + 3.0).clamp(0.0, 6.0)), or_nan(x, slope))
}

/// `x·relu6(x + 3)/6`.
#[inline(always)]
pub(crate) fn hard_swish<L: Lane>(x: f64) -> (f64, f64) {
    let (gate, _) = hard_sigmoid::<L>(x);
    let (value, slope) = if x >= 3.0 {
        (x, 1.0)
    } else {
        (x * gate, sixth::<L>(fma::<L>(2.0, x, 3.0)))
    };
    if x <= -3.0 {
        (0.0, 0.0)
    } else {
        (value, slope)
    }
}

#[inline(always)]
fn sixth<L: Lane>(x: f64) -> f64 {
    if L::SHORT { x * (1.0 / 6.0) } else { x / 6.0 }
}

/// `x/(1 + |x|)`.
#[inline(always)]
pub(crate) fn softsign(x: f64) -> (f64, f64) {
    let x = x.clamp(-f64::MAX, f64::MAX); // ∞/∞ is NaN
    let d = 1.0 + x.abs();
    let r = 1.0 / d;
    (x / d, r * r) // 1/d² would underflow with d²
}

/// `x - lambda` for `x > lambda`, `x + lambda` for `x < -lambda`, else 0.
#[inline(always)]
pub(crate) fn softshrink(x: f64, lambda: f64) -> (f64, f64) {
    let cut = x.abs() <= lambda;
    let value = if cut {
        0.0 * x // keeps the sign
    } else {
        x - lambda.copysign(x)
    };
    (value, shrink_slope(x, lambda))
}

/// `x` for `|x| > lambda`, else 0.
#[inline(always)]
pub(crate) fn hardshrink(x: f64, lambda: f64) -> (f64, f64) {
    let cut = x.abs() <= lambda;
    (if cut { 0.0 * x } else { x }, shrink_slope(x, lambda))
}

#[inline(always)]
fn shrink_slope(x: f64, lambda: f64) -> f64 {
    let kept = (x.abs() > lambda) | (lambda == 0.0);
    or_nan(x, if kept { 1.0 } else { 0.0 })
}
