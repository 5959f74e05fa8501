//! GRPO, the policy loss of a group of answers.

use crate::double::Double;
use crate::group::{Baseline, Clip, Group};

/// GRPO: the mean over the answers of a group of the mean over their tokens of
/// `-min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)`.
///
/// `r = exp(policy - old)` is the ratio of the probabilities of a token. The advantage `A` of an answer, the same for
/// all of its tokens, is its reward less the mean of the group, over the group's standard deviation:
/// [`group_advantages`](super::group_advantages). No penalty for the distance from a reference is in it.
///
/// The tables have a row for each answer, with the log-probabilities of its tokens: `policy` as they are now, `old` as
/// they were when the answers were sampled. Rows may differ in length. Where the `mask` is 0, nothing is heard of them.
///
/// - 0 for `policy = old`, whatever the rewards, if every answer has a token: the gradient is not. Unbounded above;
///   below it is at least `-(1 + epsilon_high)/2·mean|A|`.
/// - A group of equal rewards gives 0, gradient and all. An answer without tokens adds 0 and counts as an answer.
/// - Ratios that overflow are `∞`: the bound for `A > 0`, a loss of `∞` for `A < 0`. NaN gives NaN, and
///   so does an infinite reward.
///
/// # Panics
///
/// If an epsilon is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// Source: Shao et al. 2024, [arXiv:2402.03300](https://arxiv.org/abs/2402.03300), §4.1.
///
/// ```
/// use nnfn::losses::grpo;
/// let old = [vec![-1.0, -2.0], vec![-0.5, -1.5]];
/// let all = [vec![1.0; 2], vec![1.0; 2]];
/// // The right answer has become more likely by 0.1 nats a token.
/// let policy = [vec![-0.9, -1.9], vec![-0.5, -1.5]];
/// let loss = grpo(&policy, &old, &all, &[1.0, 0.0], 0.2, 0.2);
/// assert!((loss + 0.052_585_459).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: value
pub fn grpo(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
) -> f64 {
    let clip = Clip::new("grpo", epsilon_low, epsilon_high);
    let group = Group::new(
        "grpo",
        policy,
        old,
        mask,
        rewards,
        Baseline::Standardised,
    );
    group.of_tokens(clip, |i| share(&group, i))
}
// ANCHOR_END: value

/// Gradient of [`grpo`] by `policy`: `-r·A/(G·L)` for a token of an answer of `L`, or 0 where the clip
/// binds.
///
/// It binds for `A > 0` and a ratio above `1 + epsilon_high`, for `A < 0` and one below `1 - epsilon_low`.
///
/// # Panics
///
/// If an epsilon is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::grpo_grad;
/// let (old, all) = ([vec![-1.0], vec![-2.0]], [vec![1.0], vec![1.0]]);
/// let grad = grpo_grad(&old, &old, &all, &[1.0, 0.0], 0.2, 0.2);
/// assert_eq!(grad, [[-0.5], [0.5]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn grpo_grad(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
) -> Vec<Vec<f64>> {
    let clip = Clip::new("grpo_grad", epsilon_low, epsilon_high);
    let group = Group::new(
        "grpo_grad",
        policy,
        old,
        mask,
        rewards,
        Baseline::Standardised,
    );
    group.grad_of_tokens(clip, |i| share(&group, i))
}
// ANCHOR_END: grad

