//! The logistic sigmoid and its integral.

use super::Lane;
use super::arithmetic::fma;
use super::exp::{exp_minus_abs, ln_1p};

/// `σ(x) = 1/(1 + exp(-x))`.
#[inline(always)]
pub(crate) fn sigmoid<L: Lane>(x: f64) -> (f64, f64) {
    let e = exp_minus_abs::<L>(x);
    let numerator = if x < 0.0 { e } else { 1.0 };
    if L::SHORT {
        let r = 1.0 / (1.0 + e); // one division for both
        return (numerator * r, e * r * r);
    }
    (numerator / (1.0 + e), e / fma::<L>(e, 2.0 + e, 1.0))
}

/// `ln σ(x)`.
#[inline(always)]
pub(crate) fn log_sigmoid<L: Lane>(x: f64) -> (f64, f64) {
    let ramp = if x < 0.0 { x } else { 0.0 };
    let (slope, _) = sigmoid::<L>(-x);
    (ramp - ln_1p::<L>(exp_minus_abs::<L>(x)), slope)
}

/// `ln(1 + exp(x))`.
#[inline(always)]
pub(crate) fn softplus<L: Lane>(x: f64) -> (f64, f64) {
    let ramp = if x > 0.0 { x } else { 0.0 };
    let (slope, _) = sigmoid::<L>(x);
    (ramp + ln_1p::<L>(exp_minus_abs::<L>(x)), slope)
}
