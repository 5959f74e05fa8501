//! Categorical cross-entropy with a weight for each class.

use crate::double::Double;
use crate::losses::{cross_entropy, sum};
use crate::row::Row;

/// Cross-entropy of one example times the weight of its class: `w_class·(ln Σⱼ exp(zⱼ) - z_class)`, in nats.
///
/// As if each example of a class stood `w` times in the data. This is one example: over a batch, PyTorch's mean
/// divides by the sum of the weights of all examples, Keras's by their number.
/// For a yes or a no, `pos_weight` of [`bce_with_logits`](super::bce_with_logits) does the same.
///
/// - Range: `[0, ∞]`; least where the probabilities are in proportion to `w_k` times the true ones.
/// - Infinite logits as in [`cross_entropy`]; a weight of 0 costs nothing, but NaN where the cross-entropy is
///   infinite. NaN gives NaN, also in the weight of another class.
///
/// # Panics
///
/// If the lengths of `logits` and `weights` differ, if `class` is out of range, or if its weight is negative.
///
/// ```
/// use nnfn::losses::{cross_entropy, weighted_cross_entropy};
/// let (logits, weights) = ([2.0, 1.0, 0.1], [1.0, 4.0, 9.0]);
/// assert_eq!(weighted_cross_entropy(&logits, 1, &weights), 4.0 * cross_entropy(&logits, 1));
/// assert_eq!(weighted_cross_entropy(&logits, 1, &[1.0; 3]), cross_entropy(&logits, 1));
/// ```
#[must_use]
// ANCHOR: value
pub fn weighted_cross_entropy(
    logits: &[f64],
    class: usize,
    weights: &[f64],
) -> f64 {
    let name = "weighted_cross_entropy";
    let weight = weight_of(name, logits, class, weights);
    let loss = cross_entropy(logits, class);
    if loss < f64::MIN_POSITIVE && weight > 1.0 {
        // The weight can lift it out of the subnormal numbers: -ln p is
        // then 1 - p, which the weight enters earlier.
        0.0 - weighted_cross_entropy_grad(logits, class, weights)[class]
    } else {
        weight * loss
    }
}
// ANCHOR_END: value

/// Gradient of [`weighted_cross_entropy`] by the logits: `w_class·(softmax(z) - onehot(class))`.
///
/// The entries sum to 0.
///
/// # Panics
///
/// As [`weighted_cross_entropy`].
///
/// ```
/// use nnfn::losses::weighted_cross_entropy_grad;
/// assert_eq!(weighted_cross_entropy_grad(&[0.0, 0.0], 1, &[1.0, 9.0]), [4.5, -4.5]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn weighted_cross_entropy_grad(
    logits: &[f64],
    class: usize,
    weights: &[f64],
) -> Vec<f64> {
    let name = "weighted_cross_entropy_grad";
    let weight = weight_of(name, logits, class, weights);
    let row = Row::new(logits, 1.0);
    let mut grad: Vec<f64> = (0..logits.len())
        .map(|i| match row.gap(i).hi {
            f64::NEG_INFINITY if !weight.is_nan() => 0.0, // ∞·0 is NaN
            _ => row.share_times(i, Double::from(weight)), // p may underflow
        })
        .collect();
    grad[class] = if class == row.top {
        grad[class] = 0.0;
        0.0 - sum(&grad) // p - 1 would cancel as p nears 1
    } else {
        weight * (row.weights[class] / row.total - 1.0)
    };
    grad
}
// ANCHOR_END: grad

