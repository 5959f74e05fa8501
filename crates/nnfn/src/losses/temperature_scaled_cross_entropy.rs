//! Categorical cross-entropy of logits over a temperature.

use crate::double::Double;
use crate::row::Row;
use crate::sum::{sum, sum_of};

/// Cross-entropy over a temperature: `ln Σⱼ exp(zⱼ/T) - z_class/T`, in nats.
///
/// What temperature scaling makes least: of a trained classifier the logits stay as they are, and the one number
/// `T` that divides them is fitted to examples that it was not trained on. A `T` above 1 makes it less sure, one
/// below 1 surer, and the order of the classes never changes. Takes logits, not probabilities.
///
/// - `T = 1` is [`cross_entropy`](super::cross_entropy). Range: `[0, ∞]`; `ln n` at infinite temperature.
/// - Convex in the logits, and convex in `1/T`, not in `T`.
/// - Infinities and NaN as in [`cross_entropy`](super::cross_entropy).
///
/// # Panics
///
/// If `class` is out of range, or `temperature` is not positive.
///
/// Source: Guo et al. 2017, [arXiv:1706.04599](https://arxiv.org/abs/1706.04599), §4.2.
///
/// ```
/// use nnfn::losses::{cross_entropy, temperature_scaled_cross_entropy};
/// let logits = [4.0, 1.0, 0.0];
/// let loss = temperature_scaled_cross_entropy(&logits, 0, 2.0);
/// assert_eq!(loss, cross_entropy(&[2.0, 0.5, 0.0], 0));
/// assert!((loss - 0.306_355_7).abs() < 1e-7);
/// ```
#[must_use]
// ANCHOR: value
pub fn temperature_scaled_cross_entropy(
    logits: &[f64],
    class: usize,
    temperature: f64,
) -> f64 {
    let name = "temperature_scaled_cross_entropy";
    check(name, logits, class, temperature);
    // log_sum_exp(z/T) - z_class/T would cancel where the class leads.
    let row = Row::new(logits, temperature);
    (Double::from(row.log_sum()) - row.gap(class)).value()
}
// ANCHOR_END: value

/// Gradient of [`temperature_scaled_cross_entropy`] by the logits: `(softmax(z/T) - onehot(class))/T`.
///
/// The entries sum to 0.
///
/// # Panics
///
/// If `class` is out of range, or `temperature` is not positive.
///
/// ```
/// use nnfn::losses::temperature_scaled_cross_entropy_grad;
/// assert_eq!(temperature_scaled_cross_entropy_grad(&[0.0, 0.0], 0, 2.0), [-0.25, 0.25]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn temperature_scaled_cross_entropy_grad(
    logits: &[f64],
    class: usize,
    temperature: f64,
) -> Vec<f64> {
    let name = "temperature_scaled_cross_entropy_grad";
    check(name, logits, class, temperature);
    // 1/T alone may overflow where its product with a probability does not.
    let t = temperature.clamp(f64::MIN_POSITIVE, f64::MAX);
    let factor = Double::from(1.0).over(t);
    let row = Row::new(logits, temperature);
    let mut grad: Vec<f64> = (0..logits.len())
        .map(|j| row.share_times(j, factor) / (temperature / t))
        .collect();
    let own = row.share_times(class, factor);
    if class == row.top && !own.is_nan() {
        grad[class] = 0.0; // p - 1 would cancel as p nears 1
        grad[class] = 0.0 - sum(&grad);
    } else {
        grad[class] = (own - factor.value()) / (temperature / t);
    }
    grad
}
// ANCHOR_END: grad

/// Derivative of [`temperature_scaled_cross_entropy`] by the temperature: `(z_class - Σⱼ softmax(z/T)ⱼ·zⱼ)/T²`.
///
/// Negative where the right logit lies below the mean that the model expects: then a higher temperature, which is
/// less sure, costs less.
///
/// # Panics
///
/// If `class` is out of range, or `temperature` is not positive.
///
/// ```
/// use nnfn::losses::temperature_scaled_cross_entropy_grad_temperature as slope;
/// assert_eq!(slope(&[0.0, 0.0], 0, 2.0), 0.0);
/// assert_eq!(slope(&[700.0, 0.0], 0, 1.0), 700.0 * (-700_f64).exp());
/// ```
#[must_use]
// ANCHOR: grad_temperature
pub fn temperature_scaled_cross_entropy_grad_temperature(
    logits: &[f64],
    class: usize,
    temperature: f64,
) -> f64 {
    let name = "temperature_scaled_cross_entropy_grad_temperature";
    check(name, logits, class, temperature);
    let t = temperature.clamp(f64::MIN_POSITIVE, f64::MAX);
    let row = Row::new(logits, temperature);
    // The mean gap; seen from the largest logit all terms have one sign.
    let term = |j: usize| {
        let gap = row.gap(j);
        if gap.hi < -1e4 {
            0.0 // e^gap outweighs every gap and every 1/T; 0·∞ is NaN
        } else {
            row.share_times(j, -gap.over(t))
        }
    };
    let mean = sum_of((0..logits.len()).map(term));
    (row.gap(class).over(t) + mean).value() / (temperature / t)
}
// ANCHOR_END: grad_temperature

