//! Focal loss of a yes or no.
//!
//! With `t` the logit, turned round for a no, the loss is `q^γ·softplus(-t)` with `q = σ(-t)`, and `q^γ` is
//! `exp(-γ·softplus(t))`: an error of that exponent is one of the result, so it is taken in double length.

use super::softplus::tail;
use super::{LN_1P, Lane, ROUND, at_least, either, exp_from, fitted, fma, two_product, two_sum};

/// The loss of a target of 0 or 1, and its derivative by the logit.
#[inline(always)]
pub(crate) fn focal<L: Lane>(logit: f64, target: f64, gamma: f64) -> (f64, [f64; 1]) {
    let t = either(target == 1.0, logit, -logit);
    let below = t < 0.0;
    let (e, log) = tail::<L>(t, 0.0);
    let cost = either(below, -t, 0.0) + log;
    let power = power::<L>(either(below, 0.0, t), e, gamma);
    let (p, q) = (either(below, e, 1.0), either(below, 1.0, e));
    // q + γ·p·cost, times q^γ.
    let slope = power * (fma::<L>(gamma * cost, p, q) / (1.0 + e));
    (power * cost, [either(target == 1.0, -slope, slope)])
}

/// `exp(-γ·(ramp + ln(1 + e)))` for `0 ≤ e ≤ 1`.
#[inline(always)]
fn power<L: Lane>(ramp: f64, e: f64, gamma: f64) -> f64 {
    // The logarithm as e - rest, which are not put together: that would round at the size of e.
    let half_square = 0.5 * e * e;
    let s = e / (2.0 + e);
    let y = s * s;
    let rest = half_square - s * fma::<L>(y, fitted::<L>(LN_1P, y), half_square);
    let (of_ramp, lost) = two_product::<L>(gamma, ramp);
    let (of_e, also) = two_product::<L>(gamma, e);
    let (sum, of_sum) = two_sum(of_ramp, of_e);
    let (sum, of_rest) = two_sum(sum, -(gamma * rest));
    let lost = (lost + also) + (of_sum + of_rest);
    exp_from::<L>(at_least(-sum, -700.0), -lost, ROUND)
}

/// Where [`focal`] is wrong: targets in between, results that are subnormal or near that, and powers so high that
/// the roundings of the exponent count.
#[inline(always)]
pub(crate) fn is_hard<L: Lane>(logit: f64, target: f64, gamma: f64) -> bool {
    ((target != 0.0) & (target != 1.0))
        | ((gamma + 1.0) * logit.abs() >= 700.0)
        | (gamma > if L::SHORT { 16.0 } else { 2.5 })
}
