//! Categorical cross-entropy with label smoothing.

use super::cross_entropy_soft;
use crate::double::Double;
use crate::row::Row;
use crate::sum::sum;

/// Cross-entropy with a smoothed label: `(1 - ε)·ℓ_class + (ε/n)·Σₖ ℓₖ` with `ℓₖ = -ln softmax(z)ₖ`, in nats.
///
/// The [`cross_entropy_soft`] of the target that takes `ε` from the class and spreads it evenly over all `n`
/// classes, the right one included: `1 - ε + ε/n` there, `ε/n` elsewhere. This is the convention of PyTorch,
/// Optax and Keras; one that spreads `ε` over the `n - 1` wrong classes is this one with `ε·n/(n - 1)` in the
/// place of `ε`. Takes logits, not probabilities.
///
/// - `ε = 0` is [`cross_entropy`](super::cross_entropy); `ε = 1` treats all classes alike.
/// - Range: from the entropy of the target to `∞`; `ln n` for equal logits. Convex in the logits.
/// - With `ε > 0` a single masked class (`-∞`) costs `∞`, whichever it is; a single class costs 0. NaN gives NaN.
///
/// # Panics
///
/// If `class` is out of range, or `epsilon` is not from 0 to 1.
///
/// Source: Szegedy et al. 2015, [arXiv:1512.00567](https://arxiv.org/abs/1512.00567), §7.
///
/// ```
/// use nnfn::losses::{cross_entropy, smoothed_cross_entropy};
/// let logits = [2.0, 1.0, 0.1];
/// assert!((smoothed_cross_entropy(&logits, 0, 0.1) - 0.513_696_683).abs() < 1e-9);
/// assert_eq!(smoothed_cross_entropy(&logits, 0, 0.0), cross_entropy(&logits, 0));
/// assert_eq!(smoothed_cross_entropy(&[0.0; 8], 3, 0.1), 8_f64.ln());
/// ```
#[must_use]
// ANCHOR: value
pub fn smoothed_cross_entropy(
    logits: &[f64],
    class: usize,
    epsilon: f64,
) -> f64 {
    check("smoothed_cross_entropy", logits, class, epsilon);
    cross_entropy_soft(logits, &target(logits.len(), class, epsilon))
}

/// What is left of the label at its class, and an even share everywhere.
fn target(n: usize, class: usize, epsilon: f64) -> Vec<f64> {
    let share = match epsilon / n as f64 {
        // Not so small that a masked class would cost nothing.
        share if share == 0.0 && epsilon > 0.0 => epsilon,
        share => share,
    };
    let mut target = vec![share; n];
    target[class] = if n == 1 { 1.0 } else { (1.0 - epsilon) + share };
    target
}
// ANCHOR_END: value

/// Gradient of [`smoothed_cross_entropy`] by the logits: `softmax(z) - t`, with the smoothed label `t`.
///
/// The entries sum to 0. It is 0 where the right logit leads each other one by `ln(1 + n·(1 - ε)/ε)`.
///
/// # Panics
///
/// If `class` is out of range, or `epsilon` is not from 0 to 1.
///
/// ```
/// use nnfn::losses::smoothed_cross_entropy_grad;
/// assert_eq!(smoothed_cross_entropy_grad(&[0.0, 0.0], 0, 0.5), [-0.25, 0.25]);
/// assert_eq!(smoothed_cross_entropy_grad(&[0.0, 0.0], 0, 1.0), [0.0, 0.0]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn smoothed_cross_entropy_grad(
    logits: &[f64],
    class: usize,
    epsilon: f64,
) -> Vec<f64> {
    check("smoothed_cross_entropy_grad", logits, class, epsilon);
    let row = Row::new(logits, 1.0);
    let share = Double::from(epsilon).over(logits.len() as f64);
    let kept = Double::from(1.0) - epsilon;
    let part = |k: usize| {
        let p = Double::from(row.weights[k]).over(row.total);
        (if k == class { p - share - kept } else { p - share }).value()
    };
    let mut grad: Vec<f64> = (0..logits.len()).map(part).collect();
    if class == row.top && row.top_prevails() {
        grad[class] = 0.0; // p - t would cancel as p nears 1
        grad[class] = 0.0 - sum(&grad);
    }
    grad
}
// ANCHOR_END: grad

