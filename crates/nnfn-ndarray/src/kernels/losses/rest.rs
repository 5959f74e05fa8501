//! Exponentials without their first terms.

use super::table::EXP_REST;
use super::{Lane, ROUND, at_least, at_most, either, exp_from, fitted, two_sum};

/// Exponentials of less are nothing beside 1, and those of more overflow.
const RANGE: (f64, f64) = (-700.0, 709.0);

/// `exp(x + lost) - 1 - x`, `exp(x) - 1` and `exp(x + lost)`, for finite `x` up to 709; `lost` is what rounding took
/// from `x`.
#[inline(always)]
pub(crate) fn exp_rest<L: Lane>(x: f64, lost: f64) -> (f64, f64, f64) {
    let e = exp_from::<L>(at_least(at_most(x, RANGE.1), RANGE.0), lost, ROUND);
    // Near 0 the terms would cancel.
    let near = x > -1.0 && x < 1.5;
    let close = at_least(at_most(x, 1.5), -1.0);
    let rest = close * close * fitted::<L>(EXP_REST, close);
    let grown = either(near, x + rest, e - 1.0);
    // Below -1 the sum with -x has one sign.
    let rest = either(near, rest, either(x < 0.0, e + (-1.0 - x), (e - 1.0) - x));
    (rest, grown, e)
}

/// `exp(d) - 1 - d` with `d = reference - policy`, and its derivative by `policy`; wrong for differences that are
/// infinite or above 709.
#[inline(always)]
pub(crate) fn kl_k3<L: Lane>(policy: f64, reference: f64) -> (f64, [f64; 1]) {
    // Log-probabilities of answers are in the thousands: exponentials would show what rounding took.
    let (d, lost) = two_sum(reference, -policy);
    let (rest, grown, e) = exp_rest::<L>(d, 0.0);
    let (rest, grown) = (rest + lost * grown, grown + lost * e);
    (rest, [0.0 - grown])
}

/// Where [`kl_k3`] is wrong.
#[inline(always)]
pub(crate) fn kl_k3_is_far(d: f64) -> bool {
    (d > RANGE.1) | (d < -f64::MAX)
}
