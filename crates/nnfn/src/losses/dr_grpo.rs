//! Dr. GRPO, without two of the divisions of GRPO.

use crate::double::Double;
use crate::group::{Baseline, Clip, Group};

/// Dr. GRPO: `-min(r·A, clip(r, 1 - epsilon_low, 1 + epsilon_high)·A)`, summed over all tokens of a group and divided by
/// the number of answers times a constant `length`.
///
/// The ratio is that of [`grpo`](super::grpo). The advantage is the reward less the mean of the group, not divided by a
/// standard deviation. `length` is the same for all groups, mostly the largest number of tokens that an answer may have.
///
/// The tables have a row for each answer, with the log-probabilities of its tokens: `policy` as they are now, `old` as
/// they were when the answers were sampled. Rows may differ in length. Where the `mask` is 0, nothing is heard of them.
///
/// - Scales with the rewards. A group of equal rewards gives 0, and so does one without tokens.
/// - Of no answers it is NaN. Ratios that overflow as in [`grpo`](super::grpo). NaN gives NaN, and
///   so does an infinite reward.
///
/// # Panics
///
/// If an epsilon or `length` is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// Source: Liu et al. 2025, [arXiv:2503.20783](https://arxiv.org/abs/2503.20783), §3.
///
/// ```
/// use nnfn::losses::dr_grpo;
/// let old = [vec![-1.0], vec![-0.5, -1.5, -2.0]];
/// let all = [vec![1.0], vec![1.0; 3]];
/// assert_eq!(dr_grpo(&old, &old, &all, &[1.0, 0.0], 0.2, 0.2, 4.0), 0.125);
/// ```
#[must_use]
// ANCHOR: value
pub fn dr_grpo(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
    length: f64,
) -> f64 {
    check("dr_grpo", length);
    let clip = Clip::new("dr_grpo", epsilon_low, epsilon_high);
    let group =
        Group::new("dr_grpo", policy, old, mask, rewards, Baseline::Mean);
    let answers = Double::from(rewards.len() as f64);
    group.of_tokens(clip, |_| answers * length)
}
// ANCHOR_END: value

/// Gradient of [`dr_grpo`] by `policy`: `-r·A/(G·length)`, or 0 where the clip binds.
///
/// # Panics
///
/// If an epsilon or `length` is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::dr_grpo_grad;
/// let (old, all) = ([vec![-1.0], vec![-2.0]], [vec![1.0], vec![1.0]]);
/// let grad = dr_grpo_grad(&old, &old, &all, &[3.0, 1.0], 0.2, 0.2, 4.0);
/// assert_eq!(grad, [[-0.125], [0.125]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn dr_grpo_grad(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    epsilon_low: f64,
    epsilon_high: f64,
    length: f64,
) -> Vec<Vec<f64>> {
    check("dr_grpo_grad", length);
    let clip = Clip::new("dr_grpo_grad", epsilon_low, epsilon_high);
    let group = Group::new(
        "dr_grpo_grad",
        policy,
        old,
        mask,
        rewards,
        Baseline::Mean,
    );
    let answers = Double::from(rewards.len() as f64);
    group.grad_of_tokens(clip, |_| answers * length)
}
// ANCHOR_END: grad

