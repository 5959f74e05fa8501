//! The logistic sigmoid and its integral.

use super::Lane;
use super::arithmetic::fma;
use super::exp::{SHORT_END, exp_minus_abs, ln_1p, short_quotient};

/// `σ(x) = 1/(1 + exp(-x))`.
#[inline(always)]
pub(crate) fn sigmoid<L: Lane>(x: f64) -> (f64, f64) {
    if L::SHORT {
        let e = short_quotient::<L>(-x.clamp(-SHORT_END, SHORT_END));
        let total = fma::<L>(e.above, e.scale, e.below);
        if !L::GRADS {
            return (e.below / total, f64::NAN); // a derivative that nobody asks for
        }
        let inverse = 1.0 / total;
        let (share, rest) = (e.below * inverse, e.above * e.scale * inverse);
        return (share, share * rest);
    }
    let e = exp_minus_abs::<L>(x);
    (
        if x < 0.0 { e } else { 1.0 } / (1.0 + e),
        e / fma::<L>(e, 2.0 + e, 1.0),
    )
}

/// `ln σ(x)`.
#[inline(always)]
pub(crate) fn log_sigmoid<L: Lane>(x: f64) -> (f64, f64) {
    let e = exp_minus_abs::<L>(x);
    let (ramp, of_minus_x) = if x < 0.0 { (x, 1.0) } else { (0.0, e) };
    (ramp - ln_1p::<L>(e), of_minus_x / (1.0 + e))
}

/// `ln(1 + exp(x))`.
#[inline(always)]
pub(crate) fn softplus<L: Lane>(x: f64) -> (f64, f64) {
    let e = exp_minus_abs::<L>(x);
    let (ramp, of_x) = if x > 0.0 { (x, 1.0) } else { (0.0, e) };
    (ramp + ln_1p::<L>(e), of_x / (1.0 + e))
}
