//! Cross-entropy of a language model on the next token.

use super::{cross_entropy, mean};
use crate::double::Double;
use crate::masked::share_of_grad;

/// Next-token cross-entropy of one sequence: the mean of `-ln softmax(zₜ)` at token `t + 1`, in nats.
///
/// Row `t` of `logits` is what the model gives after it has read `tokens[..=t]`. The shift is made here: pass the tokens
/// as they were read. The last row has no next token, and no row predicts the first token, so that `T` tokens are
/// scored `T - 1` times; each by [`cross_entropy`].
///
/// - Range: `[0, ∞]`; `ln V` for equal logits; times `T - 1` it is minus the logarithm of the probability of the sequence,
///   given its first token. Convex in the logits.
/// - Infinities and NaN as in [`cross_entropy`]; the last row is not looked at. Fewer than two tokens give NaN: the mean
///   of nothing.
///
/// # Panics
///
/// If there are not as many rows as tokens, or a token that is scored is out of range.
///
/// Source: Bengio et al. 2003, *A Neural Probabilistic Language Model*,
/// [JMLR 3](https://www.jmlr.org/papers/v3/bengio03a.html).
///
/// ```
/// use nnfn::losses::next_token_cross_entropy;
/// let logits = [vec![0.0, 0.0], vec![0.0, 700.0], vec![5.0, 0.0]];
/// assert_eq!(next_token_cross_entropy(&logits, &[1, 0, 1]), 2_f64.ln() / 2.0);
/// assert!(next_token_cross_entropy(&logits[..1], &[1]).is_nan());
/// ```
#[must_use]
// ANCHOR: value
pub fn next_token_cross_entropy(
    logits: &[Vec<f64>],
    tokens: &[usize],
) -> f64 {
    check("next_token_cross_entropy", logits, tokens);
    // Each row but the last is scored on the token after its own.
    let losses: Vec<f64> = logits
        .iter()
        .zip(tokens.iter().skip(1))
        .map(|(row, next)| cross_entropy(row, *next))
        .collect();
    mean(&losses)
}
// ANCHOR_END: value

/// Gradient of [`next_token_cross_entropy`] by the logits: `(softmax(zₜ) - onehot(tokenₜ₊₁))/(T - 1)`, and 0 in the last
/// row.
///
/// The entries of a row sum to 0.
///
/// # Panics
///
/// If there are not as many rows as tokens, or a token that is scored is out of range.
///
/// ```
/// use nnfn::losses::next_token_cross_entropy_grad;
/// let grad = next_token_cross_entropy_grad(&[vec![0.0; 2], vec![0.0; 2]], &[1, 0]);
/// assert_eq!(grad, [[-0.5, 0.5], [0.0, 0.0]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn next_token_cross_entropy_grad(
    logits: &[Vec<f64>],
    tokens: &[usize],
) -> Vec<Vec<f64>> {
    check("next_token_cross_entropy_grad", logits, tokens);
    let share = Double::from(1.0).over(tokens.len() as f64 - 1.0);
    let scored = logits.iter().zip(tokens.iter().skip(1));
    let mut all: Vec<Vec<f64>> = scored
        .map(|(logits, next)| share_of_grad(logits, *next, share))
        .collect();
    // The last row is of length V, too, and not scored.
    all.extend(logits.last().map(|last| vec![0.0; last.len()]));
    all
}
// ANCHOR_END: grad

