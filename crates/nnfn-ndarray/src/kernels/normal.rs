//! `x·Φ(x)`, where `Φ` is the standard normal distribution function: GELU.

use super::Lane;
use super::arithmetic::{fma, horner, polynomial, two_product};
use super::exp::{fading, short_exp, short_quotient};
use super::table::{
    GELU_END, GELU_SLOPE, GELU_ZERO, MILLS, MILLS_ABOVE, MILLS_BELOW, MILLS_CENTRE,
};
use super::tail::{Tail, abs_up_to};

/// The tail at `a = |x|`: `Φ(-a)` as its share, `Φ(-a) - a·φ(a)` as its slope.
///
/// Both are `exp(-a²/2)` times a smooth function: Mills' ratio, which falls to nearly `1/(a·√(2π))`, and a slope
/// that goes from 1/2 through 0 to `-a/√(2π)`. `(a + c)·` the first is a polynomial in `t = (a - c)/(a + c)`, which
/// stays within 1, and so is the second divided by its distance from the zero, so that nothing cancels there. `a²` is
/// taken in double length: its rounding alone would cost the exponential `a²/4` ulp.
#[inline(always)]
pub(crate) fn gelu_tail<L: Lane>(a: f64) -> Tail {
    let (square, square_lo) = two_product::<L>(a, a);
    let raised = fading::<L>(-0.5 * square, -0.5 * square_lo).value::<L>();
    let s = 1.0 / (a + MILLS_CENTRE.1);
    let t = fma::<L>(2.0 * a, s, -1.0); // nearly exact where the polynomials are steep
    Tail {
        share: s * horner::<L>(MILLS.1, t) * raised,
        slope: ((a - GELU_ZERO.0) - GELU_ZERO.1) * horner::<L>(GELU_SLOPE.1, t) * raised,
    }
}

/// `|x|`, up to where the tail is 0.
#[inline(always)]
pub(crate) fn gelu_argument(x: f64) -> f64 {
    abs_up_to(x, GELU_END.1)
}

/// `x·Φ(x)`.
///
/// A short value alone takes Mills' ratio as a quotient of polynomials in `|x|`, which shares its division with the
/// exponential. At 0 it is exactly 1/2: around there `x/2` may lie in the middle between two numbers.
#[inline(always)]
pub(crate) fn gelu<L: Lane>(x: f64) -> (f64, f64) {
    if L::SHORT && !L::GRADS {
        let a = x.abs().min(GELU_END.0); // NaN comes from the ramp
        let e = short_quotient::<L>(-0.5 * a * a);
        let (above, below) = (horner::<L>(MILLS_ABOVE, a), horner::<L>(MILLS_BELOW, a));
        let tail = (a * above) * (e.above * e.scale) / (below * e.below);
        let ramp = if x < 0.0 { 0.0 } else { x };
        return (ramp - tail, f64::NAN); // a derivative that nobody asks for
    }
    if L::SHORT {
        let a = abs_up_to(x, GELU_END.0);
        let e = short_exp::<L>(-0.5 * a * a).value::<L>();
        let part = a / (a + MILLS_CENTRE.0);
        let t = fma::<L>(2.0, part, -1.0);
        // exact at 0: around it x/2 may lie in the middle between two numbers
        let mills = fma::<L>(part, polynomial::<L>(MILLS.0, t), 0.5 * MILLS_CENTRE.0);
        let tail = part * mills * e;
        let slope = (a - GELU_ZERO.0) * polynomial::<L>(GELU_SLOPE.0, t) * e;
        return if x < 0.0 {
            (-tail, slope)
        } else {
            (x - tail, 1.0 - slope)
        };
    }
    let a = gelu_argument(x);
    gelu_tail::<L>(a).function::<L>(x, a)
}
