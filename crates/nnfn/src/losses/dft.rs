//! Dynamic fine-tuning: the SFT loss with each token weighted by its own probability.

use super::mean;
use super::sft::check;
use crate::double::{Double, TWO_POW_128};
use crate::masked::{count, share_of_grad};
use crate::row::Row;

/// DFT loss of one sequence: the mean of `-sg(p)·ln p` over the tokens whose mask is 1, where `p` is the probability
/// that the model gives the token, and `sg` holds the weight fixed.
///
/// Arguments and shift are those of [`sft`](super::sft). Each token counts by its own probability, so that one which the
/// model holds to be impossible teaches nothing. The gradient is that of the mean of `-p`, but the value is not: it is
/// the mean of `-p·ln p`, which is as small for a hopeless token as for a certain one.
///
/// - Range: `[0, 1/e]`; 0 where `p` is 0 or 1, largest at `p = 1/e`. Not convex.
/// - Rows that are not scored are not looked at, and neither are their tokens.
/// - No scored token gives NaN: the mean of nothing. NaN gives NaN.
///
/// # Panics
///
/// If rows, tokens and mask differ in number, an entry of the mask is neither 0 nor 1, or a scored token is out of range.
///
/// Source: Wu et al. 2025, [arXiv:2508.05629](https://arxiv.org/abs/2508.05629).
///
/// ```
/// use nnfn::losses::dft;
/// let even = [vec![0.0; 2], vec![0.0; 2]];
/// assert_eq!(dft(&even, &[0, 1], &[0.0, 1.0]), 0.5 * 2_f64.ln());
/// // A token of probability 0 costs nothing, and teaches nothing.
/// let hopeless = [vec![0.0, f64::NEG_INFINITY], vec![0.0; 2]];
/// assert_eq!(dft(&hopeless, &[0, 1], &[0.0, 1.0]), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn dft(logits: &[Vec<f64>], tokens: &[usize], mask: &[f64]) -> f64 {
    check("dft", logits, tokens, mask);
    let targets = tokens.iter().zip(mask).skip(1);
    let losses: Vec<f64> = (logits.iter().zip(targets))
        .filter(|(_, (_, m))| **m != 0.0)
        .map(|(row, (token, m))| m * weighted(row, *token))
        .collect();
    mean(&losses)
}

/// `-p·ln p`.
fn weighted(logits: &[f64], token: usize) -> f64 {
    let row = Row::new(logits, 1.0);
    let loss = Double::from(row.log_sum()) - row.gap(token);
    if loss.hi == f64::INFINITY {
        return 0.0; // 0·∞ would be NaN
    }
    row.share_times(token, loss)
}
// ANCHOR_END: value

/// Gradient of [`dft`] by the logits, its weights held fixed: `p·(softmax(zₜ) - onehot(tokenₜ₊₁))/n` in the `n` rows that
/// are scored, `p` being the probability of that token, and 0 in the others.
///
/// The gradient of the mean of `-p`, too. The entries of a row sum to 0. Without any scored token all are 0.
///
/// # Panics
///
/// As [`dft`].
///
/// ```
/// use nnfn::losses::dft_grad;
/// let grad = dft_grad(&[vec![0.0; 2], vec![0.0; 2]], &[1, 0], &[0.0, 1.0]);
/// assert_eq!(grad, [[-0.25, 0.25], [0.0, 0.0]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn dft_grad(
    logits: &[Vec<f64>],
    tokens: &[usize],
    mask: &[f64],
) -> Vec<Vec<f64>> {
    check("dft_grad", logits, tokens, mask);
    let last = logits.last().map(|row| vec![0.0; row.len()]);
    let n = count(mask.get(1..).unwrap_or(&[]));
    let targets = tokens.iter().zip(mask).skip(1);
    let rows = logits.iter().zip(targets).map(|(row, (token, m))| {
        if *m == 0.0 {
            vec![0.0; row.len()]
        } else {
            let p = probability(row, *token) * *m;
            share_of_grad(row, *token, p.over(n))
        }
    });
    rows.chain(last).collect()
}

