//! Multi-quantile loss.

use super::pinball::{tilt, tilted};
use crate::sum::sum_of;

/// Multi-quantile loss of one target: `Σ_k max((1 - q_k)·r_k, -q_k·r_k)`, where `r_k = prediction_k - target`.
///
/// The sum of [`pinball`](super::pinball) losses of several predictions of the same target, one for each of the
/// `levels`, which may stand in any order. Some libraries divide by their number.
///
/// Predictions in the order of their levels never cost more than the same numbers in another order: putting two
/// that have crossed, `a < b` at the levels `q < p` the wrong way round, into order saves `(p - q)·(b - a)`,
/// whatever the target.
///
/// - Range: `[0, ∞]`; convex in the predictions, with a kink where one of them equals the target. Without levels
///   it is 0.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If there are not as many predictions as levels, or a level does not lie between 0 and 1.
///
/// ```
/// use nnfn::losses::multi_quantile;
/// let levels = [0.25, 0.75];
/// assert_eq!(multi_quantile(&[3.0, 5.0], 6.0, &levels), 1.5);
/// assert_eq!(multi_quantile(&[5.0, 3.0], 6.0, &levels), 2.5); // crossed: (0.75 - 0.25)·(5 - 3) more
/// ```
#[must_use]
// ANCHOR: value
pub fn multi_quantile(
    predictions: &[f64],
    target: f64,
    levels: &[f64],
) -> f64 {
    check("multi_quantile", predictions, levels);
    let pairs = predictions.iter().zip(levels);
    sum_of(pairs.map(|(p, level)| tilted(*p, target, *level)))
}
// ANCHOR_END: value

/// Gradient of [`multi_quantile`] by the predictions: `-q_k` below the target, `1 - q_k` above it.
///
/// Where a prediction equals the target its entry is 0, as in [`pinball_grad`](super::pinball_grad).
///
/// # Panics
///
/// If there are not as many predictions as levels, or a level does not lie between 0 and 1.
///
/// ```
/// use nnfn::losses::multi_quantile_grad;
/// assert_eq!(multi_quantile_grad(&[3.0, 5.0], 4.0, &[0.25, 0.75]), [-0.25, 0.25]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn multi_quantile_grad(
    predictions: &[f64],
    target: f64,
    levels: &[f64],
) -> Vec<f64> {
    check("multi_quantile_grad", predictions, levels);
    let pairs = predictions.iter().zip(levels);
    pairs.map(|(p, level)| tilt(*p, target, *level)).collect()
}
// ANCHOR_END: grad

/// Refuses what is no level; NaN comes through.
fn check(name: &str, predictions: &[f64], levels: &[f64]) {
    assert!(
        predictions.len() == levels.len(),
        "{name}: predictions must be as many as levels, got {} and {}",
        predictions.len(),
        levels.len()
    );
    for level in levels {
        assert!(
            level.is_nan() || 0.0 < *level && *level < 1.0,
            "{name}: levels must lie between 0 and 1, got {level}"
        );
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const LEVELS: [f64; 3] = [0.1, 0.5, 0.9];

    #[test]
    fn a_crossed_pair_costs_the_same_at_every_target() {
        for tenths in -100..=100 {
            let y = f64::from(tenths) / 10.0;
            let crossed = multi_quantile(&[2.0, 1.8, 3.0], y, &LEVELS);
            let sorted = multi_quantile(&[1.8, 2.0, 3.0], y, &LEVELS);
            assert!((crossed - sorted - 0.08).abs() < 1e-14, "{y}");
        }
    }

    #[test]
    fn values_are_sums_over_the_levels() {
        // mpmath, 60 digits, of the 64-bit numbers
        for (y, expected) in [(2.1, 0.25), (40.0, 56.2), (-7.5, 14.25)] {
            let loss = multi_quantile(&[2.0, 1.8, 3.0], y, &LEVELS);
            assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 2);
        }
        assert_eq!(multi_quantile(&[], 1.0, &[]), 0.0);
        assert_eq!(multi_quantile_grad(&[], 1.0, &[]), [0.0; 0]);
    }

    #[test]
    fn one_level_is_pinball() {
        use crate::losses::{pinball, pinball_grad};
        for (p, y) in [(1.5, 0.25), (-3.0, 4.0), (2.0, 2.0)] {
            assert_eq!(multi_quantile(&[p], y, &[0.3]), pinball(p, y, 0.3));
            let grad = multi_quantile_grad(&[p], y, &[0.3]);
            assert_eq!(grad, [pinball_grad(p, y, 0.3)]);
        }
    }

    #[test]
    fn infinities_give_the_limit_and_nan_comes_through() {
        let inf = f64::INFINITY;
        assert_eq!(multi_quantile(&[inf, 0.0, 0.0], 1.0, &LEVELS), inf);
        assert_eq!(multi_quantile(&[1.0; 3], -inf, &LEVELS), inf);
        assert_eq!(
            multi_quantile_grad(&[1.0; 3], inf, &LEVELS),
            [-0.1, -0.5, -0.9]
        );
        assert!(multi_quantile(&[inf, 0.0, 0.0], inf, &LEVELS).is_nan());
        assert!(multi_quantile(&[0.0; 3], f64::NAN, &LEVELS).is_nan());
        assert!(multi_quantile(&[0.0], 0.0, &[f64::NAN]).is_nan());
        assert!(multi_quantile_grad(&[0.0], 0.0, &[f64::NAN])[0].is_nan());
    }

    #[test]
    fn a_sum_of_losses_near_the_largest_number_stays_finite() {
        let max = f64::MAX;
        let loss = multi_quantile(&[max, max], -max, &[0.75, 0.75]);
        assert_eq!(loss, max); // twice a quarter of twice the largest number
    }

    #[test]
    #[should_panic(
        expected = "multi_quantile: predictions must be as many as levels, got 2 and 3"
    )]
    fn multi_quantile_needs_a_prediction_for_each_level() {
        let _ = multi_quantile(&[1.0, 2.0], 1.0, &LEVELS);
    }

    #[test]
    #[should_panic(
        expected = "multi_quantile_grad: levels must lie between 0 and 1, got 1"
    )]
    fn multi_quantile_grad_refuses_the_ends() {
        let _ = multi_quantile_grad(&[1.0], 1.0, &[1.0]);
    }
}
