//! Simple preference optimisation.

use crate::double::Double;
use crate::logistic::{sigmoid_times, softplus_times};

/// SimPO loss of one pair of answers: `-ln σ(beta·(mean(chosen) - mean(rejected)) - gamma)`, in nats.
///
/// `chosen` and `rejected` are the log-probabilities, in nats, that the policy gives to the tokens of the two answers,
/// which may differ in length. There is no reference. `gamma` is by how much the mean of the chosen one has to lead,
/// after it is multiplied with `beta`.
///
/// - Range: `[0, ∞]`; `ln(1 + exp(gamma))` for equal means. Convex in the log-probabilities.
/// - Limits: 0 and `∞`. NaN gives NaN, so does `∞ - ∞`, and so does an answer without tokens, which has no mean.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `gamma` is not finite.
///
/// Source: Meng, Xia, Chen 2024, [arXiv:2405.14734](https://arxiv.org/abs/2405.14734), equation 6.
///
/// ```
/// use nnfn::losses::simpo;
/// let loss = simpo(&[-0.25, -0.75], &[-0.9; 8], 2.0, 1.0);
/// assert!((loss - 0.798_138_869).abs() < 1e-9);
/// assert_eq!(simpo(&[-3.0], &[-3.0; 7], 2.0, 0.0), 2_f64.ln());
/// assert!(simpo(&[], &[-1.0], 2.0, 1.0).is_nan());
/// ```
#[must_use]
// ANCHOR: value
pub fn simpo(chosen: &[f64], rejected: &[f64], beta: f64, gamma: f64) -> f64 {
    check("simpo", beta, gamma);
    let v = lead(chosen, rejected, beta, gamma);
    softplus_times(-v, Double::from(1.0)).value()
}
// ANCHOR_END: value

/// Gradient of [`simpo`] by `chosen`, of `T` tokens: each entry is `-beta·σ(-v)/T`, where
/// `v = beta·(mean(chosen) - mean(rejected)) - gamma`.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `gamma` is not finite.
///
/// ```
/// use nnfn::losses::simpo_grad;
/// assert_eq!(simpo_grad(&[-1.0, -3.0], &[-2.0], 2.0, 0.0), [-0.5, -0.5]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn simpo_grad(
    chosen: &[f64],
    rejected: &[f64],
    beta: f64,
    gamma: f64,
) -> Vec<f64> {
    check("simpo_grad", beta, gamma);
    let v = lead(chosen, rejected, beta, gamma);
    vec![0.0 - share(v, beta, chosen.len()); chosen.len()]
}
// ANCHOR_END: grad

/// Gradient of [`simpo`] by `rejected`, of `U` tokens: each entry is `beta·σ(-v)/U`, where
/// `v = beta·(mean(chosen) - mean(rejected)) - gamma`.
///
/// # Panics
///
/// If `beta` is not positive and finite, or `gamma` is not finite.
///
/// ```
/// use nnfn::losses::simpo_grad_rejected;
/// assert_eq!(simpo_grad_rejected(&[-1.0, -3.0], &[-2.0], 2.0, 0.0), [1.0]);
/// ```
#[must_use]
// ANCHOR: grad_rejected
pub fn simpo_grad_rejected(
    chosen: &[f64],
    rejected: &[f64],
    beta: f64,
    gamma: f64,
) -> Vec<f64> {
    check("simpo_grad_rejected", beta, gamma);
    let v = lead(chosen, rejected, beta, gamma);
    vec![share(v, beta, rejected.len()); rejected.len()]
}
// ANCHOR_END: grad_rejected

// ANCHOR: lead
/// `beta·(mean(chosen) - mean(rejected)) - gamma`, of double length.
fn lead(chosen: &[f64], rejected: &[f64], beta: f64, gamma: f64) -> Double {
    (average(chosen) - average(rejected)).normalised() * beta - gamma
}

/// The mean; of nothing it is NaN.
fn average(tokens: &[f64]) -> Double {
    if tokens.is_empty() {
        return Double::from(f64::NAN);
    }
    let n = tokens.len() as f64;
    let share = |x: &f64| Double::from(*x).over(n);
    tokens.iter().map(share).fold(Double::from(0.0), |a, b| a + b)
}

/// `beta·σ(-v)/n`.
fn share(v: Double, beta: f64, n: usize) -> f64 {
    sigmoid_times(-v, beta / n as f64)
}
// ANCHOR_END: lead

fn check(name: &str, beta: f64, gamma: f64) {
    assert!(
        beta > 0.0 && beta.is_finite(),
        "{name}: beta must be positive and finite, got {beta}"
    );
    assert!(gamma.is_finite(), "{name}: gamma must be finite, got {gamma}");
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn long_answers_lose_nothing() {
        // mpmath, 60 digits
        let (chosen, rejected) = ([-0.1, -0.3, -0.7], [-350.1, -353.3]);
        let loss = simpo(&chosen, &rejected, 2.0, 1.0);
        assert_ulps_eq!(
            loss,
            1.8622523509859313e-305,
            epsilon = 0.0,
            max_ulps = 2
        );
        let grad = simpo_grad(&chosen, &rejected, 2.0, 1.0);
        assert_eq!(grad.len(), 3);
        assert_ulps_eq!(
            grad[2],
            -1.2415015673239542e-305,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn a_sum_may_overflow_where_the_mean_does_not() {
        let loss = simpo(&[-1e308; 4], &[0.0], 0.5, 0.0);
        assert_ulps_eq!(loss, 5e307, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn tokens_of_probability_0_give_the_limit() {
        assert_eq!(simpo(&[-INFINITY, -1.0], &[-1.0], 2.0, 1.0), INFINITY);
        assert_eq!(simpo(&[-1.0], &[-INFINITY, -1.0], 2.0, 1.0), 0.0);
        assert_eq!(
            simpo_grad(&[-INFINITY, -1.0], &[-1.0], 2.0, 1.0),
            [-1.0; 2]
        );
        assert_eq!(
            simpo_grad_rejected(&[-1.0], &[-INFINITY], 2.0, 1.0),
            [0.0]
        );
        assert!(simpo(&[-INFINITY], &[-INFINITY], 2.0, 1.0).is_nan());
        assert!(simpo(&[f64::NAN], &[-1.0], 2.0, 1.0).is_nan());
    }

    #[test]
    fn an_answer_without_tokens_has_no_mean() {
        assert!(simpo(&[], &[-1.0], 2.0, 1.0).is_nan());
        assert!(simpo(&[-1.0], &[], 2.0, 1.0).is_nan());
        assert!(simpo_grad(&[], &[-1.0], 2.0, 1.0).is_empty());
        assert!(simpo_grad_rejected(&[], &[-1.0], 2.0, 1.0)[0].is_nan());
    }

    #[test]
    #[should_panic(
        expected = "simpo: beta must be positive and finite, got 0"
    )]
    fn simpo_requires_a_positive_beta() {
        let _ = simpo(&[-1.0], &[-1.0], 0.0, 1.0);
    }

    #[test]
    #[should_panic(expected = "simpo_grad: gamma must be finite, got inf")]
    fn simpo_grad_requires_a_finite_gamma() {
        let _ = simpo_grad(&[-1.0], &[-1.0], 2.0, INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "simpo_grad_rejected: gamma must be finite, got NaN"
    )]
    fn simpo_grad_rejected_requires_a_number() {
        let _ = simpo_grad_rejected(&[-1.0], &[-1.0], 2.0, f64::NAN);
    }
}
