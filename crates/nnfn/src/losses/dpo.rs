//! Direct preference optimisation.

use crate::double::Double;
use crate::logistic::{sigmoid_times, softplus_times};

/// DPO loss of one pair of answers: `-ln σ(beta·h)`, in nats,
/// where `h = (pc - rc) - (pr - rr)`.
///
/// `pc` and `pr` are the log-probabilities, in nats, that the policy gives to the whole chosen and the whole
/// rejected answer, `rc` and `rr` those that the reference gives them: sums over the tokens, not means. `h` is by how
/// much the policy has moved towards the chosen answer; `beta` says how soon that is enough.
///
/// - Range: `[0, ∞]`; `ln 2` where policy and reference are equal; convex in each log-probability.
/// - Limits: 0 for `h = ∞`, `∞` for `h = -∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `beta` is not positive and finite.
///
/// Source: Rafailov et al. 2023, [arXiv:2305.18290](https://arxiv.org/abs/2305.18290), §4, equation 7.
///
/// ```
/// use nnfn::losses::dpo;
/// assert_eq!(dpo(-10.0, -12.0, -10.0, -12.0, 0.1), 2_f64.ln());
/// assert!((dpo(-8.0, -14.0, -10.0, -12.0, 0.1) - 0.513_015_252).abs() < 1e-9);
/// assert_eq!(dpo(-500.0, -100.0, -100.0, -500.0, 0.125), 100.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn dpo(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
) -> f64 {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "dpo: beta must be positive and finite, got {beta}"
    );
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    softplus_times(-v, Double::from(1.0)).value() // ln(σ(-1000)) is -∞
}
// ANCHOR_END: value

/// Derivative of [`dpo`] by `policy_chosen`: `-beta·σ(-beta·h)`.
///
/// The one by `reference_rejected` is the same, those by the other two are its negative.
///
/// # Panics
///
/// If `beta` is not positive and finite.
///
/// ```
/// use nnfn::losses::dpo_grad;
/// assert_eq!(dpo_grad(-10.0, -12.0, -10.0, -12.0, 0.5), -0.25);
/// ```
#[must_use]
// ANCHOR: grad
pub fn dpo_grad(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
) -> f64 {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "dpo_grad: beta must be positive and finite, got {beta}"
    );
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    0.0 - sigmoid_times(-v, beta) // σ(v) - 1 would cancel
}
// ANCHOR_END: grad

/// Derivative of [`dpo`] by `policy_rejected`: `beta·σ(-beta·h)`.
///
/// # Panics
///
/// If `beta` is not positive and finite.
///
/// ```
/// use nnfn::losses::dpo_grad_policy_rejected;
/// assert_eq!(dpo_grad_policy_rejected(-10.0, -12.0, -10.0, -12.0, 0.5), 0.25);
/// ```
#[must_use]
// ANCHOR: grad_policy_rejected
pub fn dpo_grad_policy_rejected(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
) -> f64 {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "dpo_grad_policy_rejected: beta must be positive and finite, \
         got {beta}"
    );
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    sigmoid_times(-v, beta)
}
// ANCHOR_END: grad_policy_rejected

// ANCHOR: logit
/// `beta·((pc - rc) - (pr - rr))`, of double length: log-probabilities
/// of whole answers are in the thousands, and what their differences lose
/// would count in the exponential.
pub(super) fn logit(pc: f64, pr: f64, rc: f64, rr: f64, beta: f64) -> Double {
    // A fourth of each: no difference overflows before it is scaled.
    let chosen = Double::from(0.25 * pc) - 0.25 * rc;
    let rejected = Double::from(0.25 * pr) - 0.25 * rr;
    (chosen - rejected).normalised() * beta * 4.0
}
// ANCHOR_END: logit

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn long_answers_lose_nothing() {
        // mpmath, 60 digits
        let loss = dpo(-8000.1, -7000.3, -8000.7, -700.9, 0.1);
        let expected = 2.480_141_166_092_794e-274;
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 2);
        let grad = dpo_grad(-8000.1, -7000.3, -8000.7, -700.9, 0.1);
        let expected = -2.480_141_166_092_794_3e-275;
        assert_ulps_eq!(grad, expected, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn what_is_left_of_huge_log_probabilities_counts() {
        assert_eq!(
            dpo(-1e17, -1e17, -0.3, 0.0, 1.0),
            dpo(0.0, 0.0, -0.3, 0.0, 1.0)
        );
    }

    #[test]
    fn a_difference_may_overflow_where_the_loss_does_not() {
        let loss = dpo(-1e308, 0.0, 0.0, -1e308, 0.5);
        assert_ulps_eq!(loss, 1e308, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn infinite_log_probabilities_give_the_limit() {
        assert_eq!(dpo(-INFINITY, -1.0, -1.0, -1.0, 0.1), INFINITY);
        assert_eq!(dpo_grad(-INFINITY, -1.0, -1.0, -1.0, 0.1), -0.1);
        assert_eq!(dpo(-1.0, -INFINITY, -1.0, -1.0, 0.1), 0.0);
        assert_eq!(dpo_grad(-1.0, -INFINITY, -1.0, -1.0, 0.1), 0.0);
        assert!(dpo(-INFINITY, -1.0, -INFINITY, -1.0, 0.1).is_nan());
        assert!(dpo_grad(f64::NAN, -1.0, -1.0, -1.0, 0.1).is_nan());
    }

    #[test]
    #[should_panic(expected = "dpo: beta must be positive and finite, got 0")]
    fn dpo_requires_a_positive_beta() {
        let _ = dpo(0.0, 0.0, 0.0, 0.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "dpo_grad: beta must be positive and finite, got inf"
    )]
    fn dpo_grad_requires_a_finite_beta() {
        let _ = dpo_grad(0.0, 0.0, 0.0, 0.0, INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "dpo_grad_policy_rejected: beta must be positive and finite, got -1"
    )]
    fn dpo_grad_policy_rejected_requires_a_positive_beta() {
        let _ = dpo_grad_policy_rejected(0.0, 0.0, 0.0, 0.0, -1.0);
    }
}