fn check(name: &str, logits: &[Vec<f64>], tokens: &[usize]) {
    let (n, m) = (logits.len(), tokens.len());
    assert!(n == m, "{name}: {n} rows of logits, but {m} tokens");
    for (row, next) in logits.iter().zip(tokens.iter().skip(1)) {
        let v = row.len();
        assert!(
            *next < v,
            "{name}: token {next} is out of range for {v} logits"
        );
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::cross_entropy_grad;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn it_is_the_mean_over_rows_and_the_tokens_behind_them() {
        let logits = [
            vec![2.0, 1.0, 0.1],
            vec![-30.0, 0.5, 700.0],
            vec![0.25, 0.25, -1.0],
            vec![9.0, 8.0, 7.0],
        ];
        let tokens = [2, 0, 1, 1];
        let each = [
            cross_entropy(&logits[0], 0),
            cross_entropy(&logits[1], 1),
            cross_entropy(&logits[2], 1),
        ];
        assert_eq!(next_token_cross_entropy(&logits, &tokens), mean(&each));
        let grad = next_token_cross_entropy_grad(&logits, &tokens);
        for (t, next) in [0, 1, 1].into_iter().enumerate() {
            let own = cross_entropy_grad(&logits[t], next);
            for (found, entry) in grad[t].iter().zip(own) {
                let expected = entry / 3.0;
                assert_ulps_eq!(
                    *found,
                    expected,
                    epsilon = 0.0,
                    max_ulps = 3
                );
            }
        }
        assert_eq!(grad[3], [0.0; 3]);
    }

    #[test]
    fn a_sure_model_keeps_the_digits_of_its_tiny_loss() {
        let logits = [vec![300.0, -300.0], vec![-30.0, 10.0], vec![0.0; 2]];
        // mpmath, 60 digits
        let expected = 2.124_177_127_645_794_4e-18;
        let loss = next_token_cross_entropy(&logits, &[0, 0, 1]);
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 2);
        let grad = next_token_cross_entropy_grad(&logits, &[0, 0, 1]);
        assert_ulps_eq!(grad[1][1], -expected, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn what_the_last_row_and_the_first_token_say_is_not_scored() {
        let of = |last: f64, first: usize| {
            let logits = [vec![1.0, 0.0], vec![last, f64::NAN]];
            let value = next_token_cross_entropy(&logits, &[first, 1]);
            (value, next_token_cross_entropy_grad(&logits, &[first, 1]))
        };
        assert_eq!(of(0.0, 0), of(INFINITY, 77));
        assert_eq!(of(0.0, 0).0, cross_entropy(&[1.0, 0.0], 1));
        assert_eq!(of(0.0, 0).1[1], [0.0; 2]);
    }

    #[test]
    fn infinities_give_the_limit_and_nan_comes_through() {
        let of = |row: [f64; 3]| {
            let logits = [row.to_vec(), vec![0.0; 3], vec![0.0; 3]];
            (
                next_token_cross_entropy(&logits, &[0, 1, 2]),
                next_token_cross_entropy_grad(&logits, &[0, 1, 2])[0].clone(),
            )
        };
        let even = cross_entropy(&[0.0; 3], 2) / 2.0;
        assert_eq!(of([0.0, INFINITY, 1.0]), (even, vec![0.0; 3]));
        assert_eq!(
            of([INFINITY, 0.0, 1.0]),
            (INFINITY, vec![0.5, -0.5, 0.0])
        );
        assert_eq!(of([0.0, -INFINITY, 0.0]).0, INFINITY);
        assert_eq!(of([0.0, -INFINITY, 0.0]).1, [0.25, -0.5, 0.25]);
        assert!(of([f64::NAN, 0.0, 0.0]).0.is_nan());
        assert!(of([f64::NAN, 0.0, 0.0]).1.iter().all(|g| g.is_nan()));
    }

    #[test]
    fn of_fewer_than_two_tokens_nothing_is_scored() {
        assert!(next_token_cross_entropy(&[], &[]).is_nan());
        assert!(next_token_cross_entropy(&[vec![1.0, 2.0]], &[0]).is_nan());
        assert!(next_token_cross_entropy_grad(&[], &[]).is_empty());
        let one = next_token_cross_entropy_grad(&[vec![1.0, 2.0]], &[0]);
        assert_eq!(one, [[0.0, 0.0]]);
    }

    #[test]
    #[should_panic(
        expected = "next_token_cross_entropy: 2 rows of logits, but 1 tokens"
    )]
    fn next_token_cross_entropy_requires_a_row_for_each_token() {
        let _ = next_token_cross_entropy(&[vec![0.0], vec![0.0]], &[0]);
    }

    #[test]
    #[should_panic(
        expected = "next_token_cross_entropy_grad: 1 rows of logits, but 2 tokens"
    )]
    fn next_token_cross_entropy_grad_requires_a_row_for_each_token() {
        let _ = next_token_cross_entropy_grad(&[vec![0.0]], &[0, 0]);
    }

    #[test]
    #[should_panic(
        expected = "next_token_cross_entropy: token 2 is out of range for 2 logits"
    )]
    fn next_token_cross_entropy_refuses_a_token_without_a_logit() {
        let _ =
            next_token_cross_entropy(&[vec![0.0; 2], vec![0.0; 2]], &[0, 2]);
    }

    #[test]
    #[should_panic(
        expected = "next_token_cross_entropy_grad: token 2 is out of range for 2 logits"
    )]
    fn next_token_cross_entropy_grad_refuses_a_token_without_a_logit() {
        let logits = [vec![0.0; 2], vec![0.0; 2]];
        let _ = next_token_cross_entropy_grad(&logits, &[0, 2]);
    }
}
