//! DAPO, the policy loss of a group as a mean over its tokens.

use crate::group::{Baseline, Clip, Group};

/// DAPO: the mean over all tokens of a group of `-min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)`.
///
/// Ratio and advantage are those of [`grpo`](super::grpo). Each token counts alike, so that a long answer weighs more
/// than a short one; `epsilon_high` is larger than `epsilon_low`, 0.28 and 0.2 in the paper, so that an unlikely token
/// may gain more. What else the paper does, as leaving out groups of equal rewards, is not part of the loss.
///
/// The tables have a row for each answer, with the log-probabilities of its tokens: `policy` as they are now, `old` as
/// they were when the answers were sampled. Rows may differ in length. Where the `mask` is 0, nothing is heard of them.
///
/// - Not 0 for `policy = old` if lengths differ. A group of equal rewards gives 0, gradient and all.
/// - Without a single token it is NaN, the mean of nothing. Ratios that overflow as in [`grpo`](super::grpo). NaN gives
///   NaN, and so does an infinite reward.
///
/// # Panics
///
/// If an epsilon is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// Source: Yu et al. 2025, [arXiv:2503.14476](https://arxiv.org/abs/2503.14476), §3.
///
/// ```
/// use nnfn::losses::dapo;
/// let old = [vec![-1.0], vec![-0.5, -1.5, -2.0]];
/// let all = [vec![1.0], vec![1.0; 3]];
/// // Of four tokens one is of the right answer, three are of the wrong one.
/// assert_eq!(dapo(&old, &old, &all, &[1.0, 0.0], 0.2, 0.28), 0.5);
/// ```
#[must_use]
// ANCHOR: value
pub fn dapo(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
) -> f64 {
    let clip = Clip::new("dapo", epsilon_low, epsilon_high);
    let group = Group::new(
        "dapo",
        policy,
        old,
        mask,
        rewards,
        Baseline::Standardised,
    );
    let tokens = group.tokens();
    if tokens == 0.0 {
        return f64::NAN; // the mean of nothing
    }
    group.of_tokens(clip, |_| tokens.into())
}
// ANCHOR_END: value

/// Gradient of [`dapo`] by `policy`: `-r·A` over the number of tokens in the group, or 0 where the clip
/// binds.
///
/// # Panics
///
/// If an epsilon is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::dapo_grad;
/// let old = [vec![-1.0], vec![-0.5, -1.5, -2.0]];
/// let all = [vec![1.0], vec![1.0; 3]];
/// let grad = dapo_grad(&old, &old, &all, &[1.0, 0.0], 0.2, 0.28);
/// assert_eq!(grad, [vec![-0.25], vec![0.25; 3]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn dapo_grad(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
) -> Vec<Vec<f64>> {
    let clip = Clip::new("dapo_grad", epsilon_low, epsilon_high);
    let group = Group::new(
        "dapo_grad",
        policy,
        old,
        mask,
        rewards,
        Baseline::Standardised,
    );
    let tokens = group.tokens();
    group.grad_of_tokens(clip, |_| tokens.into())
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::group_example::*;

    #[test]
    fn the_example_of_three_answers() {
        let loss = dapo(&policy(), &old(), &mask(), &REWARDS, 0.2, 0.28);
        // mpmath, 60 digits
        assert_ulps_eq!(
            loss,
            -0.110_059_257_299_301_44,
            epsilon = 1e-16,
            max_ulps = 4
        );
    }

    #[test]
    fn without_a_token_there_is_no_mean() {
        let none = vec![vec![0.0; 4]; 3];
        let at = |mask: &[Vec<f64>]| {
            dapo(&policy(), &old(), mask, &REWARDS, 0.2, 0.28)
        };
        assert!(at(&none).is_nan());
        let grad = dapo_grad(&policy(), &old(), &none, &REWARDS, 0.2, 0.28);
        assert_eq!(grad, vec![vec![0.0; 4]; 3]);
    }

    #[test]
    fn what_is_masked_is_not_heard() {
        let (mut policy, mut old) = (policy(), old());
        let loss = dapo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28);
        policy[0][2] = f64::NAN;
        old[1][3] = f64::INFINITY;
        assert_eq!(dapo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28), loss);
        let grad = dapo_grad(&policy, &old, &mask(), &REWARDS, 0.2, 0.28);
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
            assert!(dapo(&policy, &old, &mask, rewards, 0.2, 0.28).is_nan());
            let grad = dapo_grad(&policy, &old, &mask, rewards, 0.2, 0.28);
            assert!(grad[0][0].is_nan());
        }
    }

    #[test]
    fn a_group_of_equal_rewards_says_nothing() {
        let grad =
            dapo_grad(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28);
        assert!(grad.concat().iter().all(|g| *g == 0.0));
        assert_eq!(
            dapo(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28),
            0.0
        );
    }

    #[test]
    fn of_no_answers_there_is_no_mean() {
        assert!(dapo(&[], &[], &[], &[], 0.2, 0.28).is_nan());
        assert!(dapo_grad(&[], &[], &[], &[], 0.2, 0.28).is_empty());
    }

    #[test]
    #[should_panic(expected = "dapo: 3 answers, but 2 rewards")]
    fn dapo_requires_as_many_rewards() {
        let _ = dapo(&policy(), &old(), &mask(), &[1.0, 0.0], 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "dapo_grad: 3 answers, but 2 rows in old")]
    fn dapo_grad_requires_as_many_rows() {
        let _ =
            dapo_grad(&policy(), &old()[..2], &mask(), &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "dapo: 4 tokens in answer 1, but 3 in mask")]
    fn dapo_requires_as_many_tokens() {
        let mut mask = mask();
        mask[1].pop();
        let _ = dapo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(expected = "dapo: mask must be of 0 and 1, got 0.5")]
    fn dapo_requires_a_mask() {
        let mask = vec![vec![0.5; 4]; 3];
        let _ = dapo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28);
    }

    #[test]
    #[should_panic(
        expected = "dapo: epsilon_low must be positive and finite, got 0"
    )]
    fn dapo_requires_a_positive_epsilon_low() {
        let _ = dapo(&[], &[], &[], &[], 0.0, 0.2);
    }

    #[test]
    #[should_panic(
        expected = "dapo_grad: epsilon_high must be positive and finite, got NaN"
    )]
    fn dapo_grad_requires_a_number_for_epsilon_high() {
        let _ = dapo_grad(&[], &[], &[], &[], 0.2, f64::NAN);
    }
}
