//! RLOO, with the mean of the other answers for a baseline.

use crate::group::{Baseline, Clip, Group};

/// RLOO: the mean over the answers of a group of `-min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)`, with the ratio
/// of whole answers.
///
/// `r = exp(Σ(policy - old))` is the ratio of the probabilities of an answer. The advantage is its reward less the mean of
/// the others: [`leave_one_out_advantages`](super::leave_one_out_advantages). At `policy = old` its gradient is that of
/// `-A·ln π`, the policy gradient of the paper; ratio and clip are those of TRL, for more than one step with a batch.
///
/// The tables have a row for each answer, with the log-probabilities of its tokens: `policy` as they are now, `old` as
/// they were when the answers were sampled. Rows may differ in length. Where the `mask` is 0, nothing is heard of them.
///
/// - 0 for `policy = old`. Scales with the rewards; a group of equal rewards gives 0, and so does a single answer.
/// - An answer without tokens has a ratio of 1 and no gradient. Of no answers it is NaN.
/// - Ratios that overflow as in [`grpo`](super::grpo). NaN gives NaN, and
///   so does an infinite reward.
///
/// # Panics
///
/// If an epsilon is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// Source: Ahmadian et al. 2024, [arXiv:2402.14740](https://arxiv.org/abs/2402.14740).
///
/// ```
/// use nnfn::losses::rloo;
/// let old = [vec![-1.0, -2.0], vec![-0.5, -1.5]];
/// let all = [vec![1.0; 2], vec![1.0; 2]];
/// let policy = [vec![-0.95, -1.95], vec![-0.5, -1.5]];
/// let loss = rloo(&policy, &old, &all, &[3.0, 1.0], 0.2, 0.2);
/// assert!((loss + 0.105_170_918).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: value
pub fn rloo(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
) -> f64 {
    let clip = Clip::new("rloo", epsilon_low, epsilon_high);
    let group =
        Group::new("rloo", policy, old, mask, rewards, Baseline::Others);
    group.of_answers(clip, |_| true, |moved, _| moved)
}
// ANCHOR_END: value

/// Gradient of [`rloo`] by `policy`: `-r·A/G` for all tokens of an answer alike, or 0 where the clip
/// binds.
///
/// # Panics
///
/// If an epsilon is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::rloo_grad;
/// let old = [vec![-1.0, -2.0], vec![-0.5, -1.5]];
/// let all = [vec![1.0; 2], vec![1.0; 2]];
/// let grad = rloo_grad(&old, &old, &all, &[1.0, 0.0], 0.2, 0.2);
/// assert_eq!(grad, [[-0.5; 2], [0.5; 2]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn rloo_grad(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
) -> Vec<Vec<f64>> {
    let clip = Clip::new("rloo_grad", epsilon_low, epsilon_high);
    let group =
        Group::new("rloo_grad", policy, old, mask, rewards, Baseline::Others);
    group.grad_of_answers(clip, |moved, _| moved, |_| 1.0)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::group_example::*;

    #[test]
    fn the_example_of_three_answers() {
        let loss = rloo(&policy(), &old(), &mask(), &REWARDS, 0.2, 0.28);
        // mpmath, 60 digits
        assert_ulps_eq!(
            loss,
            -0.177_168_298_811_157_7,
            epsilon = 1e-16,
            max_ulps = 4
        );
    }

    #[test]
    fn what_is_masked_is_not_heard() {
        let (mut policy, mut old) = (policy(), old());
        let loss = rloo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28);
        policy[0][2] = f64::NAN;
        old[1][3] = f64::INFINITY;
        assert_eq!(rloo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28), loss);
        let grad = rloo_grad(&policy, &old, &mask(), &REWARDS, 0.2, 0.28);
        assert_eq!((grad[0][2], grad[1][3]), (0.0, 0.0));
        assert!(grad.concat().iter().all(|g| g.is_finite()));
    }

    #[test]
    fn nan_comes_through() {
        for i in 0..4 {
            let mut given = [policy(), old(), mask(), vec![REWARDS.to_vec()]];
            given[i][0][0] = f64::NAN;
            let [policy, old, mask, rewards] = given;
            let rewards = &rewards[0];
            assert!(rloo(&policy, &old, &mask, rewards, 0.2, 0.28).is_nan());
            let grad = rloo_grad(&policy, &old, &mask, rewards, 0.2, 0.28);
            assert!(grad[0][0].is_nan());
        }
    }

    #[test]
    fn a_group_of_equal_rewards_says_nothing() {
        let grad =
            rloo_grad(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28);
        assert!(grad.concat().iter().all(|g| *g == 0.0));
        assert_eq!(
            rloo(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28),
            0.0
        );
    }

    #[test]
    fn of_no_answers_there_is_no_mean() {
        assert!(rloo(&[], &[], &[], &[], 0.2, 0.28).is_nan());
        assert!(rloo_grad(&[], &[], &[], &[], 0.2, 0.28).is_empty());
    }

    #[test]
    #[should_panic(expected = "rloo: 3 answers, but 2 rewards")]
    fn rloo_requires_as_many_rewards() {
        let _ = rloo(&policy(), &old(), &mask(), &[1.0, 0.0], 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "rloo_grad: 3 answers, but 2 rows in old")]
    fn rloo_grad_requires_as_many_rows() {
        let _ =
            rloo_grad(&policy(), &old()[..2], &mask(), &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "rloo: 4 tokens in answer 1, but 3 in mask")]
    fn rloo_requires_as_many_tokens() {
        let mut mask = mask();
        mask[1].pop();
        let _ = rloo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "rloo: mask must be of 0 and 1, got 0.5")]
    fn rloo_requires_a_mask() {
        let mask = vec![vec![0.5; 4]; 3];
        let _ = rloo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(
        expected = "rloo: epsilon_low must be positive and finite, got 0"
    )]
    fn rloo_requires_a_positive_epsilon_low() {
        let _ = rloo(&[], &[], &[], &[], 0.0, 0.2);
    }

    #[test]
    #[should_panic(
        expected = "rloo_grad: epsilon_high must be positive and finite, got NaN"
    )]
    fn rloo_grad_requires_a_number_for_epsilon_high() {
        let _ = rloo_grad(&[], &[], &[], &[], 0.2, f64::NAN);
    }

    #[test]
    fn small_rewards_take_back_a_ratio_that_overflows() {
        // mpmath, 50 digits: exp(720)·1e-20/2
        let (policy, old) =
            ([vec![720.0], vec![0.0]], [vec![0.0], vec![0.0]]);
        let all = [vec![1.0], vec![1.0]];
        let loss = rloo(&policy, &old, &all, &[0.0, 1e-20], 0.2, 0.2);
        let grad = rloo_grad(&policy, &old, &all, &[0.0, 1e-20], 0.2, 0.2);
        let expected = 2.460_350_465_131_908e292;
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 4);
        assert_ulps_eq!(grad[0][0], expected, epsilon = 0.0, max_ulps = 4);
    }
}
