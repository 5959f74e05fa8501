//! CISPO, which clips a weight and keeps the gradient.

use crate::double::Double;
use crate::group::{Baseline, Group, ratio_times};

/// CISPO: the mean over all tokens of a group of `-min(r, cap)·A·policy`, where the weight `min(r, cap)` is held fixed.
///
/// Ratio and advantage are those of [`grpo`](super::grpo). The weight corrects for the old policy and is no part of the
/// gradient, so that no token is ever without one: beyond the cap it pulls with the cap's weight. `cap` is the largest
/// ratio itself, not by how much it may exceed 1: TRL's `epsilon_high` for this loss, 5 there by recommendation.
///
/// The tables have a row for each answer, with the log-probabilities of its tokens: `policy` as they are now, `old` as
/// they were when the answers were sampled. Rows may differ in length. Where the `mask` is 0, nothing is heard of them.
///
/// - The value says little: it moves with the log-probabilities themselves. A group of equal rewards gives 0.
/// - Without a single token it is NaN, the mean of nothing. A token of probability 0 that had some costs nothing.
/// - Ratios that overflow have the weight `cap`. NaN gives NaN, and
///   so does an infinite reward.
///
/// # Panics
///
/// If `cap` is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// Source: MiniMax 2025, [arXiv:2506.13585](https://arxiv.org/abs/2506.13585), §3.1.
///
/// ```
/// use nnfn::losses::cispo;
/// let (old, all) = ([vec![-1.0], vec![-2.0]], [vec![1.0], vec![1.0]]);
/// assert_eq!(cispo(&old, &old, &all, &[1.0, 0.0], 5.0), -0.5);
/// // With a cap of 0.2 every weight is 0.2, that of an unchanged token too.
/// assert_eq!(cispo(&old, &old, &all, &[1.0, 0.0], 0.2), -0.1);
/// ```
#[must_use]
// ANCHOR: value
pub fn cispo(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    cap: f64,
) -> f64 {
    check("cispo", cap);
    let group = Group::new(
        "cispo",
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
    group.sum(|i, t, moved| {
        let pull = pull(moved, group.advantages[i].over(tokens), cap);
        if pull.hi == 0.0 { pull } else { pull * policy[i][t] }
    })
}
// ANCHOR_END: value

/// Gradient of [`cispo`] by `policy`: `-min(r, cap)·A` over the number of tokens in the group.
///
/// It is not the derivative of the value, in which the weight moves as well.
///
/// # Panics
///
/// If `cap` is not positive and finite, if the shapes differ, or if the mask has an entry that is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::cispo_grad;
/// let (old, all) = ([vec![-2.0], vec![-2.0]], [vec![1.0], vec![1.0]]);
/// let policy = [vec![-0.5], vec![-2.0]]; // a ratio of 4.48
/// let grad = cispo_grad(&policy, &old, &all, &[1.0, 0.0], 4.0);
/// assert_eq!(grad, [[-2.0], [0.5]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn cispo_grad(
    policy: &[Vec<f64>],
    old: &[Vec<f64>],
    mask: &[Vec<f64>],
    rewards: &[f64],
    cap: f64,
) -> Vec<Vec<f64>> {
    check("cispo_grad", cap);
    let group = Group::new(
        "cispo_grad",
        policy,
        old,
        mask,
        rewards,
        Baseline::Standardised,
    );
    let tokens = group.tokens();
    group.each(|i, moved| pull(moved, group.advantages[i].over(tokens), cap))
}
// ANCHOR_END: grad

fn check(name: &str, cap: f64) {
    assert!(
        cap > 0.0 && cap.is_finite(),
        "{name}: cap must be positive and finite, got {cap}"
    );
}

