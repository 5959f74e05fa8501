//! Sum over all tokens of a batch.

use super::sum;
use crate::masked::{check, kept};

/// Token sum: the losses that the mask keeps, added up, `Σₛₜ mₛₜ·lₛₜ`.
///
/// A row for each sequence; rows may differ in length. For minus log-probabilities it is minus the logarithm of the
/// probability of all these tokens together. A batch of more tokens has a larger gradient.
///
/// - Where the mask is 0 the loss is not looked at: `∞` and NaN there change nothing.
/// - No token at all gives 0. NaN in the mask, or in a loss that counts, gives NaN.
/// - Accurate as [`sum`](super::sum).
///
/// # Panics
///
/// If losses and mask differ in shape, or an entry of the mask is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::token_sum;
/// let losses = [vec![2.0, 2.0], vec![1.0, f64::NAN]];
/// assert_eq!(token_sum(&losses, &[vec![1.0, 1.0], vec![1.0, 0.0]]), 5.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn token_sum(losses: &[Vec<f64>], mask: &[Vec<f64>]) -> f64 {
    check("token_sum", losses, mask);
    let rows = losses.iter().zip(mask);
    let all: Vec<f64> = rows.flat_map(|(l, m)| kept(l, m)).collect();
    sum(&all)
}
// ANCHOR_END: value

/// Gradient of [`token_sum`] by the losses: the mask.
///
/// # Panics
///
/// If losses and mask differ in shape, or an entry of the mask is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::token_sum_grad;
/// let mask = [vec![1.0, 1.0], vec![1.0, 0.0]];
/// assert_eq!(token_sum_grad(&[vec![2.0, 2.0], vec![1.0, 7.0]], &mask), mask);
/// ```
#[must_use]
// ANCHOR: grad
pub fn token_sum_grad(
    losses: &[Vec<f64>],
    mask: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    check("token_sum_grad", losses, mask);
    mask.to_vec()
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
        assert_eq!(token_sum(&losses, &mask), 1020.0);
        assert_eq!(token_sum_grad(&losses, &mask), mask);
    }

    #[test]
    fn what_is_masked_does_not_leak() {
        let mask = [vec![1.0, 0.0], vec![1.0, 1.0]];
        for hidden in [NAN, INFINITY, -INFINITY, 7.0] {
            let losses = [vec![3.0, hidden], vec![1.0, 2.0]];
            assert_eq!(token_sum(&losses, &mask), 6.0);
            assert_eq!(token_sum_grad(&losses, &mask), mask);
        }
        assert!(token_sum(&[vec![NAN]], &[vec![1.0]]).is_nan());
        assert_eq!(token_sum(&[vec![INFINITY]], &[vec![1.0]]), INFINITY);
        assert!(token_sum(&[vec![0.0]], &[vec![NAN]]).is_nan());
        assert_eq!(token_sum(&[vec![NAN]], &[vec![0.0]]), 0.0);
        assert_eq!(token_sum(&[], &[]), 0.0);
    }

    #[test]
    #[should_panic(
        expected = "token_sum: 1 rows of losses, but 2 of the mask"
    )]
    fn token_sum_requires_a_mask_for_each_sequence() {
        let _ = token_sum(&[vec![1.0]], &[vec![1.0], vec![1.0]]);
    }

    #[test]
    #[should_panic(
        expected = "token_sum_grad: 2 losses, but 1 entries of the mask in row 0"
    )]
    fn token_sum_grad_requires_an_entry_for_each_loss() {
        let _ = token_sum_grad(&[vec![1.0, 2.0]], &[vec![1.0]]);
    }

    #[test]
    #[should_panic(expected = "token_sum: mask must be of 0 and 1, got 0.5")]
    fn token_sum_refuses_a_part() {
        let _ = token_sum(&[vec![1.0]], &[vec![0.5]]);
    }

    #[test]
    #[should_panic(
        expected = "token_sum_grad: mask must be of 0 and 1, got -100"
    )]
    fn token_sum_grad_refuses_a_label() {
        let _ = token_sum_grad(&[vec![1.0]], &[vec![-100.0]]);
    }
}
