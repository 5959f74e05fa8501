//! Perplexity.

use crate::double::Double;

/// Perplexity: `exp(-(1/T)·Σₜ lₜ)`, where `lₜ` are the log-probabilities, in nats, of the `T` tokens that came.
///
/// The number of equally likely next tokens that would be as hard to guess: `V` for a model that knows nothing of a
/// vocabulary of `V`, 1 for one that is always right. It is not bounded by `V`. Pass all tokens of a corpus at once: the
/// mean of the perplexities of documents is another number.
///
/// - Range: `[1, ∞]` for log-probabilities; decreasing and convex in each. `∞` from a mean of 709.78 nats on.
/// - A token of probability 0 (`-∞`) gives `∞`. No token gives NaN: the mean of nothing. NaN gives NaN.
///
/// Source: Jelinek, Mercer, Bahl & Baker 1977, [doi:10.1121/1.2016299](https://doi.org/10.1121/1.2016299).
///
/// ```
/// use nnfn::losses::perplexity;
/// let log_probabilities = [0.5_f64, 0.25, 0.125, 0.125].map(f64::ln);
/// assert!((perplexity(&log_probabilities) - 4.756_828_460).abs() < 1e-9);
/// assert_eq!(perplexity(&[0.0, 0.0]), 1.0);
/// assert!(perplexity(&[]).is_nan());
/// ```
#[must_use]
// ANCHOR: value
pub fn perplexity(log_probabilities: &[f64]) -> f64 {
    mean_loss(log_probabilities).exp().value()
}

/// The mean loss, in nats, with what rounding takes from it: at 700 nats the
/// exponential would make 700 times as much of that.
fn mean_loss(log_probabilities: &[f64]) -> Double {
    total(log_probabilities).over(log_probabilities.len() as f64)
}
// ANCHOR_END: value

/// Minus the sum of log-probabilities, in double length.
pub(crate) fn total(log_probabilities: &[f64]) -> Double {
    let add = |sum: Double, l: &f64| (sum - *l).normalised();
    log_probabilities.iter().fold(Double::from(0.0), add)
}

/// Gradient of [`perplexity`] by the log-probabilities: `-perplexity/T`, the same for every token.
///
/// ```
/// use nnfn::losses::perplexity_grad;
/// assert_eq!(perplexity_grad(&[0.0, 0.0]), [-0.5, -0.5]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn perplexity_grad(log_probabilities: &[f64]) -> Vec<f64> {
    let n = log_probabilities.len();
    // It may overflow where its share does not: take its root twice.
    let root = mean_loss(log_probabilities).half().exp();
    let slope = (root.over(n as f64) * root).value();
    vec![0.0 - slope; n]
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn the_digits_of_a_large_mean_are_not_lost() {
        let found = perplexity(&[-700.3, -700.1, -700.2]);
        assert_ulps_eq!(
            found,
            1.238_785_829_067_800_2e304,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn above_709_nats_it_is_infinite_and_its_shares_need_not_be() {
        assert_eq!(perplexity(&[-710.0; 4]), INFINITY);
        let grad = perplexity_grad(&[-710.0; 4]);
        assert_ulps_eq!(
            grad[0],
            -5.584_986_915_404_278e307,
            epsilon = 0.0,
            max_ulps = 3
        );
        assert_eq!(perplexity_grad(&[-1e300; 4]), [-INFINITY; 4]);
    }

    #[test]
    fn one_impossible_token_is_enough() {
        let rows = [vec![0.0, -INFINITY], vec![-INFINITY; 2]];
        for row in rows {
            assert_eq!(perplexity(&row), INFINITY);
            assert_eq!(perplexity_grad(&row), [-INFINITY; 2]);
        }
    }

    #[test]
    fn degenerate_rows() {
        assert!(perplexity(&[]).is_nan());
        assert!(perplexity_grad(&[]).is_empty());
        assert!(perplexity(&[0.0, f64::NAN]).is_nan());
        assert!(perplexity_grad(&[0.0, f64::NAN])[0].is_nan());
    }
}
