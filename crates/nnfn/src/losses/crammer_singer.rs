//! Crammer-Singer loss.

use crate::double::Double;

/// Crammer-Singer loss of one example: `max(0, m + maxⱼ sⱼ - s_y)` over the classes `j` other than `y`.
///
/// The hinge loss for several classes: nothing to pay once the score of the right class leads that of the best other
/// one by the margin `m`. [`weston_watkins`](super::weston_watkins) sums over the other classes instead. Keras's
/// `CategoricalHinge` is another function where all wrong scores are negative.
///
/// - Range: `[0, ∞]`; `m` for equal scores; convex; 0 for a single class. A common shift of all scores changes nothing.
/// - A wrong class with the score `-∞` is out of the race. Rows without a limit (`∞ - ∞`) and rows with a NaN give NaN.
///
/// # Panics
///
/// If `class` is out of range, or `margin` is negative or NaN.
///
/// Source: Crammer & Singer 2001, [JMLR 2](https://www.jmlr.org/papers/v2/crammer01a.html), with a margin of 1.
///
/// ```
/// use nnfn::losses::crammer_singer;
/// assert_eq!(crammer_singer(&[2.0, 1.5, 0.1], 0, 1.0), 0.5);
/// assert_eq!(crammer_singer(&[-1.0, -5.0, -5.0], 0, 1.0), 0.0);
/// assert_eq!(crammer_singer(&[0.0; 4], 3, 1.0), 1.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn crammer_singer(scores: &[f64], class: usize, margin: f64) -> f64 {
    let n = scores.len();
    assert!(
        class < n,
        "crammer_singer: class {class} is out of range for {n} scores"
    );
    assert!(
        margin >= 0.0,
        "crammer_singer: margin must be at least 0, got {margin}"
    );
    match rival(scores, class) {
        Some(rival) => missing(scores, rival, class, margin),
        None if scores[class].is_nan() => scores[class],
        None => 0.0,
    }
}
// ANCHOR_END: value

/// Gradient of [`crammer_singer`] by the scores: 1 for the best wrong class, -1 for `class`, and 0 where the loss is 0.
///
/// Of several best wrong classes the first is taken. At the kink, where the lead is exactly the margin, it is 0.
///
/// # Panics
///
/// If `class` is out of range, or `margin` is negative or NaN.
///
/// ```
/// use nnfn::losses::crammer_singer_grad;
/// assert_eq!(crammer_singer_grad(&[2.0, 1.5, 0.1], 0, 1.0), [-1.0, 1.0, 0.0]);
/// assert_eq!(crammer_singer_grad(&[0.0, 0.0, 0.0], 1, 1.0), [1.0, -1.0, 0.0]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn crammer_singer_grad(
    scores: &[f64],
    class: usize,
    margin: f64,
) -> Vec<f64> {
    let n = scores.len();
    assert!(
        class < n,
        "crammer_singer_grad: class {class} is out of range for {n} scores"
    );
    assert!(
        margin >= 0.0,
        "crammer_singer_grad: margin must be at least 0, got {margin}"
    );
    let mut grad = vec![0.0; n];
    if let Some(rival) = rival(scores, class) {
        let loss = missing(scores, rival, class, margin);
        if loss.is_nan() {
            return vec![f64::NAN; n];
        }
        if loss > 0.0 {
            grad[rival] = 1.0;
            grad[class] = -1.0;
        }
    } else if scores[class].is_nan() {
        grad[class] = f64::NAN;
    }
    grad
}
// ANCHOR_END: grad

// ANCHOR: kernel
/// The first of the wrong classes with the largest score, or one whose score is NaN.
fn rival(scores: &[f64], class: usize) -> Option<usize> {
    let wrong = (0..scores.len()).filter(|j| *j != class);
    wrong.reduce(|best, j| {
        let stays = scores[best] >= scores[j] || scores[best].is_nan();
        if stays { best } else { j }
    })
}

