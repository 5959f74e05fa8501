//! Bradley–Terry loss of a reward model.

use crate::double::Double;
use crate::logistic::{sigmoid_times, softplus_times};

/// Bradley–Terry loss of one comparison: `-ln σ(chosen - rejected - margin)`, in nats.
///
/// `chosen` and `rejected` are the scores that a reward model gives to two answers to one prompt, of which people
/// preferred the first. Under the model the chosen one wins with probability `σ(chosen - rejected)`; a `margin`
/// asks for a larger difference. The same as binary cross-entropy of the difference with the label 1.
///
/// - Range: `[0, ∞]`; `ln 2` where the difference is the margin; convex in each score. A common shift of both scores
///   changes nothing.
/// - Limits: 0 for a difference of `∞`, `∞` for one of `-∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `margin` is not finite.
///
/// Source: Bradley & Terry 1952, [doi:10.2307/2334029](https://doi.org/10.2307/2334029); the margin: Touvron et al.
/// 2023, [arXiv:2307.09288](https://arxiv.org/abs/2307.09288), §3.2.2.
///
/// ```
/// use nnfn::losses::bradley_terry;
/// assert_eq!(bradley_terry(1.5, 1.5, 0.0), 2_f64.ln());
/// assert!((bradley_terry(0.5, 2.5, 0.0) - 2.126_928).abs() < 1e-6);
/// assert_eq!(bradley_terry(3.0, 2.0, 1.0), 2_f64.ln());
/// ```
#[must_use]
// ANCHOR: value
pub fn bradley_terry(chosen: f64, rejected: f64, margin: f64) -> f64 {
    assert!(
        margin.is_finite(),
        "bradley_terry: margin must be finite, got {margin}"
    );
    let v = lead(chosen, rejected, margin);
    softplus_times(-v, Double::from(1.0)).value() // ln(σ(-1000)) is -∞
}
// ANCHOR_END: value

/// Derivative of [`bradley_terry`] by `chosen`: `-σ(rejected - chosen + margin)`.
///
/// # Panics
///
/// If `margin` is not finite.
///
/// ```
/// use nnfn::losses::bradley_terry_grad;
/// assert_eq!(bradley_terry_grad(1.5, 1.5, 0.0), -0.5);
/// ```
#[must_use]
// ANCHOR: grad
pub fn bradley_terry_grad(chosen: f64, rejected: f64, margin: f64) -> f64 {
    assert!(
        margin.is_finite(),
        "bradley_terry_grad: margin must be finite, got {margin}"
    );
    // σ(v) - 1 would cancel
    0.0 - sigmoid_times(-lead(chosen, rejected, margin), 1.0)
}
// ANCHOR_END: grad

/// Derivative of [`bradley_terry`] by `rejected`: `σ(rejected - chosen + margin)`.
///
/// # Panics
///
/// If `margin` is not finite.
///
/// ```
/// use nnfn::losses::bradley_terry_grad_rejected;
/// assert_eq!(bradley_terry_grad_rejected(1.5, 1.5, 0.0), 0.5);
/// ```
#[must_use]
// ANCHOR: grad_rejected
pub fn bradley_terry_grad_rejected(
    chosen: f64,
    rejected: f64,
    margin: f64,
) -> f64 {
    assert!(
        margin.is_finite(),
        "bradley_terry_grad_rejected: margin must be finite, got {margin}"
    );
    sigmoid_times(-lead(chosen, rejected, margin), 1.0)
}
// ANCHOR_END: grad_rejected

/// `chosen - rejected - margin`, of double length: what rounding takes would count in the exponential.
fn lead(chosen: f64, rejected: f64, margin: f64) -> Double {
    let lead = (Double::from(chosen) - rejected).normalised() - margin;
    if lead.hi.is_finite() || !chosen.is_finite() || !rejected.is_finite() {
        return lead.normalised();
    }
    // The difference overflows, and a margin may bring it back.
    let half = Double::from(0.5 * chosen) - 0.5 * rejected;
    let half = (half.normalised() - 0.5 * margin).normalised();
    half * 2.0
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::bce_with_logits;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn the_tails_keep_their_digits() {
        for (difference, loss, slope) in [
            (-2.0, 2.126_928_011_042_972_6, -0.880_797_077_977_882_4),
            (2.0, 0.126_928_011_042_972_5, -0.119_202_922_022_117_56),
            (40.0, 4.248_354_255_291_589e-18, -4.248_354_255_291_589e-18),
            (-1000.0, 1000.0, -1.0),
        ] {
            let found = bradley_terry(difference, 0.0, 0.0);
            assert_ulps_eq!(found, loss, epsilon = 0.0, max_ulps = 2);
            let found = bradley_terry_grad(0.0, -difference, 0.0);
            assert_ulps_eq!(found, slope, epsilon = 0.0, max_ulps = 2);
            assert_eq!(
                bradley_terry_grad_rejected(difference, 0.0, 0.0),
                -bradley_terry_grad(difference, 0.0, 0.0)
            );
        }
    }

    #[test]
    fn it_is_the_yes_of_binary_cross_entropy() {
        for (chosen, rejected) in [(1.2, -0.3), (-0.7, 2.5), (1e8, 1e8 - 3.0)]
        {
            assert_ulps_eq!(
                bradley_terry(chosen, rejected, 0.0),
                bce_with_logits(chosen - rejected, 1.0, 1.0),
                epsilon = 0.0,
                max_ulps = 4
            );
        }
    }

    #[test]
    fn what_is_left_of_huge_scores_counts() {
        assert_eq!(
            bradley_terry(1e17, 1e17, -0.25),
            bradley_terry(0.25, 0.0, 0.0)
        );
        assert_eq!(bradley_terry(1e308, -1e308, 1.7e308), 0.0);
        assert_eq!(bradley_terry(-1e308, 1e308, -1e308), 1e308);
    }

    #[test]
    fn infinite_scores_give_the_limit() {
        assert_eq!(bradley_terry(INFINITY, 0.0, 1.0), 0.0);
        assert_eq!(bradley_terry(0.0, INFINITY, 1.0), INFINITY);
        assert_eq!(bradley_terry_grad(0.0, INFINITY, 1.0), -1.0);
        assert_eq!(bradley_terry_grad(INFINITY, 0.0, 1.0), 0.0);
        assert!(bradley_terry(INFINITY, INFINITY, 0.0).is_nan());
        assert!(bradley_terry_grad_rejected(f64::NAN, 0.0, 0.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "bradley_terry: margin must be finite, got inf"
    )]
    fn bradley_terry_requires_a_finite_margin() {
        let _ = bradley_terry(0.0, 0.0, INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "bradley_terry_grad: margin must be finite, got NaN"
    )]
    fn bradley_terry_grad_requires_a_finite_margin() {
        let _ = bradley_terry_grad(0.0, 0.0, f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "bradley_terry_grad_rejected: margin must be finite, got -inf"
    )]
    fn bradley_terry_grad_rejected_requires_a_finite_margin() {
        let _ = bradley_terry_grad_rejected(0.0, 0.0, -INFINITY);
    }
}