/// What the model gives a token; of double length, for one more factor.
fn probability(logits: &[f64], token: usize) -> Double {
    let row = Row::new(logits, 1.0);
    let even = row.gap(token).exp(); // beside 1 for the top
    even.over(Double::from(row.others() / TWO_POW_128) + 1.0)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::{cross_entropy, sft_grad};

    const INFINITY: f64 = f64::INFINITY;

    fn two(first: &[f64]) -> [Vec<f64>; 2] {
        [first.to_vec(), vec![f64::NAN; first.len()]]
    }

    #[test]
    fn a_token_weighs_its_own_probability() {
        let logits = two(&[2.0, 1.0, 0.1]);
        let (tokens, mask) = ([9, 1], [0.0, 1.0]);
        let loss = cross_entropy(&logits[0], 1);
        let p = (-loss).exp();
        assert_ulps_eq!(
            dft(&logits, &tokens, &mask),
            p * loss,
            epsilon = 0.0,
            max_ulps = 4
        );
        let (own, plain) = (
            dft_grad(&logits, &tokens, &mask),
            sft_grad(&logits, &tokens, &mask),
        );
        for (own, plain) in own[0].iter().zip(&plain[0]) {
            assert_ulps_eq!(*own, p * plain, epsilon = 0.0, max_ulps = 4);
        }
    }

    #[test]
    fn at_its_largest_it_is_one_over_e() {
        let lead = -1_f64.exp_m1().ln(); // p = 1/e
        let found = dft(&two(&[0.0, lead]), &[0, 1], &[0.0, 1.0]);
        assert!((found - (-1_f64).exp()).abs() < 1e-16);
    }

    #[test]
    fn nothing_is_learnt_of_the_impossible_and_of_the_certain() {
        for row in [[0.0, -INFINITY], [0.0, INFINITY], [INFINITY, 0.0]] {
            assert_eq!(dft(&two(&row), &[0, 1], &[0.0, 1.0]), 0.0);
            let grad = dft_grad(&two(&row), &[0, 1], &[0.0, 1.0]);
            assert_eq!(grad, [[0.0; 2]; 2]);
        }
    }

    #[test]
    fn a_tiny_probability_keeps_its_digits() {
        // mpmath, 60 digits: 700·e^-700, e^-700
        let logits = two(&[0.0, -700.0]);
        assert_ulps_eq!(
            dft(&logits, &[0, 1], &[0.0, 1.0]),
            6.901_773_580_631_84e-302,
            epsilon = 0.0,
            max_ulps = 4
        );
        let grad = dft_grad(&logits, &[0, 1], &[0.0, 1.0]);
        assert_ulps_eq!(
            grad[0][0],
            9.859_676_543_759_77e-305,
            epsilon = 0.0,
            max_ulps = 4
        );
    }

    #[test]
    fn of_nothing_there_is_no_mean() {
        assert!(dft(&[], &[], &[]).is_nan());
        assert!(dft_grad(&[], &[], &[]).is_empty());
        assert!(dft(&[vec![0.0]], &[0], &[1.0]).is_nan());
        let logits = two(&[0.0, 1.0]);
        assert!(dft(&logits, &[0, 1], &[1.0, 0.0]).is_nan());
        assert_eq!(dft_grad(&logits, &[0, 1], &[1.0, 0.0]), [[0.0; 2]; 2]);
        assert!(dft(&logits, &[0, 1], &[0.0, f64::NAN]).is_nan());
        assert!(dft_grad(&logits, &[0, 1], &[0.0, f64::NAN])[0][0].is_nan());
        for row in [[0.0, f64::NAN], [INFINITY; 2], [-INFINITY; 2]] {
            assert!(
                dft(&two(&row), &[0, 1], &[0.0, 1.0]).is_nan(),
                "{row:?}"
            );
        }
    }

    #[test]
    #[should_panic(expected = "dft: mask must be of 0 and 1, got 0.5")]
    fn dft_requires_a_mask() {
        let _ = dft(&[vec![0.0]], &[0], &[0.5]);
    }

    #[test]
    #[should_panic(expected = "dft_grad: 1 rows of logits, but 2 tokens")]
    fn dft_grad_requires_a_token_for_each_row() {
        let _ = dft_grad(&[vec![0.0]], &[0, 0], &[1.0]);
    }
}
