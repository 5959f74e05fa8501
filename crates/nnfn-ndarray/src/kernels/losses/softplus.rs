//! Losses of logits: sums of `ln(1 + exp(±v))`. All rest on the exponential of `-|v|`, which cannot overflow.

use super::{
    EXP_CUT, LOWER, Lane, RAISED_BY, ROUND, at_least, either, exp_from, ln_1p, two_product, two_sum,
};

/// Whether exponentials of `-|v|` have lost digits, which a factor could bring back, or `v` has overflowed: then NaN
/// may be wrong as well.
#[inline(always)]
pub(crate) fn is_far(v: f64) -> bool {
    (v.abs() >= 700.0) | v.is_nan()
}

/// Where [`bce_with_logits`] is wrong: far out, where NaN is right, and for targets that are no probabilities.
#[inline(always)]
pub(crate) fn bce_is_far(logit: f64, target: f64) -> bool {
    (logit.abs() >= 700.0) | ((target - 0.5).abs() > 0.5)
}

/// `exp(-|v|)` and `ln(1 + exp(-|v|))`, where `v` is `hi + lo`.
#[inline(always)]
pub(super) fn tail<L: Lane>(hi: f64, lo: f64) -> (f64, f64) {
    let v = at_least(-hi.abs(), EXP_CUT);
    let lo = either(hi > 0.0, -lo, lo);
    let e = exp_from::<L>(v, lo, ROUND + RAISED_BY) * LOWER;
    (e, ln_1p::<L>(e))
}

/// `weight·target·softplus(-x) + (1 - target)·softplus(x)`, for targets from 0 to 1.
#[inline(always)]
pub(crate) fn bce_with_logits<L: Lane>(
    logit: f64,
    target: f64,
    pos_weight: f64,
) -> (f64, [f64; 1]) {
    let (e, log) = tail::<L>(logit, 0.0);
    let below = logit < 0.0;
    let (yes, no) = (pos_weight * target, 1.0 - target);
    let ramp = logit.abs();
    let of_yes = yes * (either(below, ramp, 0.0) + log);
    let of_no = no * (either(below, 0.0, ramp) + log);
    // (1 - target)·σ(x) - weight·target·σ(-x), over one denominator.
    let (p, missing) = (either(below, e, 1.0), either(below, 1.0, e));
    (of_yes + of_no, [(no * p - yes * missing) / (1.0 + e)])
}

/// `ln(1 + exp(-v))` and `σ(-v)`, where `v` is `hi + lo`.
#[inline(always)]
pub(crate) fn softplus_of_minus<L: Lane>(hi: f64, lo: f64) -> (f64, f64) {
    let (e, log) = tail::<L>(hi, lo);
    let below = hi < 0.0;
    let ramp = either(below, -hi, 0.0);
    let value = ramp + (log - either(below, lo, 0.0));
    (value, either(below, 1.0, e) / (1.0 + e))
}

/// What the chosen score is ahead by, beyond the margin, and what rounding took from it.
#[inline(always)]
pub(crate) fn lead(chosen: f64, rejected: f64, margin: f64) -> (f64, f64) {
    let (ahead, lost) = two_sum(chosen, -rejected);
    let (ahead, of_margin) = two_sum(ahead, -margin);
    two_sum(ahead, lost + of_margin)
}

#[inline(always)]
pub(crate) fn bradley_terry<L: Lane>(chosen: f64, rejected: f64, margin: f64) -> (f64, [f64; 2]) {
    let (hi, lo) = lead(chosen, rejected, margin);
    let (value, pull) = softplus_of_minus::<L>(hi, lo);
    (value, [-pull, pull])
}

/// `beta` times the difference of log-ratios, and what rounding took from it.
#[inline(always)]
pub(crate) fn dpo_logit<L: Lane>([pc, pr, rc, rr]: [f64; 4], beta: f64) -> (f64, f64) {
    let (chosen, lost) = two_sum(pc, -rc);
    let (rejected, of_rejected) = two_sum(pr, -rr);
    let (ahead, of_both) = two_sum(chosen, -rejected);
    let (ahead, lost) = two_sum(ahead, of_both + (lost - of_rejected));
    let (hi, lo) = two_product::<L>(ahead, beta);
    (hi, lo + lost * beta)
}

#[inline(always)]
pub(crate) fn dpo<L: Lane>(log_probabilities: [f64; 4], beta: f64) -> (f64, [f64; 2]) {
    let (hi, lo) = dpo_logit::<L>(log_probabilities, beta);
    let (value, pull) = softplus_of_minus::<L>(hi, lo);
    (value, [-(beta * pull), beta * pull])
}

#[inline(always)]
pub(crate) fn cdpo<L: Lane>(
    log_probabilities: [f64; 4],
    beta: f64,
    swapped: f64,
) -> (f64, [f64; 2]) {
    let (hi, lo) = dpo_logit::<L>(log_probabilities, beta);
    let (e, log) = tail::<L>(hi, lo);
    let below = hi < 0.0;
    let ramp = hi.abs() + (log + either(below, -lo, lo));
    let kept = 1.0 - swapped;
    let value = kept * either(below, ramp, log) + swapped * either(below, log, ramp);
    let (p, missing) = (either(below, e, 1.0), either(below, 1.0, e));
    let pull = (beta * kept * missing - beta * swapped * p) / (1.0 + e);
    (value, [-pull, pull])
}
