//! Conservative direct preference optimisation.

use super::dpo::logit;
use crate::double::Double;
use crate::logistic::{sigmoid_times, softplus_times};

/// Conservative DPO of one pair: `-(1 - ε)·ln σ(v) - ε·ln σ(-v)`, in nats, where
/// `v = beta·((pc - rc) - (pr - rr))` and `ε` is `label_smoothing`, the share of labels that are taken to be swapped.
///
/// [`dpo`](super::dpo) with a smoothed label. It is lowest at a finite `v`, `ln((1 - ε)/ε)`, so a policy that prefers
/// the chosen answer by more than that is pulled back.
///
/// - Range: from the entropy of `ε` to `∞`; `ln 2` where policy and reference are equal, for every `ε`.
/// - Limits: `∞` on both sides, unless `ε` is 0 or 1. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `label_smoothing` is not from 0 to 1.
///
/// Source: Mitchell 2023, [A note on DPO with noisy preferences](https://ericmitchell.ai/cdpo.pdf).
///
/// ```
/// use nnfn::losses::{cdpo, dpo};
/// assert_eq!(cdpo(-10.0, -12.0, -10.0, -12.0, 0.1, 0.1), 2_f64.ln());
/// assert!((cdpo(-10.0, -15.0, -12.0, -14.0, 0.1, 0.1) - 0.584_355_244).abs() < 1e-9);
/// assert_eq!(cdpo(-8.0, -14.0, -10.0, -12.0, 0.1, 0.0), dpo(-8.0, -14.0, -10.0, -12.0, 0.1));
/// ```
#[must_use]
// ANCHOR: value
pub fn cdpo(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
    label_smoothing: f64,
) -> f64 {
    check("cdpo", beta, label_smoothing);
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    let as_labelled = Double::from(1.0) - label_smoothing;
    let swapped = Double::from(label_smoothing);
    let kept = softplus_times(-v, as_labelled);
    (kept + softplus_times(v, swapped)).value()
}
// ANCHOR_END: value

/// Derivative of [`cdpo`] by `policy_chosen`: `beta·(ε·σ(v) - (1 - ε)·σ(-v))`.
///
/// The one by `reference_rejected` is the same, those by the other two are its negative.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `label_smoothing` is not from 0 to 1.
///
/// ```
/// use nnfn::losses::cdpo_grad;
/// assert_eq!(cdpo_grad(-10.0, -12.0, -10.0, -12.0, 0.5, 0.25), -0.125);
/// ```
#[must_use]
// ANCHOR: grad
pub fn cdpo_grad(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
    label_smoothing: f64,
) -> f64 {
    check("cdpo_grad", beta, label_smoothing);
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    pull(v, beta, label_smoothing)
}
// ANCHOR_END: grad

/// Derivative of [`cdpo`] by `policy_rejected`: `beta·((1 - ε)·σ(-v) - ε·σ(v))`.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `label_smoothing` is not from 0 to 1.
///
/// ```
/// use nnfn::losses::cdpo_grad_policy_rejected;
/// assert_eq!(cdpo_grad_policy_rejected(-10.0, -12.0, -10.0, -12.0, 0.5, 0.25), 0.125);
/// ```
#[must_use]
// ANCHOR: grad_policy_rejected
pub fn cdpo_grad_policy_rejected(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
    label_smoothing: f64,
) -> f64 {
    check("cdpo_grad_policy_rejected", beta, label_smoothing);
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    0.0 - pull(v, beta, label_smoothing)
}
// ANCHOR_END: grad_policy_rejected

// ANCHOR: pull
/// `beta·(ε·σ(v) - (1 - ε)·σ(-v))`.
fn pull(v: Double, beta: f64, epsilon: f64) -> f64 {
    let back = sigmoid_times(v, beta * epsilon);
    back - sigmoid_times(-v, beta * (1.0 - epsilon))
}
// ANCHOR_END: pull

fn check(name: &str, beta: f64, label_smoothing: f64) {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "{name}: beta must be positive and finite, got {beta}"
    );
    assert!(
        (0.0..=1.0).contains(&label_smoothing),
        "{name}: label_smoothing must be from 0 to 1, got {label_smoothing}"
    );
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::{dpo, dpo_grad};

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn without_smoothing_it_is_dpo_to_the_bit() {
        for h in [-9000.0, -40.3, -1.0, 0.0, 2.5, 37.7, 9000.0] {
            assert_eq!(
                cdpo(h, 0.0, 0.0, 0.0, 0.1, 0.0),
                dpo(h, 0.0, 0.0, 0.0, 0.1)
            );
            assert_eq!(
                cdpo_grad(h, 0.0, 0.0, 0.0, 0.1, 0.0),
                dpo_grad(h, 0.0, 0.0, 0.0, 0.1)
            );
        }
    }

    #[test]
    fn it_rests_where_the_odds_are_those_of_the_labels() {
        // mpmath, 60 digits
        let h = 21.972_245_773_362_195;
        let least = cdpo(h, 0.0, 0.0, 0.0, 0.1, 0.1);
        assert_ulps_eq!(
            least,
            0.325_082_973_391_448_26,
            epsilon = 0.0,
            max_ulps = 2
        );
        assert!(cdpo_grad(h, 0.0, 0.0, 0.0, 0.1, 0.1).abs() < 1e-17);
    }

    #[test]
    fn infinite_log_probabilities_give_the_limit() {
        assert_eq!(cdpo(-INFINITY, -1.0, -1.0, -1.0, 0.5, 0.25), INFINITY);
        assert_eq!(cdpo(-1.0, -INFINITY, -1.0, -1.0, 0.5, 0.25), INFINITY);
        assert_eq!(cdpo(-1.0, -INFINITY, -1.0, -1.0, 0.5, 0.0), 0.0);
        assert_eq!(cdpo(-INFINITY, -1.0, -1.0, -1.0, 0.5, 1.0), 0.0);
        assert_eq!(cdpo_grad(-INFINITY, -1.0, -1.0, -1.0, 0.5, 0.25), -0.375);
        assert_eq!(cdpo_grad(-1.0, -INFINITY, -1.0, -1.0, 0.5, 0.25), 0.125);
        assert!(cdpo(-INFINITY, -1.0, -INFINITY, -1.0, 0.5, 0.25).is_nan());
        assert!(cdpo_grad(f64::NAN, -1.0, -1.0, -1.0, 0.5, 0.25).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "cdpo: beta must be positive and finite, got 0"
    )]
    fn cdpo_requires_a_positive_beta() {
        let _ = cdpo(0.0, 0.0, 0.0, 0.0, 0.0, 0.1);
    }

    #[test]
    #[should_panic(
        expected = "cdpo: label_smoothing must be from 0 to 1, got -0.1"
    )]
    fn cdpo_requires_a_share() {
        let _ = cdpo(0.0, 0.0, 0.0, 0.0, 0.1, -0.1);
    }

    #[test]
    #[should_panic(
        expected = "cdpo_grad: label_smoothing must be from 0 to 1, got 2"
    )]
    fn cdpo_grad_requires_a_share() {
        let _ = cdpo_grad(0.0, 0.0, 0.0, 0.0, 0.1, 2.0);
    }

    #[test]
    #[should_panic(
        expected = "cdpo_grad_policy_rejected: beta must be positive and finite, got NaN"
    )]
    fn cdpo_grad_policy_rejected_requires_a_number() {
        let _ = cdpo_grad_policy_rejected(0.0, 0.0, 0.0, 0.0, f64::NAN, 0.1);
    }
}
