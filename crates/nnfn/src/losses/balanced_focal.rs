//! Focal loss with weights of the two classes.

use super::{focal, focal_grad};
use crate::double::Double;

/// Focal loss with weights `α` of a yes and `1 - α` of a no: `(y·α + (1 - y)·(1 - α))·focal(x, y, γ)`, in nats.
///
/// The α-balanced form of the paper, whose detector uses `α = 0.25` and `γ = 2`. With `α = 0.5` it is half of
/// [`focal`]; libraries that have both in one function leave the weights out for `alpha=None` or `alpha=-1`.
///
/// - Range: `[0, ∞]` for targets in `[0, 1]`. NaN gives NaN.
/// - A class of weight 0 costs nothing, at an infinite logit too.
///
/// # Panics
///
/// If `gamma` is negative or not finite, or `alpha` not between 0 and 1.
///
/// Source: Lin et al. 2017, [arXiv:1708.02002](https://arxiv.org/abs/1708.02002), section 3.2, equation 5.
///
/// ```
/// use nnfn::losses::{balanced_focal, focal};
/// assert_eq!(balanced_focal(2.0, 1.0, 2.0, 0.25), 0.25 * focal(2.0, 1.0, 2.0));
/// assert_eq!(balanced_focal(2.0, 0.0, 2.0, 0.25), 0.75 * focal(2.0, 0.0, 2.0));
/// ```
#[must_use]
// ANCHOR: value
pub fn balanced_focal(
    logit: f64,
    target: f64,
    gamma: f64,
    alpha: f64,
) -> f64 {
    assert!(
        gamma >= 0.0 && gamma.is_finite(),
        "balanced_focal: gamma must be finite and at least 0, got {gamma}"
    );
    assert!(
        (0.0..=1.0).contains(&alpha),
        "balanced_focal: alpha must be from 0 to 1, got {alpha}"
    );
    weighted(weight(target, alpha), focal(logit, target, gamma))
}

/// `y·α + (1 - y)·(1 - α)`.
fn weight(target: f64, alpha: f64) -> f64 {
    let no = (Double::from(1.0) - target) * (Double::from(1.0) - alpha);
    (Double::from(target) * alpha + no).value()
}

/// The product; 0 for a weight of 0, also of an infinite loss.
fn weighted(weight: f64, loss: f64) -> f64 {
    if weight == 0.0 && !loss.is_nan() { 0.0 } else { weight * loss }
}
// ANCHOR_END: value

/// Derivative of [`balanced_focal`] by the logit: the weight times [`focal_grad`].
///
/// # Panics
///
/// If `gamma` is negative or not finite, or `alpha` not between 0 and 1.
///
/// ```
/// use nnfn::losses::{balanced_focal_grad, focal_grad};
/// assert_eq!(balanced_focal_grad(2.0, 1.0, 2.0, 0.25), 0.25 * focal_grad(2.0, 1.0, 2.0));
/// ```
#[must_use]
// ANCHOR: grad
pub fn balanced_focal_grad(
    logit: f64,
    target: f64,
    gamma: f64,
    alpha: f64,
) -> f64 {
    assert!(
        gamma >= 0.0 && gamma.is_finite(),
        "balanced_focal_grad: gamma must be finite and at least 0, \
         got {gamma}"
    );
    assert!(
        (0.0..=1.0).contains(&alpha),
        "balanced_focal_grad: alpha must be from 0 to 1, got {alpha}"
    );
    weighted(weight(target, alpha), focal_grad(logit, target, gamma))
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_without_weight_costs_nothing() {
        let away = f64::NEG_INFINITY;
        assert_eq!(balanced_focal(away, 1.0, 2.0, 0.0), 0.0);
        assert_eq!(balanced_focal(away, 1.0, 2.0, 0.25), f64::INFINITY);
        assert_eq!(balanced_focal_grad(away, 1.0, 2.0, 0.25), -0.25);
        assert!(balanced_focal(f64::NAN, 1.0, 2.0, 0.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "balanced_focal: gamma must be finite and at least 0, got -1"
    )]
    fn balanced_focal_requires_a_gamma_of_at_least_0() {
        let _ = balanced_focal(1.0, 1.0, -1.0, 0.25);
    }

    #[test]
    #[should_panic(
        expected = "balanced_focal: alpha must be from 0 to 1, got -1"
    )]
    fn balanced_focal_requires_an_alpha_of_at_least_0() {
        let _ = balanced_focal(1.0, 1.0, 2.0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "balanced_focal_grad: gamma must be finite and at least 0, got inf"
    )]
    fn balanced_focal_grad_requires_a_finite_gamma() {
        let _ = balanced_focal_grad(1.0, 1.0, f64::INFINITY, 0.25);
    }

    #[test]
    #[should_panic(
        expected = "balanced_focal_grad: alpha must be from 0 to 1, got 1.5"
    )]
    fn balanced_focal_grad_requires_an_alpha_of_at_most_1() {
        let _ = balanced_focal_grad(1.0, 1.0, 2.0, 1.5);
    }
}
