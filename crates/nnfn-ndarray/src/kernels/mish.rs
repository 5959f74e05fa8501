//! Mish.

use super::Lane;
use super::arithmetic::fma;
use super::exp::{fading_in_full, lower};
use super::tail::abs_up_to;

/// `x·tanh(ln(1 + exp(x)))`.
///
/// With `e = exp(-|x|)` it is `x·(1 + 2e)/(1 + 2e + 2e²)` for `x > 0` and `x·(2e + e²)/(2 + 2e + e²)` below. Its
/// derivative is a fraction in `e` too, with the square of the denominator `d` below: `1 + 2e²·(2x - 1 + 2e·(x - 1 -
/// e))/d²` and, where a sum of its two terms would cancel, `e·(4·(1 + x) + e·(6 + 4x + 4e + e²))/d²`.
#[inline(always)]
pub(crate) fn mish<L: Lane>(x: f64) -> (f64, f64) {
    let a = abs_up_to(x, 1e4);
    let power = fading_in_full::<L>(-a, -0.0);
    let raised = power.value::<L>();
    let e = lower::<L>(raised);
    let negative = x < 0.0;

    let of_negative = e * (2.0 + e);
    let of_positive = fma::<L>(2.0, e, 1.0);
    let d = if negative {
        2.0 + of_negative
    } else {
        fma::<L>(2.0 * e, e, of_positive)
    };
    let value = if negative {
        lower::<L>(-a * (raised * (2.0 + e)))
    } else {
        x * of_positive
    };

    // Vanishes at the minimum: the exponential enters by parts.
    let scale = lower::<L>(power.scale);
    let factor = fma::<L>(e, 4.0 + e, fma::<L>(-4.0, a, 6.0));
    let most = fma::<L>(scale, factor, fma::<L>(-4.0, a, 4.0));
    let below = fma::<L>(scale * power.rest, factor, most);
    let above = 2.0 * e * fma::<L>(2.0 * e, (a - 1.0) - e, fma::<L>(2.0, a, -1.0));
    let numerator = raised * if negative { below } else { above };
    let by_square = if L::SHORT {
        let r = 1.0 / d;
        numerator * r * r
    } else {
        let twice = fma::<L>(e, 4.0 + e, 8.0);
        let square = fma::<L>(e, fma::<L>(e, twice, 8.0), 4.0); // d² below, rounded less often
        numerator / if negative { square } else { d * d }
    };
    let slope = lower::<L>(by_square);
    (value / d, if negative { slope } else { 1.0 + slope })
}
