//! Robust direct preference optimisation.

use super::dpo::logit;
use crate::double::Double;
use crate::logistic::{sigmoid_times, softplus_times};

/// Robust DPO of one pair: `(-(1 - ε)·ln σ(v) + ε·ln σ(-v))/(1 - 2ε)`, in nats, where
/// `v = beta·((pc - rc) - (pr - rr))` and `ε` is `label_smoothing`, the share of labels that are taken to be swapped.
///
/// If labels are swapped with probability `ε`, independently of all else, its mean over the labels is the
/// [`dpo`](super::dpo) loss of the right label. Without bound below if `ε > 0`: a larger `v` always costs less.
///
/// - Range: all numbers; `ln 2` where policy and reference are equal, for every `ε`.
/// - Limits: `∞` for `v = -∞`; for `v = ∞` it is `-∞`, or 0 if `ε` is 0. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `label_smoothing` is not at least 0 and below ½.
///
/// Source: Ray Chowdhury et al. 2024, [arXiv:2403.00409](https://arxiv.org/abs/2403.00409).
///
/// ```
/// use nnfn::losses::{dpo, robust_dpo};
/// assert_eq!(robust_dpo(-10.0, -12.0, -10.0, -12.0, 0.1, 0.25), 2_f64.ln());
/// assert!((robust_dpo(-10.0, -15.0, -12.0, -14.0, 0.1, 0.1) - 0.516_855_244).abs() < 1e-9);
/// assert_eq!(robust_dpo(-8.0, -14.0, -10.0, -12.0, 0.1, 0.0), dpo(-8.0, -14.0, -10.0, -12.0, 0.1));
/// ```
#[must_use]
// ANCHOR: value
pub fn robust_dpo(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
    label_smoothing: f64,
) -> f64 {
    check("robust_dpo", beta, label_smoothing);
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    let epsilon = Double::from(label_smoothing);
    let kept = softplus_times(-v, Double::from(1.0) - epsilon);
    let swapped = softplus_times(v, epsilon);
    let trust = Double::from(1.0) - 2.0 * label_smoothing;
    (kept - swapped).over(trust).value()
}
// ANCHOR_END: value

/// Derivative of [`robust_dpo`] by `policy_chosen`: `-beta·((1 - ε)·σ(-v) + ε·σ(v))/(1 - 2ε)`.
///
/// The one by `reference_rejected` is the same, those by the other two are its negative.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `label_smoothing` is not at least 0 and below ½.
///
/// ```
/// use nnfn::losses::robust_dpo_grad;
/// assert_eq!(robust_dpo_grad(-10.0, -12.0, -10.0, -12.0, 0.5, 0.25), -0.5);
/// ```
#[must_use]
// ANCHOR: grad
pub fn robust_dpo_grad(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
    label_smoothing: f64,
) -> f64 {
    check("robust_dpo_grad", beta, label_smoothing);
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    0.0 - push(v, beta, label_smoothing)
}
// ANCHOR_END: grad

/// Derivative of [`robust_dpo`] by `policy_rejected`: `beta·((1 - ε)·σ(-v) + ε·σ(v))/(1 - 2ε)`.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `label_smoothing` is not at least 0 and below ½.
///
/// ```
/// use nnfn::losses::robust_dpo_grad_policy_rejected;
/// assert_eq!(robust_dpo_grad_policy_rejected(-10.0, -12.0, -10.0, -12.0, 0.5, 0.25), 0.5);
/// ```
#[must_use]
// ANCHOR: grad_policy_rejected
pub fn robust_dpo_grad_policy_rejected(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    beta: f64,
    label_smoothing: f64,
) -> f64 {
    check("robust_dpo_grad_policy_rejected", beta, label_smoothing);
    let v = logit(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        beta,
    );
    push(v, beta, label_smoothing)
}
// ANCHOR_END: grad_policy_rejected