fn check(name: &str, logits: &[f64], class: usize, temperature: f64) {
    let n = logits.len();
    assert!(
        class < n,
        "{name}: class {class} is out of range for {n} logits"
    );
    assert!(
        temperature > 0.0,
        "{name}: temperature must be positive, got {temperature}"
    );
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::temperature_scaled_cross_entropy as value;
    use super::temperature_scaled_cross_entropy_grad as grad;
    use super::temperature_scaled_cross_entropy_grad_temperature as slope;
    use crate::losses::{cross_entropy, cross_entropy_grad};

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn at_one_it_is_cross_entropy() {
        for logits in [[700.0, 0.0, -3.0], [0.0, -INFINITY, 1.0]] {
            for class in [0, 2] {
                assert_eq!(
                    value(&logits, class, 1.0),
                    cross_entropy(&logits, class)
                );
                assert_ulps_eq!(
                    grad(&logits, class, 1.0)[..],
                    cross_entropy_grad(&logits, class)[..],
                    epsilon = 0.0,
                    max_ulps = 2
                );
            }
        }
    }

    #[test]
    fn sure_answers_keep_their_digits() {
        let (logits, t) = ([7.3, -0.2, 1.1], 0.0125);
        for (found, expected) in [
            (value(&logits, 0, t), 3.889_886_915_778_793_8e-216),
            (grad(&logits, 0, t)[0], -3.111_909_532_623_034_9e-214),
            (slope(&logits, 0, t), 1.543_507_128_181_025_2e-211),
        ] {
            assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 3);
        }
    }

    #[test]
    fn a_confident_mistake_costs_its_gap_at_every_temperature() {
        assert_eq!(value(&[0.0, 800.0], 0, 2.0), 400.0);
        assert_eq!(grad(&[0.0, 800.0], 0, 0.5), [-2.0, 2.0]);
        assert_eq!(slope(&[0.0, 800.0], 0, 0.5), -3200.0);
    }

    #[test]
    fn temperatures_of_any_size() {
        assert_ulps_eq!(grad(&[0.0, 0.0], 0, 1e-300)[1], 5e299);
        assert_eq!(grad(&[0.0, 0.0], 0, INFINITY), [0.0, 0.0]);
        // 1/T overflows, and so does p/T.
        assert_eq!(grad(&[0.3], 0, 1e-309), [0.0]);
        assert_eq!(grad(&[0.0, 0.0], 0, 1e-309), [-INFINITY, INFINITY]);
        assert_eq!(grad(&[0.0, 0.0], 1, 1e-309), [INFINITY, -INFINITY]);
        assert_eq!(grad(&[3.0, 1.0], 0, 1e-309), [0.0, 0.0]);
        assert_eq!(grad(&[3.0, 1.0], 1, 1e-309), [INFINITY, -INFINITY]);
        assert!(grad(&[f64::NAN], 0, 1e-309)[0].is_nan());
        assert_eq!(slope(&[0.3], 0, 1e-309), 0.0);
        assert_eq!(value(&[3.0, 1.0], 0, INFINITY), 2_f64.ln());
        assert_eq!(slope(&[3.0, 1.0], 0, INFINITY), 0.0);
        assert_eq!(slope(&[3.0, 1.0], 0, 5e-324), 0.0);
        assert_eq!(slope(&[3.0, 1.0], 1, 1e-300), -INFINITY);
    }

    #[test]
    fn infinite_logits_give_the_limit() {
        // A masked class that is not the right one has no part in anything.
        let (masked, without) = ([0.0, -INFINITY, 1.0], [0.0, 1.0]);
        assert_eq!(value(&masked, 2, 0.7), value(&without, 1, 0.7));
        assert_eq!(slope(&masked, 2, 0.7), slope(&without, 1, 0.7));
        assert_eq!(value(&masked, 1, 0.7), INFINITY);
        assert_eq!(slope(&masked, 1, 0.7), -INFINITY);
        assert_eq!(value(&[0.0, INFINITY], 1, 0.7), 0.0);
        assert_eq!(slope(&[0.0, INFINITY], 1, 0.7), 0.0);
        assert_eq!(slope(&[0.0, INFINITY], 0, 0.7), -INFINITY);
        assert!(slope(&[f64::NAN, 0.0], 1, 0.7).is_nan());
        assert!(grad(&[f64::NAN], 0, 0.7)[0].is_nan());
        assert_eq!(grad(&[INFINITY], 0, 0.7), [0.0]);
    }

    #[test]
    #[should_panic(
        expected = "temperature_scaled_cross_entropy: temperature must be positive, got 0"
    )]
    fn the_value_requires_a_positive_temperature() {
        let _ = value(&[0.0], 0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "temperature_scaled_cross_entropy_grad: temperature must be positive, got -1"
    )]
    fn the_gradient_requires_a_positive_temperature() {
        let _ = grad(&[0.0], 0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "temperature_scaled_cross_entropy_grad_temperature: temperature must be positive, got NaN"
    )]
    fn the_slope_requires_a_positive_temperature() {
        let _ = slope(&[0.0], 0, f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "temperature_scaled_cross_entropy: class 2 is out of range for 2 logits"
    )]
    fn the_value_requires_a_class_in_range() {
        let _ = value(&[0.0, 1.0], 2, 1.0);
    }
}
