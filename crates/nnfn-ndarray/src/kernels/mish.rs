//! Mish.

use super::Lane;
use super::arithmetic::fma;
use super::exp::{Power, SHORT_END, fading, lower, short_exp_in_full};
use super::tail::abs_up_to;

/// `x·tanh(ln(1 + exp(x)))`.
///
/// With `e = exp(x)` it is `x·n/d` with `n = 2e + e²` and `d = 2 + n`, and its derivative `e·m/d²` with
/// `m = 4·(1 + x) + e·(6 + 4x + 4e + e²)`, where a sum of its two terms would cancel. A full result takes `exp(-x)`
/// for `x > 0`, where it is `x·(1 + 2e)/d` with `d = 1 + 2e + 2e²` and `1 + 2e²·(2x - 1 + 2e·(x - 1 - e))/d²`.
#[inline(always)]
pub(crate) fn mish<L: Lane>(x: f64) -> (f64, f64) {
    if L::SHORT {
        let x = if x < -SHORT_END { -SHORT_END } else { x };
        let inner = if x > 170.0 { 170.0 } else { x }; // so that e⁴ is finite
        let power = short_exp_in_full::<L>(inner);
        let e = power.value::<L>();
        let n = e * (2.0 + e);
        let r = 1.0 / (2.0 + n);
        return (
            x * (n * r),
            e * r * (numerator_below::<L>(inner, power) * r),
        );
    }
    let a = abs_up_to(x, 1e4);
    let power = fading::<L>(-a, -0.0);
    let raised = power.value::<L>();
    let e = lower::<L>(raised);
    let negative = x < 0.0;

    let of_negative = e * (2.0 + e);
    let of_positive = fma::<L>(2.0, e, 1.0);
    let (top, d) = if negative {
        (lower::<L>(-a * (raised * (2.0 + e))), 2.0 + of_negative)
    } else {
        (x * of_positive, fma::<L>(2.0 * e, e, of_positive))
    };

    let lowered = Power {
        scale: lower::<L>(power.scale),
        rest: power.rest,
    };
    let above = 2.0 * e * fma::<L>(2.0 * e, (a - 1.0) - e, fma::<L>(2.0, a, -1.0));
    let twice = fma::<L>(e, 4.0 + e, 8.0);
    let square = fma::<L>(e, fma::<L>(e, twice, 8.0), 4.0); // d² below, rounded less often
    let slope = lower::<L>(if negative {
        raised * numerator_below::<L>(-a, lowered) / square
    } else {
        raised * above / (d * d)
    });
    (top / d, if negative { slope } else { 1.0 + slope })
}

/// `m`, which vanishes at the minimum: the exponential enters by parts.
#[inline(always)]
fn numerator_below<L: Lane>(x: f64, e: Power) -> f64 {
    let value = e.value::<L>();
    let factor = fma::<L>(value, 4.0 + value, fma::<L>(4.0, x, 6.0));
    let most = fma::<L>(e.scale, factor, fma::<L>(4.0, x, 4.0));
    fma::<L>(e.scale * e.rest, factor, most)
}
