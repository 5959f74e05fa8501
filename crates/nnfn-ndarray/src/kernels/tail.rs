//! Functions with `f(x) - f(-x) = x`, from their tail.

use super::Lane;
use super::exp::lower;

/// Such a function at `-a`, for `a ≥ 0`, as a share of `-a`, and its slope there. Both are to be [lowered](lower).
#[derive(Clone, Copy)]
pub(crate) struct Tail {
    pub(crate) share: f64,
    pub(crate) slope: f64,
}

impl Tail {
    /// Value and derivative, where this is the tail at `a = |x|`, or at an end beyond which it is 0.
    #[inline(always)]
    pub(crate) fn function<L: Lane>(self, x: f64, a: f64) -> (f64, f64) {
        let (tail, slope) = (lower::<L>(a * self.share), lower::<L>(self.slope));
        if x < 0.0 {
            (-tail, slope)
        } else {
            (x - tail, 1.0 - slope)
        }
    }

    /// `value` times the function, where `gate` takes the place of `x`: with derivatives by `value` and by `gate`.
    #[inline(always)]
    pub(crate) fn gate<L: Lane>(self, value: f64, gate: f64, a: f64) -> (f64, [f64; 2]) {
        let (function, slope) = self.function::<L>(gate, a);
        // Value and gate first: the share, and the function too, may be subnormal where the product is not.
        let tail = lower::<L>(value * a * self.share);
        if gate < 0.0 {
            (-tail, [function, lower::<L>(value * self.slope)])
        } else {
            (value * gate - tail, [function, value * slope])
        }
    }
}

/// `|x|`, up to an end beyond which the tail is 0. Further out, `∞·0` would be NaN.
#[inline(always)]
pub(crate) fn abs_up_to(x: f64, end: f64) -> f64 {
    let a = x.abs();
    if a > end { end } else { a }
}
