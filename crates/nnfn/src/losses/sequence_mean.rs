//! Mean over sequences of the means over their tokens.

use super::mean;
use crate::masked::{check, count, kept, over};

/// Sequence mean: the mean over the sequences of the mean over their tokens, `meanₛ (Σₜ mₛₜ·lₛₜ / max(1, Σₜ mₛₜ))`.
///
/// A row for each sequence; rows may differ in length. Every sequence has one vote, so that a token of a short one counts
/// for more than a token of a long one.
///
/// - A sequence without a token adds 0 and is counted, as where TRL divides by a count of at least 1: it makes the mean
///   smaller. Leave such rows out if that is not wanted.
/// - Where the mask is 0 the loss is not looked at: `∞` and NaN there change nothing.
/// - No sequence at all gives NaN: the mean of nothing. NaN in the mask, or in a loss that counts, gives NaN.
///
/// # Panics
///
/// If losses and mask differ in shape, or an entry of the mask is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::sequence_mean;
/// let losses = [vec![2.0, 2.0], vec![1.0, f64::NAN]];
/// assert_eq!(sequence_mean(&losses, &[vec![1.0, 1.0], vec![1.0, 0.0]]), 1.5);
/// assert_eq!(sequence_mean(&losses, &[vec![1.0, 1.0], vec![0.0, 0.0]]), 1.0); // not 2
/// ```
#[must_use]
// ANCHOR: value
pub fn sequence_mean(losses: &[Vec<f64>], mask: &[Vec<f64>]) -> f64 {
    check("sequence_mean", losses, mask);
    let own = |(losses, mask): (&Vec<f64>, &Vec<f64>)| {
        let all: Vec<f64> = kept(losses, mask).collect();
        // A sequence without a token adds 0, and is counted below.
        if all.is_empty() { 0.0 } else { mean(&all) }
    };
    let each: Vec<f64> = losses.iter().zip(mask).map(own).collect();
    mean(&each)
}
// ANCHOR_END: value

/// Gradient of [`sequence_mean`] by the losses: `mₛₜ / (S·max(1, Σₜ mₛₜ))`, with the number `S` of sequences.
///
/// # Panics
///
/// If losses and mask differ in shape, or an entry of the mask is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::sequence_mean_grad;
/// let grad = sequence_mean_grad(&[vec![2.0, 2.0], vec![1.0, 7.0]], &[vec![1.0, 1.0], vec![1.0, 0.0]]);
/// assert_eq!(grad, [[0.25, 0.25], [0.5, 0.0]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn sequence_mean_grad(
    losses: &[Vec<f64>],
    mask: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    check("sequence_mean_grad", losses, mask);
    over(mask, |row| mask.len() as f64 * count(row))
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;
    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn ten_tokens_and_a_thousand() {
        let losses = [vec![2.0; 10], vec![1.0; 1000]];
        let mask = [vec![1.0; 10], vec![1.0; 1000]];
        assert_eq!(sequence_mean(&losses, &mask), 1.5);
        let grad = sequence_mean_grad(&losses, &mask);
        assert_eq!((grad[0][0], grad[1][999]), (1.0 / 20.0, 1.0 / 2000.0));
    }

    #[test]
    fn what_is_masked_does_not_leak() {
        let mask = [vec![1.0, 0.0], vec![1.0, 1.0]];
        for hidden in [NAN, INFINITY, -INFINITY, 7.0] {
            let losses = [vec![3.0, hidden], vec![1.0, 2.0]];
            assert_eq!(sequence_mean(&losses, &mask), 2.25);
            assert_eq!(
                sequence_mean_grad(&losses, &mask),
                [[0.5, 0.0], [0.25, 0.25]]
            );
        }
        assert!(sequence_mean(&[vec![NAN]], &[vec![1.0]]).is_nan());
        assert_eq!(sequence_mean(&[vec![INFINITY]], &[vec![1.0]]), INFINITY);
        assert!(sequence_mean(&[vec![0.0]], &[vec![NAN]]).is_nan());
        let grad = sequence_mean_grad(&[vec![0.0]], &[vec![NAN]]);
        assert!(grad[0][0].is_nan());
    }

    #[test]
    fn a_sequence_without_a_token_counts_as_0() {
        let losses = [vec![2.0, 4.0], vec![INFINITY, 5.0], vec![]];
        let mask = [vec![1.0, 1.0], vec![0.0, 0.0], vec![]];
        assert_eq!(sequence_mean(&losses, &mask), 1.0);
        let grad = sequence_mean_grad(&losses, &mask);
        assert_eq!(grad[0], [1.0 / 6.0; 2]);
        assert_eq!(grad[1], [0.0; 2]);
        assert_eq!(sequence_mean(&losses[1..], &mask[1..]), 0.0);
        assert!(sequence_mean(&[], &[]).is_nan());
        assert!(sequence_mean_grad(&[], &[]).is_empty());
    }

    #[test]
    #[should_panic(
        expected = "sequence_mean: 1 rows of losses, but 2 of the mask"
    )]
    fn sequence_mean_requires_a_mask_for_each_sequence() {
        let _ = sequence_mean(&[vec![1.0]], &[vec![1.0], vec![1.0]]);
    }

    #[test]
    #[should_panic(
        expected = "sequence_mean_grad: 2 losses, but 1 entries of the mask in row 0"
    )]
    fn sequence_mean_grad_requires_an_entry_for_each_loss() {
        let _ = sequence_mean_grad(&[vec![1.0, 2.0]], &[vec![1.0]]);
    }

    #[test]
    #[should_panic(
        expected = "sequence_mean: mask must be of 0 and 1, got 0.5"
    )]
    fn sequence_mean_refuses_a_part() {
        let _ = sequence_mean(&[vec![1.0]], &[vec![0.5]]);
    }

    #[test]
    #[should_panic(
        expected = "sequence_mean_grad: mask must be of 0 and 1, got -100"
    )]
    fn sequence_mean_grad_refuses_a_label() {
        let _ = sequence_mean_grad(&[vec![1.0]], &[vec![-100.0]]);
    }
}