fn check(name: &str, length: f64) {
    assert!(
        length > 0.0 && length.is_finite(),
        "{name}: length must be positive and finite, got {length}"
    );
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::group_example::*;

    #[test]
    fn the_example_of_three_answers() {
        let loss =
            dr_grpo(&policy(), &old(), &mask(), &REWARDS, 0.2, 0.28, 4.0);
        // mpmath, 60 digits
        assert_ulps_eq!(
            loss,
            -0.036_108_644_107_607_97,
            epsilon = 1e-16,
            max_ulps = 4
        );
    }

    #[test]
    fn rewards_of_any_size_scale_it() {
        for scale in [1e-300, 1e300] {
            let rewards = REWARDS.map(|r| scale * r);
            let at = |rewards: &[f64]| {
                dr_grpo(&policy(), &old(), &mask(), rewards, 0.2, 0.28, 4.0)
            };
            let expected = scale * at(&REWARDS);
            let loss = at(&rewards);
            assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 8);
        }
    }

    #[test]
    fn what_is_masked_is_not_heard() {
        let (mut policy, mut old) = (policy(), old());
        let loss = dr_grpo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28, 4.0);
        policy[0][2] = f64::NAN;
        old[1][3] = f64::INFINITY;
        assert_eq!(
            dr_grpo(&policy, &old, &mask(), &REWARDS, 0.2, 0.28, 4.0),
            loss
        );
        let grad =
            dr_grpo_grad(&policy, &old, &mask(), &REWARDS, 0.2, 0.28, 4.0);
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
            assert!(
                dr_grpo(&policy, &old, &mask, rewards, 0.2, 0.28, 4.0)
                    .is_nan()
            );
            let grad =
                dr_grpo_grad(&policy, &old, &mask, rewards, 0.2, 0.28, 4.0);
            assert!(grad[0][0].is_nan());
        }
    }

    #[test]
    fn a_group_of_equal_rewards_says_nothing() {
        let grad = dr_grpo_grad(
            &policy(),
            &old(),
            &mask(),
            &[0.1; 3],
            0.2,
            0.28,
            4.0,
        );
        assert!(grad.concat().iter().all(|g| *g == 0.0));
        assert_eq!(
            dr_grpo(&policy(), &old(), &mask(), &[0.1; 3], 0.2, 0.28, 4.0),
            0.0
        );
    }

    #[test]
    fn of_no_answers_there_is_no_mean() {
        assert!(dr_grpo(&[], &[], &[], &[], 0.2, 0.28, 4.0).is_nan());
        assert!(dr_grpo_grad(&[], &[], &[], &[], 0.2, 0.28, 4.0).is_empty());
    }

    #[test]
    #[should_panic(expected = "dr_grpo: 3 answers, but 2 rewards")]
    fn dr_grpo_requires_as_many_rewards() {
        let _ =
            dr_grpo(&policy(), &old(), &mask(), &[1.0, 0.0], 0.2, 0.28, 4.0);
    }

    #[test]
    #[should_panic(expected = "dr_grpo_grad: 3 answers, but 2 rows in old")]
    fn dr_grpo_grad_requires_as_many_rows() {
        let _ = dr_grpo_grad(
            &policy(),
            &old()[..2],
            &mask(),
            &REWARDS,
            0.2,
            0.28,
            4.0,
        );
    }

    #[test]
    #[should_panic(expected = "dr_grpo: 4 tokens in answer 1, but 3 in mask")]
    fn dr_grpo_requires_as_many_tokens() {
        let mut mask = mask();
        mask[1].pop();
        let _ = dr_grpo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28, 4.0);
    }

    #[test]
    #[should_panic(expected = "dr_grpo: mask must be of 0 and 1, got 0.5")]
    fn dr_grpo_requires_a_mask() {
        let mask = vec![vec![0.5; 4]; 3];
        let _ = dr_grpo(&policy(), &old(), &mask, &REWARDS, 0.2, 0.28, 4.0);
    }

    #[test]
    #[should_panic(
        expected = "dr_grpo: epsilon_low must be positive and finite, got 0"
    )]
    fn dr_grpo_requires_a_positive_epsilon_low() {
        let _ = dr_grpo(&[], &[], &[], &[], 0.0, 0.2, 4.0);
    }

    #[test]
    #[should_panic(
        expected = "dr_grpo_grad: epsilon_high must be positive and finite, got NaN"
    )]
    fn dr_grpo_grad_requires_a_number_for_epsilon_high() {
        let _ = dr_grpo_grad(&[], &[], &[], &[], 0.2, f64::NAN, 4.0);
    }

    #[test]
    #[should_panic(
        expected = "dr_grpo: length must be positive and finite, got 0"
    )]
    fn dr_grpo_requires_a_positive_length() {
        let _ = dr_grpo(&[], &[], &[], &[], 0.2, 0.2, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "dr_grpo_grad: length must be positive and finite, got inf"
    )]
    fn dr_grpo_grad_requires_a_finite_length() {
        let _ = dr_grpo_grad(&[], &[], &[], &[], 0.2, 0.2, f64::INFINITY);
    }
}
