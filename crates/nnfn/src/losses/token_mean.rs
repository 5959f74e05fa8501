//! Mean over all tokens of a batch.

use super::mean;
use crate::masked::{check, count, kept, over};

/// Token mean: the sum of the losses that the mask keeps, over how many they are, `Σₛₜ mₛₜ·lₛₜ / Σₛₜ mₛₜ`.
///
/// A row for each sequence; rows may differ in length. Every token has one vote, whichever sequence it stands in. It is
/// what `torch.nn.functional.cross_entropy` returns for the whole batch with `ignore_index` where the mask is 0.
///
/// - Where the mask is 0 the loss is not looked at: `∞` and NaN there change nothing.
/// - No token at all gives NaN: the mean of nothing. NaN in the mask, or in a loss that counts, gives NaN.
/// - Accurate as [`mean`](super::mean).
///
/// # Panics
///
/// If losses and mask differ in shape, or an entry of the mask is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::token_mean;
/// let losses = [vec![2.0, 2.0], vec![1.0, f64::NAN]];
/// assert_eq!(token_mean(&losses, &[vec![1.0, 1.0], vec![1.0, 0.0]]), 5.0 / 3.0);
/// assert!(token_mean(&losses, &[vec![0.0; 2], vec![0.0; 2]]).is_nan());
/// ```
#[must_use]
// ANCHOR: value
pub fn token_mean(losses: &[Vec<f64>], mask: &[Vec<f64>]) -> f64 {
    check("token_mean", losses, mask);
    let rows = losses.iter().zip(mask);
    // One mean over all rows: the mean of their means is another number.
    let all: Vec<f64> = rows.flat_map(|(l, m)| kept(l, m)).collect();
    mean(&all)
}
// ANCHOR_END: value

/// Gradient of [`token_mean`] by the losses: `mₛₜ / Σ m`, the same for every token that counts.
///
/// Without any token it is 0.
///
/// # Panics
///
/// If losses and mask differ in shape, or an entry of the mask is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::token_mean_grad;
/// let grad = token_mean_grad(&[vec![2.0, 2.0], vec![1.0, 7.0]], &[vec![1.0, 1.0], vec![1.0, 0.0]]);
/// assert_eq!(grad, [[1.0 / 3.0, 1.0 / 3.0], [1.0 / 3.0, 0.0]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn token_mean_grad(
    losses: &[Vec<f64>],
    mask: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    check("token_mean_grad", losses, mask);
    let all: f64 = mask.iter().map(|row| count(row)).sum();
    over(mask, |_| all)
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
        assert_eq!(token_mean(&losses, &mask), 1020.0 / 1010.0);
        let grad = token_mean_grad(&losses, &mask);
        assert_eq!((grad[0][0], grad[1][999]), (1.0 / 1010.0, 1.0 / 1010.0));
    }

    #[test]
    fn what_is_masked_does_not_leak() {
        let mask = [vec![1.0, 0.0], vec![0.0, 0.0]];
        for hidden in [NAN, INFINITY, -INFINITY, 7.0] {
            let losses = [vec![3.0, hidden], vec![hidden, hidden]];
            assert_eq!(token_mean(&losses, &mask), 3.0);
            assert_eq!(
                token_mean_grad(&losses, &mask),
                [[1.0, 0.0], [0.0, 0.0]]
            );
        }
        assert!(token_mean(&[vec![NAN]], &[vec![1.0]]).is_nan());
        assert_eq!(token_mean(&[vec![INFINITY]], &[vec![1.0]]), INFINITY);
        assert!(token_mean(&[vec![0.0]], &[vec![NAN]]).is_nan());
        assert!(token_mean_grad(&[vec![0.0]], &[vec![NAN]])[0][0].is_nan());
    }

    #[test]
    fn of_nothing_there_is_no_mean() {
        assert!(token_mean(&[], &[]).is_nan());
        assert!(token_mean(&[vec![], vec![]], &[vec![], vec![]]).is_nan());
        assert!(token_mean(&[vec![5.0]], &[vec![0.0]]).is_nan());
        assert_eq!(token_mean_grad(&[vec![5.0]], &[vec![0.0]]), [[0.0]]);
    }

    #[test]
    #[should_panic(
        expected = "token_mean: 1 rows of losses, but 2 of the mask"
    )]
    fn token_mean_requires_a_mask_for_each_sequence() {
        let _ = token_mean(&[vec![1.0]], &[vec![1.0], vec![1.0]]);
    }

    #[test]
    #[should_panic(
        expected = "token_mean_grad: 2 losses, but 1 entries of the mask in row 0"
    )]
    fn token_mean_grad_requires_an_entry_for_each_loss() {
        let _ = token_mean_grad(&[vec![1.0, 2.0]], &[vec![1.0]]);
    }

    #[test]
    #[should_panic(expected = "token_mean: mask must be of 0 and 1, got 0.5")]
    fn token_mean_refuses_a_part() {
        let _ = token_mean(&[vec![1.0]], &[vec![0.5]]);
    }

    #[test]
    #[should_panic(
        expected = "token_mean_grad: mask must be of 0 and 1, got -100"
    )]
    fn token_mean_grad_refuses_a_label() {
        let _ = token_mean_grad(&[vec![1.0]], &[vec![-100.0]]);
    }
}