// ANCHOR: push
/// `beta·((1 - ε)·σ(-v) + ε·σ(v))/(1 - 2ε)`.
fn push(v: Double, beta: f64, epsilon: f64) -> f64 {
    let trust = 1.0 - 2.0 * epsilon;
    let as_labelled = sigmoid_times(-v, beta * ((1.0 - epsilon) / trust));
    as_labelled + sigmoid_times(v, beta * (epsilon / trust))
}
// ANCHOR_END: push

fn check(name: &str, beta: f64, label_smoothing: f64) {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "{name}: beta must be positive and finite, got {beta}"
    );
    assert!(
        (0.0..0.5).contains(&label_smoothing),
        "{name}: label_smoothing must be at least 0 and below 0.5, \
         got {label_smoothing}"
    );
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::{dpo, dpo_grad};

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn without_swapped_labels_it_is_dpo_to_the_bit() {
        for h in [-9000.0, -40.3, -1.0, 0.0, 2.5, 37.7, 9000.0] {
            assert_eq!(
                robust_dpo(h, 0.0, 0.0, 0.0, 0.1, 0.0),
                dpo(h, 0.0, 0.0, 0.0, 0.1)
            );
            assert_eq!(
                robust_dpo_grad(h, 0.0, 0.0, 0.0, 0.1, 0.0),
                dpo_grad(h, 0.0, 0.0, 0.0, 0.1)
            );
        }
    }

    #[test]
    fn far_out_it_falls_along_a_line() {
        // mpmath, 60 digits
        let loss = robust_dpo(8000.0, 0.0, 0.0, 0.0, 0.125, 0.25);
        assert_eq!(loss, -500.0);
        let loss = robust_dpo(3.0, 0.0, 0.0, 0.0, 0.1, 0.1);
        assert_ulps_eq!(
            loss,
            0.516_855_244_468_527_2,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn infinite_log_probabilities_give_the_limit() {
        assert_eq!(
            robust_dpo(-INFINITY, -1.0, -1.0, -1.0, 0.5, 0.25),
            INFINITY
        );
        assert_eq!(
            robust_dpo(-1.0, -INFINITY, -1.0, -1.0, 0.5, 0.25),
            -INFINITY
        );
        assert_eq!(robust_dpo(-1.0, -INFINITY, -1.0, -1.0, 0.5, 0.0), 0.0);
        assert_eq!(
            robust_dpo_grad(-INFINITY, -1.0, -1.0, -1.0, 0.5, 0.25),
            -0.75
        );
        assert_eq!(
            robust_dpo_grad(-1.0, -INFINITY, -1.0, -1.0, 0.5, 0.25),
            -0.25
        );
        assert!(
            robust_dpo(-INFINITY, -1.0, -INFINITY, -1.0, 0.5, 0.25).is_nan()
        );
        assert!(
            robust_dpo_grad(f64::NAN, -1.0, -1.0, -1.0, 0.5, 0.25).is_nan()
        );
    }

    #[test]
    #[should_panic(
        expected = "robust_dpo: beta must be positive and finite, got 0"
    )]
    fn robust_dpo_requires_a_positive_beta() {
        let _ = robust_dpo(0.0, 0.0, 0.0, 0.0, 0.0, 0.1);
    }

    #[test]
    #[should_panic(
        expected = "robust_dpo: label_smoothing must be at least 0 and below 0.5, got 0.5"
    )]
    fn robust_dpo_requires_more_right_labels_than_swapped_ones() {
        let _ = robust_dpo(0.0, 0.0, 0.0, 0.0, 0.1, 0.5);
    }

    #[test]
    #[should_panic(
        expected = "robust_dpo_grad: label_smoothing must be at least 0 and below 0.5, got -1"
    )]
    fn robust_dpo_grad_requires_a_share() {
        let _ = robust_dpo_grad(0.0, 0.0, 0.0, 0.0, 0.1, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "robust_dpo_grad_policy_rejected: beta must be positive and finite, got inf"
    )]
    fn robust_dpo_grad_policy_rejected_requires_a_finite_beta() {
        let _ = robust_dpo_grad_policy_rejected(
            0.0, 0.0, 0.0, 0.0, INFINITY, 0.1,
        );
    }
}