// ANCHOR: weight
/// The weight of the class; NaN if there is one among the weights.
fn weight_of(
    name: &str,
    logits: &[f64],
    class: usize,
    weights: &[f64],
) -> f64 {
    let (n, m) = (logits.len(), weights.len());
    assert!(n == m, "{name}: {n} logits, but {m} weights");
    assert!(
        class < n,
        "{name}: class {class} is out of range for {n} logits"
    );
    let weight = weights[class];
    assert!(
        weight.is_nan() || weight >= 0.0,
        "{name}: weights must be at least 0, got {weight}"
    );
    weights.iter().copied().find(|w| w.is_nan()).unwrap_or(weight)
}
// ANCHOR_END: weight

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn a_weight_lifts_a_loss_out_of_the_subnormal_numbers() {
        // mpmath: 1e300·exp(-740) and 1e20·ln(1 + exp(-740) + exp(-741))
        for (logits, weight, expected) in [
            (&[740.0, 0.0][..], 1e300, 4.188_739_880_048_049e-22),
            (&[740.0, 0.0, -1.0][..], 1e20, 5.729_691_166_332_66e-302),
        ] {
            let mut weights = vec![1.0; logits.len()];
            weights[0] = weight;
            let loss = weighted_cross_entropy(logits, 0, &weights);
            let grad = weighted_cross_entropy_grad(logits, 0, &weights);
            for found in [loss, -grad[0]] {
                assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 3);
            }
            assert_eq!(grad[0], 0.0 - sum(&grad[1..]));
        }
    }

    #[test]
    fn infinite_logits_give_the_limit() {
        let w = [2.0, 3.0];
        let masked = [0.0, -INFINITY];
        assert_eq!(weighted_cross_entropy(&masked, 1, &w), INFINITY);
        assert_eq!(weighted_cross_entropy_grad(&masked, 1, &w), [3.0, -3.0]);
        assert_eq!(weighted_cross_entropy(&masked, 0, &w), 0.0);
        assert_eq!(weighted_cross_entropy_grad(&masked, 0, &w), [0.0, 0.0]);
        assert_eq!(weighted_cross_entropy(&[0.0, INFINITY], 0, &w), INFINITY);
    }

    #[test]
    fn a_weight_of_0_costs_nothing_but_there_is_no_limit_at_infinity() {
        let zero = weighted_cross_entropy(&[0.0, -800.0], 1, &[1.0, 0.0]);
        assert_eq!(zero, 0.0);
        let masked = [0.0, -INFINITY];
        assert!(weighted_cross_entropy(&masked, 1, &[1.0, 0.0]).is_nan());
        let grad = weighted_cross_entropy_grad(&masked, 1, &[1.0, 0.0]);
        assert_eq!(grad, [0.0, 0.0]);
        assert!(weighted_cross_entropy(&[f64::NAN], 0, &[0.0]).is_nan());
        assert_eq!(weighted_cross_entropy(&masked, 0, &[INFINITY, 1.0]), 0.0);
    }

    #[test]
    fn a_nan_is_not_hidden() {
        let weights = [1.0, f64::NAN];
        assert!(weighted_cross_entropy(&[2.0, 1.0], 0, &weights).is_nan());
        let grad = weighted_cross_entropy_grad(&[2.0, 1.0], 0, &weights);
        assert!(grad[0].is_nan());
    }

    #[test]
    fn reports_from_the_trackers() {
        // pytorch #25571 (the sum there is 10.5983), and #8062
        let weights = [2.0, 4.0, 6.0];
        let first = weighted_cross_entropy(&[0.2, 0.3, 0.5], 2, &weights);
        let second = weighted_cross_entropy(&[0.5, 0.2, 0.3], 1, &weights);
        assert!((first - 5.638_986_365_066_76).abs() < 1e-14);
        assert!((second - 4.959_324_243_377_84).abs() < 1e-14);
        let wrong =
            weighted_cross_entropy(&[-100.0, 100.0], 0, &[20.0, 10.0]);
        assert_eq!(wrong, 4000.0);
    }

    #[test]
    #[should_panic(
        expected = "weighted_cross_entropy: class 2 is out of range for 2 logits"
    )]
    fn weighted_cross_entropy_requires_a_class_in_range() {
        let _ = weighted_cross_entropy(&[0.0, 1.0], 2, &[1.0, 1.0]);
    }

    #[test]
    #[should_panic(
        expected = "weighted_cross_entropy: 2 logits, but 1 weights"
    )]
    fn weighted_cross_entropy_requires_a_weight_for_each_class() {
        let _ = weighted_cross_entropy(&[0.0, 1.0], 0, &[1.0]);
    }

    #[test]
    #[should_panic(
        expected = "weighted_cross_entropy_grad: weights must be at least 0, got -1"
    )]
    fn weighted_cross_entropy_grad_requires_a_weight_of_at_least_0() {
        let _ = weighted_cross_entropy_grad(&[0.0, 1.0], 0, &[-1.0, 1.0]);
    }
}
