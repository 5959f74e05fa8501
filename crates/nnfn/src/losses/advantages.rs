//! Advantages within a group of answers.

use crate::group::{Baseline, advantages};

/// Advantages of GRPO: `(rᵢ - mean)/sd` of the rewards of a group.
///
/// `sd` is the standard deviation of the group itself, with `n` and not `n - 1` below the root, and nothing is added
/// to it. A group whose rewards are all equal has advantages of 0. They sum to 0, and their squares to `n`.
///
/// - A reward that is infinite or NaN makes all of them NaN.
///
/// Source: Shao et al. 2024, [arXiv:2402.03300](https://arxiv.org/abs/2402.03300), §4.1.2.
///
/// ```
/// use nnfn::losses::group_advantages;
/// assert_eq!(group_advantages(&[1.0, 0.0, 0.0, 1.0]), [1.0, -1.0, -1.0, 1.0]);
/// assert_eq!(group_advantages(&[0.3, 0.3, 0.3]), [0.0, 0.0, 0.0]);
/// ```
#[must_use]
// ANCHOR: standardised
pub fn group_advantages(rewards: &[f64]) -> Vec<f64> {
    let (found, scale) = advantages(rewards, Baseline::Standardised);
    found.iter().map(|a| a.value() * scale).collect()
}
// ANCHOR_END: standardised

/// Advantages of RLOO: each reward less the mean of the others.
///
/// `n/(n - 1)` times the distance from the mean of all. They sum to 0, and are 0 in a group of equal rewards, as that
/// of a single answer is.
///
/// - A reward that is infinite or NaN makes all of them NaN.
///
/// Source: Ahmadian et al. 2024, [arXiv:2402.14740](https://arxiv.org/abs/2402.14740).
///
/// ```
/// use nnfn::losses::leave_one_out_advantages;
/// assert_eq!(leave_one_out_advantages(&[3.0, 0.0, 0.0]), [3.0, -1.5, -1.5]);
/// ```
#[must_use]
pub fn leave_one_out_advantages(rewards: &[f64]) -> Vec<f64> {
    let (found, scale) = advantages(rewards, Baseline::Others);
    found.iter().map(|a| a.value() * scale).collect()
}
