//! Weston-Watkins loss.

use crate::double::Double;

/// Weston-Watkins loss of one example: `Σⱼ max(0, m + sⱼ - s_y)` over the classes `j` other than `y`.
///
/// The hinge loss for several classes, summed over the wrong ones: each has to stay behind by the margin `m`.
/// [`crammer_singer`](super::crammer_singer) takes the largest term only. PyTorch's `multi_margin_loss` is this divided
/// by the number of classes.
///
/// - Range: `[0, ∞]`; `m·(n - 1)` for `n` equal scores; convex; 0 for a single class. A common shift of all scores
///   changes nothing.
/// - A wrong class with the score `-∞` costs nothing. Rows without a limit (`∞ - ∞`) and rows with a NaN give NaN.
///
/// # Panics
///
/// If `class` is out of range, or `margin` is negative or NaN.
///
/// Source: Weston & Watkins 1999, *Support Vector Machines for Multi-Class Pattern Recognition*, ESANN 7.
///
/// ```
/// use nnfn::losses::weston_watkins;
/// assert_eq!(weston_watkins(&[2.0, 1.5, 1.5], 0, 1.0), 1.0);
/// assert_eq!(weston_watkins(&[0.0; 4], 3, 1.0), 3.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn weston_watkins(scores: &[f64], class: usize, margin: f64) -> f64 {
    let n = scores.len();
    assert!(
        class < n,
        "weston_watkins: class {class} is out of range for {n} scores"
    );
    assert!(
        margin >= 0.0,
        "weston_watkins: margin must be at least 0, got {margin}"
    );
    if margin == f64::INFINITY
        && n > 1
        && scores.iter().all(|s| s.is_finite())
    {
        return margin; // differences may overflow the other way
    }
    let mut sum = Double::from(0.0);
    for (j, score) in scores.iter().enumerate() {
        let term = Double::from(*score) - scores[class] + margin;
        if j == class && !score.is_nan() || term.value() <= 0.0 {
            continue;
        }
        sum = sum + term; // positive, or NaN
    }
    sum.value()
}
// ANCHOR_END: value

/// Gradient of [`weston_watkins`] by the scores: 1 for each wrong class within the margin, and minus their number for
/// `class`.
///
/// A class whose distance is exactly the margin counts as outside.
///
/// # Panics
///
/// If `class` is out of range, or `margin` is negative or NaN.
///
/// ```
/// use nnfn::losses::weston_watkins_grad;
/// assert_eq!(weston_watkins_grad(&[2.0, 1.5, 1.5], 0, 1.0), [-2.0, 1.0, 1.0]);
/// assert_eq!(weston_watkins_grad(&[2.0, 1.0, 0.1], 0, 1.0), [0.0, 0.0, 0.0]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn weston_watkins_grad(
    scores: &[f64],
    class: usize,
    margin: f64,
) -> Vec<f64> {
    let n = scores.len();
    assert!(
        class < n,
        "weston_watkins_grad: class {class} is out of range for {n} scores"
    );
    assert!(
        margin >= 0.0,
        "weston_watkins_grad: margin must be at least 0, got {margin}"
    );
    let (mut grad, mut within) = (vec![0.0; n], 0.0);
    for (j, score) in scores.iter().enumerate() {
        let term = Double::from(*score) - scores[class] + margin;
        if j == class && !score.is_nan() || term.value() <= 0.0 {
            continue;
        }
        // 1, or NaN where the term is.
        grad[j] = if term.value() > 0.0 { 1.0 } else { f64::NAN };
        within += grad[j];
    }
    grad[class] = 0.0 - within;
    grad
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn each_class_within_the_margin_counts() {
        let scores = [2.0, 1.5, 0.1, 1.0];
        assert_eq!(weston_watkins(&scores, 0, 1.0), 0.5);
        let grad = weston_watkins_grad(&scores, 0, 1.0);
        assert_eq!(grad, [-1.0, 1.0, 0.0, 0.0]); // the last is at its kink
        let loss = weston_watkins(&scores, 2, 1.0);
        assert_ulps_eq!(loss, 7.2, epsilon = 0.0, max_ulps = 1);
        let grad = weston_watkins_grad(&scores, 2, 1.0);
        assert_eq!(grad, [1.0, 1.0, -3.0, 1.0]);
    }

    #[test]
    fn small_terms_are_not_lost_in_the_sum() {
        // mpmath: 1 + 100·2⁻⁵⁴, rounded; one by one the small ones vanish
        let mut scores = vec![-1.0 + 2.0_f64.powi(-53); 101];
        scores[0] = 0.0;
        scores.push(0.0);
        let expected = 1.0 + 50.0 * f64::EPSILON;
        assert_eq!(weston_watkins(&scores, 0, 1.0), expected);
    }

    #[test]
    fn infinities_give_the_limit_where_there_is_one() {
        let masked = [0.5, -INFINITY, 0.0];
        assert_eq!(weston_watkins(&masked, 0, 1.0), 0.5);
        assert_eq!(weston_watkins_grad(&masked, 0, 1.0), [-1.0, 0.0, 1.0]);
        assert_eq!(weston_watkins(&masked, 1, 1.0), INFINITY);
        assert_eq!(weston_watkins_grad(&masked, 1, 1.0), [1.0, -2.0, 1.0]);
        assert_eq!(weston_watkins(&[INFINITY, 0.0], 0, 1.0), 0.0);
        assert_eq!(weston_watkins(&[-1e308, 1e308, 0.0], 0, 1.0), INFINITY);
        assert_eq!(weston_watkins(&[0.0, 1.0], 0, INFINITY), INFINITY);
        for row in [[INFINITY; 2], [-INFINITY; 2]] {
            assert!(weston_watkins(&row, 0, 1.0).is_nan());
            assert!(weston_watkins_grad(&row, 0, 1.0)[0].is_nan());
        }
    }

    #[test]
    fn nan_comes_through_and_one_class_costs_nothing() {
        for i in 0..3 {
            for class in 0..3 {
                let mut row = [0.0, 1.0, 2.0];
                row[i] = f64::NAN;
                assert!(weston_watkins(&row, class, 1.0).is_nan());
                let grad = weston_watkins_grad(&row, class, 1.0);
                assert!(grad[class].is_nan());
            }
        }
        assert_eq!(weston_watkins(&[7.0], 0, 1.0), 0.0);
        assert_eq!(weston_watkins(&[INFINITY], 0, 1.0), 0.0);
        assert!(weston_watkins(&[f64::NAN], 0, 1.0).is_nan());
        assert!(weston_watkins_grad(&[f64::NAN], 0, 1.0)[0].is_nan());
        assert_eq!(weston_watkins_grad(&[7.0], 0, 1.0), [0.0]);
    }

    #[test]
    #[should_panic(
        expected = "weston_watkins: class 2 is out of range for 2 scores"
    )]
    fn weston_watkins_requires_a_class_in_range() {
        let _ = weston_watkins(&[0.0, 1.0], 2, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "weston_watkins_grad: class 0 is out of range for 0 scores"
    )]
    fn weston_watkins_grad_requires_a_class_in_range() {
        let _ = weston_watkins_grad(&[], 0, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "weston_watkins: margin must be at least 0, got -1"
    )]
    fn weston_watkins_requires_a_margin_of_at_least_0() {
        let _ = weston_watkins(&[0.0], 0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "weston_watkins_grad: margin must be at least 0, got NaN"
    )]
    fn weston_watkins_grad_requires_a_margin() {
        let _ = weston_watkins_grad(&[0.0], 0, f64::NAN);
    }
}
