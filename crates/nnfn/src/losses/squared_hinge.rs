//! Squared hinge loss.

/// Squared hinge loss of one score: `max(0, 1 - y·s)²`, with the target `y`, 1 or -1.
///
/// [`hinge`](super::hinge) without its kink: what lacks little of the margin pulls little, and what is far on the wrong
/// side pulls without bound.
///
/// - Range: `[0, ∞]`; convex, with a continuous slope.
/// - An infinite score costs 0 or `∞`. NaN gives NaN.
///
/// # Panics
///
/// If `target` is neither 1 nor -1.
///
/// Source: Chang, Hsieh & Lin 2008, *Coordinate Descent Method for Large-scale L2-loss Linear Support Vector Machines*,
/// [JMLR 9](https://jmlr.org/papers/v9/chang08a.html).
///
/// ```
/// use nnfn::losses::squared_hinge;
/// assert_eq!(squared_hinge(0.5, 1.0), 0.25);
/// assert_eq!(squared_hinge(2.5, -1.0), 12.25);
/// assert_eq!(squared_hinge(2.5, 1.0), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn squared_hinge(score: f64, target: f64) -> f64 {
    assert!(
        target.abs() == 1.0 || target.is_nan(),
        "squared_hinge: target must be 1 or -1, got {target}"
    );
    let missing = 1.0 - target * score;
    if missing < 0.0 { 0.0 } else { missing * missing } // NaN goes through
}
// ANCHOR_END: value

/// Derivative of [`squared_hinge`] by the score: `-2y·max(0, 1 - y·s)`.
///
/// # Panics
///
/// If `target` is neither 1 nor -1.
///
/// ```
/// use nnfn::losses::squared_hinge_grad;
/// assert_eq!(squared_hinge_grad(0.5, 1.0), -1.0);
/// assert_eq!(squared_hinge_grad(1.5, 1.0), 0.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn squared_hinge_grad(score: f64, target: f64) -> f64 {
    assert!(
        target.abs() == 1.0 || target.is_nan(),
        "squared_hinge_grad: target must be 1 or -1, got {target}"
    );
    let missing = 1.0 - target * score;
    if missing <= 0.0 { 0.0 } else { -2.0 * target * missing }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn near_the_margin_a_tiny_loss_keeps_its_digits() {
        let missing = f64::EPSILON / 2.0;
        for y in [1.0, -1.0] {
            let score = y * (1.0 - missing);
            assert_eq!(squared_hinge(score, y), missing * missing);
            assert_eq!(squared_hinge_grad(score, y), -2.0 * y * missing);
            for beyond in [1.0, 1.0 + f64::EPSILON, 1e300] {
                assert_eq!(squared_hinge(y * beyond, y), 0.0);
                assert_eq!(squared_hinge_grad(y * beyond, y), 0.0);
            }
        }
    }

    #[test]
    fn the_loss_overflows_before_its_slope() {
        // mpmath, 60 digits
        for (score, expected) in
            [(0.3, 0.49), (-1e-17, 1.0), (-17.25, 333.062_5)]
        {
            let loss = squared_hinge(score, 1.0);
            assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 1);
        }
        assert_eq!(squared_hinge(-1e200, 1.0), INFINITY);
        assert_eq!(squared_hinge_grad(-1e200, 1.0), -2e200);
    }

    #[test]
    fn infinities_give_the_limit_and_nan_comes_through() {
        assert_eq!(squared_hinge(INFINITY, 1.0), 0.0);
        assert_eq!(squared_hinge_grad(INFINITY, 1.0), 0.0);
        assert_eq!(squared_hinge(INFINITY, -1.0), INFINITY);
        assert_eq!(squared_hinge_grad(INFINITY, -1.0), INFINITY);
        for (s, y) in [(f64::NAN, 1.0), (0.0, f64::NAN), (INFINITY, f64::NAN)]
        {
            assert!(squared_hinge(s, y).is_nan());
            assert!(squared_hinge_grad(s, y).is_nan());
        }
    }

    #[test]
    #[should_panic(expected = "squared_hinge: target must be 1 or -1, got 0")]
    fn squared_hinge_refuses_a_label_of_0() {
        let _ = squared_hinge(2.5, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "squared_hinge_grad: target must be 1 or -1, got 0.5"
    )]
    fn squared_hinge_grad_refuses_other_labels() {
        let _ = squared_hinge_grad(2.5, 0.5);
    }
}
