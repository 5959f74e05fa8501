//! GSPO, with one ratio for each answer.

use crate::double::Double;
use crate::group::{Baseline, Clip, Group};

/// GSPO: the mean over the answers of a group of `-min(s·A, clip(s, 1 - epsilon_low, 1 + epsilon_high)·A)`, with one ratio
/// for each.
///
/// `s` is the geometric mean of the ratios of its tokens, `exp(mean(policy - old))`; the advantage is that of
/// [`grpo`](super::grpo). A mean of many logarithms hardly moves, so that the clip is far narrower: 3e-4 below and 4e-4
/// above in the paper.
///
/// The tables have a row for each answer, with the log-probabilities of its tokens: `policy` as they are now, `old` as
/// they were when the answers were sampled. Rows may differ in length. Where the `mask` is 0, nothing is heard of them.
///
/// - 0 for `policy = old`, if every answer has a token. The order of the ratios within an answer does not matter.
/// - A group of equal rewards gives 0, gradient and all. An answer without tokens adds 0 and counts as an answer.
/// - Ratios that overflow as in [`grpo`](super::grpo). NaN gives NaN, and
///   so does an infinite reward.
///
/// # Panics
///
/// If an epsilon is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// Source: Zheng et al. 2025, [arXiv:2507.18071](https://arxiv.org/abs/2507.18071), §4.1.
///
/// ```
/// use nnfn::losses::gspo;
/// let old = [vec![-1.0, -2.0, -0.5], vec![-0.5, -1.5, -2.0]];
/// let all = [vec![1.0; 3], vec![1.0; 3]];
/// // Log-ratios of 0.1, -0.2 and 0.3: a ratio of exp(0.2/3), not of exp(0.2).
/// let policy = [vec![-0.9, -2.2, -0.2], vec![-0.5, -1.5, -2.0]];
/// let loss = gspo(&policy, &old, &all, &[1.0, 0.0], 0.2, 0.2);
/// assert!((loss + 0.034_469_553).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: value
pub fn gspo(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
) -> f64 {
    let clip = Clip::new("gspo", epsilon_low, epsilon_high);
    let group = Group::new(
        "gspo",
        policy,
        old,
        mask,
        rewards,
        Baseline::Standardised,
    );
    group.of_answers(clip, |length| length != 0.0, Double::over)
}
// ANCHOR_END: value

/// Gradient of [`gspo`] by `policy`: `-s·A/(G·L)` for all tokens of an answer of `L` alike, or 0 where
/// the clip binds.
///
/// # Panics
///
/// If an epsilon is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::gspo_grad;
/// let old = [vec![-1.0, -2.0], vec![-0.5, -1.5]];
/// let all = [vec![1.0; 2], vec![1.0; 2]];
/// let grad = gspo_grad(&old, &old, &all, &[1.0, 0.0], 3e-4, 4e-4);
/// assert_eq!(grad, [[-0.25; 2], [0.25; 2]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn gspo_grad(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
) -> Vec<Vec<f64>> {
    let clip = Clip::new("gspo_grad", epsilon_low, epsilon_high);
    let group = Group::new(
        "gspo_grad",
        policy,
        old,
        mask,
        rewards,
        Baseline::Standardised,
    );
    group.grad_of_answers(clip, Double::over, |length| length)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::group_example::*;

    #[test]
    fn the_example_of_three_answers() {
        let loss = gspo(&policy(), &old(), &mask(), &REWARDS, 0.2, 0.28);
        // mpmath, 60 digits
        assert_ulps_eq!(
            loss,
            -0.127_382_386_204_260_93,
            epsilon = 1e-16,
            max_ulps = 4
        );
    }

    #[test]
    fn an_answer_without_tokens_adds_nothing_and_counts() {
        let (old, all) = (vec![vec![-1.0]; 2], vec![vec![1.0], vec![0.0]]);
        assert_eq!(gspo(&old, &old, &all, &[1.0, 0.0], 0.2, 0.2), -0.5);
    }

    #[test]
    fn log_ratios_that_cancel_leave_their_mean() {
        let (old, all) = (vec![vec![0.0; 3]; 2], vec![vec![1.0; 3]; 2]);
        let policy = vec![vec![-900.0, 900.0, -0.3], vec![0.0; 3]];
        let loss = gspo(&policy, &old, &all, &[1.0, 0.0], 0.2, 0.2);
        let expected = 0.047_581_290_982_020_24;
        assert_ulps_eq!(loss, expected, epsilon = 1e-16, max_ulps = 4);
    }

    #[test]
    fn what_is_masked_is_not_heard() {
        let (mut policy, mut old) = (policy(), old());
        let loss = gspo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28);
        policy[0][2] = f64::NAN;
        old[1][3] = f64::INFINITY;
        assert_eq!(gspo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28), loss);
        let grad = gspo_grad(&policy, &old, &mask(), &REWARDS, 0.2, 0.28);
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
            assert!(gspo(&policy, &old, &mask, rewards, 0.2, 0.28).is_nan());
            let grad = gspo_grad(&policy, &old, &mask, rewards, 0.2, 0.28);
            assert!(grad[0][0].is_nan());
        }
    }

    #[test]
    fn a_group_of_equal_rewards_says_nothing() {
        let grad =
            gspo_grad(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28);
        assert!(grad.concat().iter().all(|g| *g == 0.0));
        assert_eq!(
            gspo(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28),
            0.0
        );
    }

    #[test]
    fn of_no_answers_there_is_no_mean() {
        assert!(gspo(&[], &[], &[], &[], 0.2, 0.28).is_nan());
        assert!(gspo_grad(&[], &[], &[], &[], 0.2, 0.28).is_empty());
    }

    #[test]
    #[should_panic(expected = "gspo: 3 answers, but 2 rewards")]
    fn gspo_requires_as_many_rewards() {
        let _ = gspo(&policy(), &old(), &mask(), &[1.0, 0.0], 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "gspo_grad: 3 answers, but 2 rows in old")]
    fn gspo_grad_requires_as_many_rows() {
        let _ =
            gspo_grad(&policy(), &old()[..2], &mask(), &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "gspo: 4 tokens in answer 1, but 3 in mask")]
    fn gspo_requires_as_many_tokens() {
        let mut mask = mask();
        mask[1].pop();
        let _ = gspo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "gspo: mask must be of 0 and 1, got 0.5")]
    fn gspo_requires_a_mask() {
        let mask = vec![vec![0.5; 4]; 3];
        let _ = gspo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(
        expected = "gspo: epsilon_low must be positive and finite, got 0"
    )]
    fn gspo_requires_a_positive_epsilon_low() {
        let _ = gspo(&[], &[], &[], &[], 0.0, 0.2);
    }

    #[test]
    #[should_panic(
        expected = "gspo_grad: epsilon_high must be positive and finite, got NaN"
    )]
    fn gspo_grad_requires_a_number_for_epsilon_high() {
        let _ = gspo_grad(&[], &[], &[], &[], 0.2, f64::NAN);
    }
}