fn check(name: &str, logits: &[f64], class: usize, epsilon: f64) {
    let n = logits.len();
    assert!(
        class < n,
        "{name}: class {class} is out of range for {n} logits"
    );
    assert!(
        (0.0..=1.0).contains(&epsilon),
        "{name}: epsilon must be from 0 to 1, got {epsilon}"
    );
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::{cross_entropy, cross_entropy_grad};

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn a_masked_class_costs_without_bound_however_little_is_smoothed() {
        let found = smoothed_cross_entropy(&[-INFINITY, 0.0, 0.0], 1, 5e-324);
        assert_eq!(found, INFINITY);
    }

    #[test]
    fn the_running_example_with_an_even_share_of_all_classes() {
        let logits = [2.0, 1.0, 0.1];
        assert_ulps_eq!(
            smoothed_cross_entropy(&logits, 0, 0.1),
            0.513_696_682_944_500_2,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn without_smoothing_it_is_cross_entropy() {
        for logits in [[700.0, 0.0, -3.0], [0.0, -INFINITY, 1.0]] {
            for class in 0..3 {
                assert_eq!(
                    smoothed_cross_entropy(&logits, class, 0.0),
                    cross_entropy(&logits, class)
                );
                assert_ulps_eq!(
                    smoothed_cross_entropy_grad(&logits, class, 0.0)[..],
                    cross_entropy_grad(&logits, class)[..],
                    epsilon = 0.0,
                    max_ulps = 1
                );
            }
        }
    }

    #[test]
    fn a_masked_class_costs_infinity_once_there_is_any_smoothing() {
        let logits = [-INFINITY, 0.0, 1.0];
        // Also the case of MindAct's pull request 1633, without smoothing.
        assert_ulps_eq!(
            smoothed_cross_entropy(&logits, 2, 0.0),
            0.313_261_687_518_222_8,
            epsilon = 0.0,
            max_ulps = 1
        );
        for class in 0..3 {
            assert_eq!(
                smoothed_cross_entropy(&logits, class, 1e-300),
                INFINITY
            );
            assert_eq!(smoothed_cross_entropy(&logits, class, 1.0), INFINITY);
        }
        let grad = smoothed_cross_entropy_grad(&logits, 2, 0.3);
        assert_ulps_eq!(grad[0], -0.1, epsilon = 0.0, max_ulps = 1);
        assert!(grad.iter().all(|g| g.is_finite()));
    }

    #[test]
    fn far_beyond_the_best_gap_the_slope_is_the_share_of_the_others() {
        let grad = smoothed_cross_entropy_grad(&[800.0, 0.0], 0, 0.25);
        assert_eq!(grad, [0.125, -0.125]);
        assert_eq!(smoothed_cross_entropy(&[800.0, 0.0], 0, 0.25), 100.0);
        // A share of 1e-300 is not lost beside 1.
        let grad = smoothed_cross_entropy_grad(&[1000.0, 0.0], 0, 1e-300);
        assert_eq!(grad, [5e-301, -5e-301]);
    }

    #[test]
    fn a_single_class_costs_nothing() {
        for z in [0.0, -INFINITY, INFINITY] {
            for epsilon in [0.0, 0.1, 1.0] {
                assert_eq!(smoothed_cross_entropy(&[z], 0, epsilon), 0.0);
                assert_eq!(
                    smoothed_cross_entropy_grad(&[z], 0, epsilon),
                    [0.0]
                );
            }
        }
    }

    #[test]
    #[should_panic(
        expected = "smoothed_cross_entropy: epsilon must be from 0 to 1, got 1.5"
    )]
    fn smoothed_cross_entropy_requires_a_share() {
        let _ = smoothed_cross_entropy(&[0.0], 0, 1.5);
    }

    #[test]
    #[should_panic(
        expected = "smoothed_cross_entropy_grad: epsilon must be from 0 to 1, got NaN"
    )]
    fn smoothed_cross_entropy_grad_requires_a_share() {
        let _ = smoothed_cross_entropy_grad(&[0.0], 0, f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "smoothed_cross_entropy: class 2 is out of range for 2 logits"
    )]
    fn smoothed_cross_entropy_requires_a_class_in_range() {
        let _ = smoothed_cross_entropy(&[0.0, 1.0], 2, 0.1);
    }

    #[test]
    #[should_panic(
        expected = "smoothed_cross_entropy_grad: class 0 is out of range for 0 logits"
    )]
    fn smoothed_cross_entropy_grad_requires_a_class_in_range() {
        let _ = smoothed_cross_entropy_grad(&[], 0, 0.1);
    }
}