/// What a term of an answer is divided by: the number of answers times that of its tokens.
fn share(group: &Group, i: usize) -> Double {
    let length = group.lengths[i];
    // The maximum with 1 would make 1 of NaN.
    let tokens = if length == 0.0 { 1.0 } else { length };
    Double::from(tokens) * group.lengths.len() as f64
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::group_example::*;

    #[test]
    fn the_example_of_three_answers() {
        let loss = grpo(&policy(), &old(), &mask(), &REWARDS, 0.2, 0.28);
        // mpmath, 60 digits
        assert_ulps_eq!(
            loss,
            -0.073_165_129_152_477_94,
            epsilon = 1e-16,
            max_ulps = 4
        );
    }

    #[test]
    fn ratios_that_overflow_are_clipped_or_cost_infinity() {
        let (old, all) = (vec![vec![-1000.0]; 2], vec![vec![1.0]; 2]);
        let at = |a: f64, b: f64| vec![vec![a], vec![b]];
        let rewards = [1.0, 0.0];
        let good = at(0.0, -1000.0);
        assert_eq!(grpo(&good, &old, &all, &rewards, 0.25, 0.25), -0.125);
        let grad = grpo_grad(&good, &old, &all, &rewards, 0.25, 0.25);
        assert_eq!(grad, [[0.0], [0.5]]);
        let bad = at(-1000.0, 0.0);
        let loss = grpo(&bad, &old, &all, &rewards, 0.25, 0.25);
        assert_eq!(loss, f64::INFINITY);
        // exp(710) is beyond the largest number, half of it is not.
        let bad = at(-1000.0, -290.0);
        let loss = grpo(&bad, &old, &all, &rewards, 0.25, 0.25);
        let expected = 1.116_997_383_080_855_5e308;
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 4);
    }

    #[test]
    fn an_answer_without_tokens_adds_nothing_and_counts() {
        let (old, all) = (vec![vec![-1.0]; 2], vec![vec![1.0], vec![0.0]]);
        assert_eq!(grpo(&old, &old, &all, &[1.0, 0.0], 0.2, 0.2), -0.5);
        let none = vec![vec![0.0]; 2];
        assert_eq!(grpo(&old, &old, &none, &[1.0, 0.0], 0.2, 0.2), 0.0);
    }

    #[test]
    fn what_is_masked_is_not_heard() {
        let (mut policy, mut old) = (policy(), old());
        let loss = grpo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28);
        policy[0][2] = f64::NAN;
        old[1][3] = f64::INFINITY;
        assert_eq!(grpo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28), loss);
        let grad = grpo_grad(&policy, &old, &mask(), &REWARDS, 0.2, 0.28);
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
            assert!(grpo(&policy, &old, &mask, rewards, 0.2, 0.28).is_nan());
            let grad = grpo_grad(&policy, &old, &mask, rewards, 0.2, 0.28);
            assert!(grad[0][0].is_nan());
        }
    }

    #[test]
    fn a_group_of_equal_rewards_says_nothing() {
        let grad =
            grpo_grad(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28);
        assert!(grad.concat().iter().all(|g| *g == 0.0));
        assert_eq!(
            grpo(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28),
            0.0
        );
    }

    #[test]
    fn of_no_answers_there_is_no_mean() {
        assert!(grpo(&[], &[], &[], &[], 0.2, 0.28).is_nan());
        assert!(grpo_grad(&[], &[], &[], &[], 0.2, 0.28).is_empty());
    }

    #[test]
    #[should_panic(expected = "grpo: 3 answers, but 2 rewards")]
    fn grpo_requires_as_many_rewards() {
        let _ = grpo(&policy(), &old(), &mask(), &[1.0, 0.0], 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "grpo_grad: 3 answers, but 2 rows in old")]
    fn grpo_grad_requires_as_many_rows() {
        let _ =
            grpo_grad(&policy(), &old()[..2], &mask(), &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "grpo: 4 tokens in answer 1, but 3 in mask")]
    fn grpo_requires_as_many_tokens() {
        let mut mask = mask();
        mask[1].pop();
        let _ = grpo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "grpo: mask must be of 0 and 1, got 0.5")]
    fn grpo_requires_a_mask() {
        let mask = vec![vec![0.5; 4]; 3];
        let _ = grpo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(
        expected = "grpo: epsilon_low must be positive and finite, got 0"
    )]
    fn grpo_requires_a_positive_epsilon_low() {
        let _ = grpo(&[], &[], &[], &[], 0.0, 0.2);
    }

    #[test]
    #[should_panic(
        expected = "grpo_grad: epsilon_high must be positive and finite, got NaN"
    )]
    fn grpo_grad_requires_a_number_for_epsilon_high() {
        let _ = grpo_grad(&[], &[], &[], &[], 0.2, f64::NAN);
    }

    #[test]
    fn nan_in_the_mask_leaves_no_slope_of_its_answer_known() {
        let (old, mask) =
            ([vec![-1.0; 2], vec![-2.0]], [vec![f64::NAN, 1.0], vec![1.0]]);
        let grad = grpo_grad(&old, &old, &mask, &[1.0, 0.0], 0.2, 0.2);
        assert!(grad[0].iter().all(|g| g.is_nan()), "{grad:?}");
        assert_eq!(grad[1], [0.5]);
    }
}
