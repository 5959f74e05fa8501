//! The two conventions of label smoothing.

// ANCHOR: value
/// What a smoothing of `epsilon`, shared by all `classes`, is called where the wrong ones alone share it:
/// `epsilon·(classes - 1)/classes`.
///
/// PyTorch, Optax and Keras give `epsilon/classes` to every class, the right one included, as
/// [`smoothed_cross_entropy`](crate::losses::smoothed_cross_entropy) does; other code takes `epsilon` from the right
/// class and gives `epsilon/(classes - 1)` to each of the others.
///
/// # Panics
///
/// If `epsilon` is not from 0 to 1, or `classes` is below 2.
///
/// ```
/// use nnfn::convert::epsilon_over_others_from_all;
/// assert_eq!(epsilon_over_others_from_all(0.5, 4), 0.375);
/// ```
#[must_use]
pub fn epsilon_over_others_from_all(epsilon: f64, classes: usize) -> f64 {
    assert!(
        (0.0..=1.0).contains(&epsilon),
        "epsilon_over_others_from_all: epsilon must be from 0 to 1, \
         got {epsilon}"
    );
    assert!(
        classes >= 2,
        "epsilon_over_others_from_all: classes must be at least 2, \
         got {classes}"
    );
    epsilon * (classes - 1) as f64 / classes as f64
}

/// What a smoothing of `epsilon`, shared by the wrong classes alone, is called where all `classes` share it:
/// `epsilon·classes/(classes - 1)`.
///
/// # Panics
///
/// If `epsilon` is not from 0 to 1, if it is above `(classes - 1)/classes`, which is the most that the other
/// convention can say, or if `classes` is below 2.
///
/// ```
/// use nnfn::convert::epsilon_over_all_from_others;
/// assert_eq!(epsilon_over_all_from_others(0.375, 4), 0.5);
/// ```
#[must_use]
pub fn epsilon_over_all_from_others(epsilon: f64, classes: usize) -> f64 {
    assert!(
        (0.0..=1.0).contains(&epsilon),
        "epsilon_over_all_from_others: epsilon must be from 0 to 1, \
         got {epsilon}"
    );
    assert!(
        classes >= 2,
        "epsilon_over_all_from_others: classes must be at least 2, \
         got {classes}"
    );
    let (all, others) = (classes as f64, (classes - 1) as f64);
    assert!(
        epsilon <= others / all,
        "epsilon_over_all_from_others: epsilon must be at most \
         {others}/{all}, got {epsilon}"
    );
    (epsilon * all / others).min(1.0) // (K - 1)/K is itself rounded
}
// ANCHOR_END: value

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_that_the_other_convention_can_say_is_1() {
        for classes in 2..2000 {
            let most = epsilon_over_others_from_all(1.0, classes);
            assert_eq!(epsilon_over_all_from_others(most, classes), 1.0);
        }
    }

    #[test]
    #[should_panic(
        expected = "epsilon_over_all_from_others: epsilon must be at most 2/3, got 0.75"
    )]
    fn more_than_that_is_refused() {
        let _ = epsilon_over_all_from_others(0.75, 3);
    }

    #[test]
    #[should_panic(
        expected = "epsilon_over_others_from_all: classes must be at least 2, got 1"
    )]
    fn one_class_has_no_others() {
        let _ = epsilon_over_others_from_all(0.1, 1);
    }

    #[test]
    #[should_panic(
        expected = "epsilon_over_others_from_all: epsilon must be from 0 to 1, got -0.1"
    )]
    fn a_negative_smoothing_is_refused() {
        let _ = epsilon_over_others_from_all(-0.1, 3);
    }
}