/// What the lead of `class` over `rival` lacks of the margin: at least 0, rounded once.
pub(super) fn missing(
    scores: &[f64],
    rival: usize,
    class: usize,
    margin: f64,
) -> f64 {
    if margin == f64::INFINITY
        && scores[rival].abs().max(scores[class].abs()) < margin
    {
        return margin; // the difference may overflow the other way
    }
    let behind = Double::from(scores[rival]) - scores[class];
    let missing = (behind + margin).value();
    if missing < 0.0 { 0.0 } else { missing } // max would turn NaN into 0
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn of_several_rivals_the_first_is_pushed() {
        let scores = [3.0, 1.0, 3.0, 3.0];
        assert_eq!(crammer_singer(&scores, 1, 1.0), 3.0);
        let grad = crammer_singer_grad(&scores, 1, 1.0);
        assert_eq!(grad, [1.0, -1.0, 0.0, 0.0]);
        let grad = crammer_singer_grad(&scores, 0, 1.0);
        assert_eq!(grad, [-1.0, 0.0, 1.0, 0.0]);
    }

    #[test]
    fn an_infinite_margin_is_never_reached() {
        use crate::losses::weston_watkins;
        for scores in [[1e308, -1e308], [0.0, 1.0]] {
            assert_eq!(crammer_singer(&scores, 0, INFINITY), INFINITY);
            assert_eq!(weston_watkins(&scores, 0, INFINITY), INFINITY);
        }
    }

    #[test]
    fn at_the_kink_nothing_moves() {
        for (lead, loss) in [(1.0, 0.0), (1.0 - 2.0_f64.powi(-53), 1.1e-16)] {
            let found = crammer_singer(&[lead, 0.0], 0, 1.0);
            assert!((found - loss).abs() < 1e-17);
            let grad = crammer_singer_grad(&[lead, 0.0], 0, 1.0);
            assert_eq!(grad[1], if loss > 0.0 { 1.0 } else { 0.0 });
        }
        assert_eq!(crammer_singer_grad(&[0.0, 0.0], 0, 0.0), [0.0, 0.0]);
    }

    #[test]
    fn scores_of_different_sizes_are_rounded_once() {
        // The exact sum, rounded: 1e16 + 1 - (1e16 + 2) + 1.5 in f64 is 0 or 2 on the way.
        let scores = [1e16 + 2.0, 1e16];
        assert_eq!(crammer_singer(&scores, 0, 2.5), 0.5);
        assert_eq!(crammer_singer(&[0.0, 1e-17], 0, 1.0), 1.0);
        assert_eq!(
            crammer_singer(&[0.0, -1.0 + 1e-16], 0, 1.0),
            2.0_f64.powi(-53)
        );
        assert_eq!(crammer_singer(&[1e308, -1e308], 0, 1.0), 0.0);
        assert_eq!(crammer_singer(&[-1e308, 1e308], 0, 1.0), INFINITY);
    }

    #[test]
    fn infinities_give_the_limit_where_there_is_one() {
        let masked = [0.5, -INFINITY, -INFINITY];
        assert_eq!(crammer_singer(&masked, 0, 1.0), 0.0);
        assert_eq!(crammer_singer(&masked, 1, 1.0), INFINITY);
        assert_eq!(crammer_singer_grad(&masked, 1, 1.0), [1.0, -1.0, 0.0]);
        assert_eq!(crammer_singer(&[INFINITY, 0.0], 0, 1.0), 0.0);
        assert_eq!(crammer_singer(&[0.0, 1.0], 0, INFINITY), INFINITY);
        for row in [[INFINITY; 2], [-INFINITY; 2]] {
            assert!(crammer_singer(&row, 0, 1.0).is_nan());
            let grad = crammer_singer_grad(&row, 0, 1.0);
            assert!(grad.iter().all(|g| g.is_nan()));
        }
    }

    #[test]
    fn nan_comes_through_and_one_class_costs_nothing() {
        for i in 0..3 {
            for class in 0..3 {
                let mut row = [0.0, 1.0, INFINITY];
                row[i] = f64::NAN;
                assert!(crammer_singer(&row, class, 1.0).is_nan());
                let grad = crammer_singer_grad(&row, class, 1.0);
                assert!(grad.iter().all(|g| g.is_nan()));
            }
        }
        assert_eq!(crammer_singer(&[7.0], 0, 1.0), 0.0);
        assert_eq!(crammer_singer_grad(&[7.0], 0, 1.0), [0.0]);
        assert_eq!(crammer_singer(&[INFINITY], 0, 1.0), 0.0);
        assert!(crammer_singer(&[f64::NAN], 0, 1.0).is_nan());
        assert!(crammer_singer_grad(&[f64::NAN], 0, 1.0)[0].is_nan());
    }

    #[test]
    #[should_panic(
        expected = "crammer_singer: class 2 is out of range for 2 scores"
    )]
    fn crammer_singer_requires_a_class_in_range() {
        let _ = crammer_singer(&[0.0, 1.0], 2, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "crammer_singer_grad: class 0 is out of range for 0 scores"
    )]
    fn crammer_singer_grad_requires_a_class_in_range() {
        let _ = crammer_singer_grad(&[], 0, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "crammer_singer: margin must be at least 0, got -1"
    )]
    fn crammer_singer_requires_a_margin_of_at_least_0() {
        let _ = crammer_singer(&[0.0], 0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "crammer_singer_grad: margin must be at least 0, got NaN"
    )]
    fn crammer_singer_grad_requires_a_margin() {
        let _ = crammer_singer_grad(&[0.0], 0, f64::NAN);
    }
}