// ANCHOR: pull
/// `-min(exp(moved), cap)·advantage`.
fn pull(moved: Double, advantage: Double, cap: f64) -> Double {
    if (moved.exp() - cap).value() > 0.0 {
        -advantage * cap
    } else {
        -ratio_times(moved, advantage)
    }
}
// ANCHOR_END: pull

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::group_example::*;

    #[test]
    fn the_example_of_three_answers() {
        let loss = cispo(&policy(), &old(), &mask(), &REWARDS, 1.25);
        // mpmath, 60 digits
        assert_ulps_eq!(
            loss,
            0.604_426_622_764_736_8,
            epsilon = 1e-16,
            max_ulps = 4
        );
    }

    #[test]
    fn infinite_log_probabilities_give_the_limit() {
        let (old, all) = (vec![vec![-1.0]; 2], vec![vec![1.0]; 2]);
        let policy = vec![vec![-f64::INFINITY], vec![-1.0]];
        assert_eq!(cispo(&policy, &old, &all, &[1.0, 0.0], 5.0), -0.5);
        let grad = cispo_grad(&policy, &old, &all, &[1.0, 0.0], 5.0);
        assert_eq!(grad, [[0.0], [0.5]]);
        let old = vec![vec![-f64::INFINITY], vec![-1.0]];
        let policy = vec![vec![-1.0]; 2];
        let grad = cispo_grad(&policy, &old, &all, &[1.0, 0.0], 5.0);
        assert_eq!(grad, [[-2.5], [0.5]]);
    }

    #[test]
    fn without_a_token_there_is_no_mean() {
        let none = vec![vec![0.0; 4]; 3];
        assert!(cispo(&policy(), &old(), &none, &REWARDS, 5.0).is_nan());
        let grad = cispo_grad(&policy(), &old(), &none, &REWARDS, 5.0);
        assert_eq!(grad, vec![vec![0.0; 4]; 3]);
    }

    #[test]
    fn what_is_masked_is_not_heard() {
        let (mut policy, mut old) = (policy(), old());
        let loss = cispo(&policy, &old, &mask(), &REWARDS, 1.25);
        policy[0][2] = f64::NAN;
        old[1][3] = f64::INFINITY;
        assert_eq!(cispo(&policy, &old, &mask(), &REWARDS, 1.25), loss);
        let grad = cispo_grad(&policy, &old, &mask(), &REWARDS, 1.25);
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
            assert!(cispo(&policy, &old, &mask, rewards, 1.25).is_nan());
            let grad = cispo_grad(&policy, &old, &mask, rewards, 1.25);
            assert!(grad[0][0].is_nan());
        }
    }

    #[test]
    fn a_group_of_equal_rewards_says_nothing() {
        let grad = cispo_grad(&policy(), &old(), &mask(), &[0.1; 3], 1.25);
        assert!(grad.concat().iter().all(|g| *g == 0.0));
        assert_eq!(cispo(&policy(), &old(), &mask(), &[0.1; 3], 1.25), 0.0);
    }

    #[test]
    fn of_no_answers_there_is_no_mean() {
        assert!(cispo(&[], &[], &[], &[], 1.25).is_nan());
        assert!(cispo_grad(&[], &[], &[], &[], 1.25).is_empty());
    }

    #[test]
    #[should_panic(expected = "cispo: 3 answers, but 2 rewards")]
    fn cispo_requires_as_many_rewards() {
        let _ = cispo(&policy(), &old(), &mask(), &[1.0, 0.0], 1.25);
    }

    #[test]
    #[should_panic(expected = "cispo_grad: 3 answers, but 2 rows in old")]
    fn cispo_grad_requires_as_many_rows() {
        let _ = cispo_grad(&policy(), &old()[..2], &mask(), &REWARDS, 1.25);
    }

    #[test]
    #[should_panic(expected = "cispo: 4 tokens in answer 1, but 3 in mask")]
    fn cispo_requires_as_many_tokens() {
        let mut mask = mask();
        mask[1].pop();
        let _ = cispo(&policy(), &old(), &mask, &REWARDS, 1.25);
    }

    #[test]
    #[should_panic(expected = "cispo: mask must be of 0 and 1, got 0.5")]
    fn cispo_requires_a_mask() {
        let mask = vec![vec![0.5; 4]; 3];
        let _ = cispo(&policy(), &old(), &mask, &REWARDS, 1.25);
    }

    #[test]
    #[should_panic(
        expected = "cispo: cap must be positive and finite, got -1"
    )]
    fn cispo_requires_a_positive_cap() {
        let _ = cispo(&[], &[], &[], &[], -1.0);
    }

    #[test]
    #[should_panic(
        expected = "cispo_grad: cap must be positive and finite, got inf"
    )]
    fn cispo_grad_requires_a_finite_cap() {
        let _ = cispo_grad(&[], &[], &[], &[], f64::INFINITY);
    }
}
