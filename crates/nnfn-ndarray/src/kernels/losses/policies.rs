//! Losses of rewards, ratios and log-probabilities without an exponential.

use super::softplus::dpo_logit;
use super::{Lane, at_least, at_most, either, infinite, two_product, two_sum};

#[inline(always)]
pub(crate) fn kl_k1(policy: f64, reference: f64) -> (f64, [f64; 1]) {
    let d = policy - reference;
    let unknown = policy.is_nan() | reference.is_nan();
    (d, [either(unknown, d, 1.0)])
}

#[inline(always)]
pub(crate) fn kl_k2(policy: f64, reference: f64) -> (f64, [f64; 1]) {
    let d = policy - reference;
    ((0.5 * d) * d, [d])
}

/// Wrong for infinite arguments.
#[inline(always)]
pub(crate) fn ppo_clip(ratio: f64, advantage: f64, epsilon: f64) -> (f64, [f64; 1]) {
    // Of the exact bound: 1 + epsilon may round to the other side of the ratio.
    let (moved, lost) = two_sum(ratio, -1.0);
    let beyond = |limit: f64| {
        let (hi, lo) = two_sum(moved, -limit);
        hi + (lo + lost)
    };
    let above = (advantage > 0.0) & (beyond(epsilon) > 0.0);
    let below = (advantage < 0.0) & (beyond(-epsilon) < 0.0);
    let bound = either(above, 1.0 + epsilon, either(below, 1.0 - epsilon, ratio));
    let slope = either(above | below, 0.0, 0.0 - advantage);
    (
        0.0 - bound * advantage,
        [either(ratio.is_nan(), ratio, slope)],
    )
}

/// The value, moved into the band around the old one.
#[inline(always)]
fn in_band(value: f64, old_value: f64, epsilon: f64) -> f64 {
    at_least(at_most(value, old_value + epsilon), old_value - epsilon)
}

/// For a short result.
#[inline(always)]
pub(crate) fn ppo_value(value: f64, old_value: f64, returns: f64, epsilon: f64) -> (f64, [f64; 1]) {
    let plain = value - returns;
    let clipped = in_band(value, old_value, epsilon) - returns;
    let binds = clipped.abs() > plain.abs();
    let larger = either(binds, clipped, plain);
    ((0.5 * larger) * larger, [either(binds, 0.0, plain)])
}

/// Where rounding may decide which error of [`ppo_value`] is the larger one, and where it is wrong: for an old value that
/// is NaN, and infinite arguments.
#[inline(always)]
pub(crate) fn ppo_value_is_close(value: f64, old_value: f64, returns: f64, epsilon: f64) -> bool {
    let moved = in_band(value, old_value, epsilon);
    let (plain, clipped) = ((value - returns).abs(), (moved - returns).abs());
    let is_told = (moved == value) | ((plain - clipped).abs() > 1e-9 * (plain + clipped));
    !is_told | old_value.is_nan() | infinite(value) | infinite(old_value) | infinite(returns)
}

/// Wrong where the scores overflow, or nearly.
#[inline(always)]
pub(crate) fn reward_centering(chosen: f64, rejected: f64, coefficient: f64) -> (f64, [f64; 2]) {
    let sum = chosen + rejected;
    let slope = 2.0 * (coefficient * sum);
    ((coefficient * sum) * sum, [slope, slope])
}

/// Wrong where anything is infinite or above 1e300 in size.
#[inline(always)]
pub(crate) fn ipo<L: Lane>(log_probabilities: [f64; 4], tau: f64) -> (f64, [f64; 2]) {
    let (h, of_h) = dpo_logit::<L>(log_probabilities, 1.0);
    let target = 0.5 / tau;
    let (product, lost) = two_product::<L>(target, tau);
    let of_target = ((0.5 - product) - lost) / tau;
    let (excess, of_excess) = two_sum(h, -target);
    let excess = excess + (of_excess + (of_h - of_target));
    (excess * excess, [2.0 * excess, 0.0 - 2.0 * excess])
}
