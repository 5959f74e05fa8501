//! Supervised fine-tuning: next-token cross-entropy under a mask.

use super::{masked_lm, masked_lm_grad};
use crate::masked::check_entries;

/// SFT loss of one sequence: the mean of `-ln softmax(zₜ)` at token `t + 1` over the tokens whose mask is 1, in nats.
///
/// `tokens` are prompt and answer as they are read, `mask` is 1 at the tokens that the model has to say: mostly those of
/// the answer, its end token included. The shift is made here, for the mask as for the tokens: row `t` of `logits` is
/// scored if `mask[t + 1]` is 1. So `mask[0]` changes nothing, since no row comes before the first token, and the last
/// row is scored by none.
///
/// - Range: `[0, ∞]`; `ln V` for equal logits. Convex in the logits. Infinities and NaN as in
///   [`cross_entropy`](super::cross_entropy).
/// - Rows that are not scored are not looked at, and neither are their tokens, though the model may have read these.
/// - No scored token gives NaN: the mean of nothing. NaN in the mask, behind its first entry, gives NaN.
///
/// # Panics
///
/// If rows, tokens and mask differ in number, an entry of the mask is neither 0 nor 1, or a scored token is out of range.
///
/// Source: Ouyang et al. 2022, [arXiv:2203.02155](https://arxiv.org/abs/2203.02155), §3.5.
///
/// ```
/// use nnfn::losses::sft;
/// // Two letters of a prompt, two of an answer: the second and the third row are scored.
/// let logits = [vec![9.0, 0.0], vec![0.0; 2], vec![0.0; 2], vec![9.0, 0.0]];
/// assert_eq!(sft(&logits, &[0, 1, 0, 1], &[0.0, 0.0, 1.0, 1.0]), 2_f64.ln());
/// assert!(sft(&logits, &[0, 1, 0, 1], &[1.0, 0.0, 0.0, 0.0]).is_nan());
/// ```
#[must_use]
// ANCHOR: value
pub fn sft(logits: &[Vec<f64>], tokens: &[usize], mask: &[f64]) -> f64 {
    check("sft", logits, tokens, mask);
    if tokens.is_empty() {
        return f64::NAN;
    }
    // The label of a row is the token behind it, and so is its mask.
    masked_lm(&logits[..tokens.len() - 1], &tokens[1..], &mask[1..])
}
// ANCHOR_END: value

/// Gradient of [`sft`] by the logits: `(softmax(zₜ) - onehot(tokenₜ₊₁))/n` in the `n` rows that are scored, 0 in the
/// others.
///
/// The entries of a row sum to 0. Without any scored token all are 0.
///
/// # Panics
///
/// As [`sft`].
///
/// ```
/// use nnfn::losses::sft_grad;
/// let grad = sft_grad(&[vec![0.0; 2], vec![0.0; 2]], &[1, 0], &[0.0, 1.0]);
/// assert_eq!(grad, [[-0.5, 0.5], [0.0, 0.0]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn sft_grad(
    logits: &[Vec<f64>],
    tokens: &[usize],
    mask: &[f64],
) -> Vec<Vec<f64>> {
    check("sft_grad", logits, tokens, mask);
    logits.split_last().map_or(vec![], |(last, scored)| {
        let mut grad = masked_lm_grad(scored, &tokens[1..], &mask[1..]);
        grad.push(vec![0.0; last.len()]);
        grad
    })
}
// ANCHOR_END: grad

