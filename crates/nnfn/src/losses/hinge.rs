//! Hinge loss.

/// Hinge loss of one score: `max(0, 1 - y·s)`, with the target `y`, 1 or -1.
///
/// An example that is right by a margin `y·s` of 1 or more costs nothing. A support vector machine minimises its mean
/// and a penalty on the weights. The score is no logit: nothing about probabilities can be read off it.
///
/// - Range: `[0, ∞]`; convex, with a kink at a margin of 1; never below the 0-1 loss.
/// - An infinite score costs 0 or `∞`. NaN gives NaN.
///
/// # Panics
///
/// If `target` is neither 1 nor -1. With a label of 0 the formula would be 1 whatever the score.
///
/// Source: Cortes & Vapnik 1995, [doi:10.1007/BF00994018](https://doi.org/10.1007/BF00994018).
///
/// ```
/// use nnfn::losses::hinge;
/// assert_eq!(hinge(0.25, 1.0), 0.75);
/// assert_eq!(hinge(2.5, -1.0), 3.5);
/// assert_eq!(hinge(2.5, 1.0), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn hinge(score: f64, target: f64) -> f64 {
    assert!(
        target.abs() == 1.0 || target.is_nan(),
        "hinge: target must be 1 or -1, got {target}"
    );
    let loss = 1.0 - target * score;
    if loss < 0.0 { 0.0 } else { loss } // max would turn NaN into 0
}
// ANCHOR_END: value

/// Derivative of [`hinge`] by the score: `-y` where `y·s < 1`, else 0.
///
/// At the kink, a margin of exactly 1, it is 0.
///
/// # Panics
///
/// If `target` is neither 1 nor -1.
///
/// ```
/// use nnfn::losses::hinge_grad;
/// assert_eq!(hinge_grad(0.25, 1.0), -1.0);
/// assert_eq!(hinge_grad(1.0, 1.0), 0.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn hinge_grad(score: f64, target: f64) -> f64 {
    assert!(
        target.abs() == 1.0 || target.is_nan(),
        "hinge_grad: target must be 1 or -1, got {target}"
    );
    let margin = target * score;
    if margin >= 1.0 {
        0.0
    } else if margin < 1.0 {
        0.0 - target
    } else {
        f64::NAN
    }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn the_kink_belongs_to_what_costs_nothing() {
        let below = 1.0 - f64::EPSILON / 2.0;
        for y in [1.0, -1.0] {
            assert_eq!(hinge(y * below, y), f64::EPSILON / 2.0);
            assert_eq!(hinge_grad(y * below, y), -y);
            for beyond in [1.0, 1.0 + f64::EPSILON, 1e300] {
                assert_eq!(hinge(y * beyond, y), 0.0);
                assert_eq!(hinge_grad(y * beyond, y), 0.0);
            }
        }
    }

    #[test]
    fn infinities_give_the_limit_and_nan_comes_through() {
        assert_eq!(hinge(INFINITY, 1.0), 0.0);
        assert_eq!(hinge_grad(INFINITY, 1.0), 0.0);
        assert_eq!(hinge(INFINITY, -1.0), INFINITY);
        assert_eq!(hinge_grad(INFINITY, -1.0), 1.0);
        assert_eq!(hinge(-1e300, 1.0), 1e300);
        assert_eq!([hinge(0.0, 1.0), hinge(-0.0, -1.0)], [1.0, 1.0]);
        for (s, y) in [(f64::NAN, 1.0), (0.0, f64::NAN), (INFINITY, f64::NAN)]
        {
            assert!(hinge(s, y).is_nan());
            assert!(hinge_grad(s, y).is_nan());
        }
    }

    #[test]
    #[should_panic(expected = "hinge: target must be 1 or -1, got 0")]
    fn hinge_refuses_a_label_of_0() {
        let _ = hinge(2.5, 0.0); // the formula gives 1, with the label -1 it is 3.5
    }

    #[test]
    #[should_panic(expected = "hinge_grad: target must be 1 or -1, got 2")]
    fn hinge_grad_refuses_other_labels() {
        let _ = hinge_grad(2.5, 2.0);
    }
}
