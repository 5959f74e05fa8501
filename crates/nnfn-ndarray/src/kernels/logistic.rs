//! The logistic sigmoid and what is made of it. All rest on the exponential of something at most 0, which cannot
//! overflow.

use super::Lane;
use super::arithmetic::fma;
use super::exp::{exp_minus_abs, ln_1p};

/// `σ(x) = 1/(1 + exp(-x))`.
#[inline(always)]
pub(crate) fn sigmoid<L: Lane>(x: f64) -> (f64, f64) {
    let e = exp_minus_abs::<L>(x);
    let value = if x < 0.0 { e } else { 1.0 } / (1.0 + e);
    (value, e / fma::<L>(e, 2.0 + e, 1.0))
}

/// `ln σ(x)`.
#[inline(always)]
pub(crate) fn log_sigmoid<L: Lane>(x: f64) -> (f64, f64) {
    let e = exp_minus_abs::<L>(x);
    let (ramp, of_minus_x) = if x < 0.0 { (x, 1.0) } else { (0.0, e) };
    (ramp - ln_1p::<L>(e), of_minus_x / (1.0 + e))
}