pub(super) fn check(
    name: &str,
    logits: &[Vec<f64>],
    tokens: &[usize],
    mask: &[f64],
) {
    let (n, m, k) = (logits.len(), tokens.len(), mask.len());
    assert!(n == m, "{name}: {n} rows of logits, but {m} tokens");
    assert!(n == k, "{name}: {n} rows of logits, but {k} of mask");
    check_entries(name, "mask", mask);
    let targets = tokens.iter().zip(mask).skip(1);
    for (row, (next, m)) in logits.iter().zip(targets) {
        let v = row.len();
        assert!(
            *m == 0.0 || *next < v,
            "{name}: token {next} is out of range for {v} logits"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::{cross_entropy, mean};
    use crate::losses::{
        next_token_cross_entropy, next_token_cross_entropy_grad,
    };

    fn chat() -> (Vec<Vec<f64>>, Vec<usize>) {
        let logits = vec![
            vec![2.0, 1.0, 0.1],
            vec![-30.0, 0.5, 700.0],
            vec![0.25, 0.25, -1.0],
            vec![9.0, 8.0, 7.0],
        ];
        (logits, vec![2, 0, 1, 1])
    }

    #[test]
    fn the_mask_is_that_of_the_token_behind_the_row() {
        let (logits, tokens) = chat();
        let mask = [1.0, 0.0, 1.0, 1.0];
        let each =
            [cross_entropy(&logits[1], 1), cross_entropy(&logits[2], 1)];
        assert_eq!(sft(&logits, &tokens, &mask), mean(&each));
        let grad = sft_grad(&logits, &tokens, &mask);
        assert_eq!((&grad[0], &grad[3]), (&vec![0.0; 3], &vec![0.0; 3]));
    }

    #[test]
    fn with_all_tokens_it_is_next_token_cross_entropy() {
        let (logits, tokens) = chat();
        for first in [0.0, 1.0] {
            let mask = [first, 1.0, 1.0, 1.0];
            assert_eq!(
                sft(&logits, &tokens, &mask),
                next_token_cross_entropy(&logits, &tokens)
            );
            assert_eq!(
                sft_grad(&logits, &tokens, &mask),
                next_token_cross_entropy_grad(&logits, &tokens)
            );
        }
    }

    #[test]
    fn of_nothing_there_is_no_mean() {
        assert!(sft(&[], &[], &[]).is_nan());
        assert!(sft_grad(&[], &[], &[]).is_empty());
        assert!(sft(&[vec![0.0]], &[0], &[1.0]).is_nan());
        assert_eq!(sft_grad(&[vec![0.0]], &[0], &[1.0]), [[0.0]]);
        let (logits, tokens) = chat();
        let mask = [1.0, 0.0, 0.0, 0.0];
        assert!(sft(&logits, &tokens, &mask).is_nan());
        assert_eq!(sft_grad(&logits, &tokens, &mask), [[0.0; 3]; 4]);
        let mask = [0.0, f64::NAN, 0.0, 1.0];
        assert!(sft(&logits, &tokens, &mask).is_nan());
    }

    #[test]
    fn what_is_not_scored_is_not_looked_at() {
        let hidden = vec![f64::NAN; 2];
        let logits = [hidden.clone(), vec![0.0; 2], hidden];
        let (tokens, mask) = ([7, 8, 0], [1.0, 0.0, 1.0]);
        assert_eq!(sft(&logits, &tokens, &mask), 2_f64.ln());
        let grad = sft_grad(&logits, &tokens, &mask);
        assert_eq!(grad, [[0.0, 0.0], [-0.5, 0.5], [0.0, 0.0]]);
    }

    #[test]
    #[should_panic(expected = "sft: mask must be of 0 and 1, got -100")]
    fn sft_requires_a_mask() {
        let _ = sft(&[vec![0.0]], &[0], &[-100.0]);
    }

    #[test]
    #[should_panic(expected = "sft: token 2 is out of range for 2 logits")]
    fn sft_requires_tokens_in_range() {
        let _ = sft(&[vec![0.0; 2], vec![0.0; 2]], &[0, 2], &[0.0, 1.0]);
    }

    #[test]
    #[should_panic(expected = "sft_grad: 1 rows of logits, but 2 tokens")]
    fn sft_grad_requires_a_token_for_each_row() {
        let _ = sft_grad(&[vec![0.0]], &[0, 0], &[1.0]);
    }

    #[test]
    #[should_panic(expected = "sft_grad: 1 rows of logits, but 0 of mask")]
    fn sft_grad_requires_an_entry_for_each_row() {
        let _ = sft_grad(&[vec![0.0]], &[0], &[]);
    }
}
