//! Pinball loss.

/// Pinball loss of one prediction: `max((1 - level)·r, -level·r)`, where `r = prediction - target`.
///
/// Each unit that the prediction is too low costs `level`, each unit too high `1 - level`. Its
/// [`mean`](super::mean) over the examples is least at their quantile of that level. At the level ½ it is half
/// of [`mae`](super::mae). Papers and other libraries mostly write it with the residual `target - prediction`.
///
/// - Range: `[0, ∞]`; convex, with a kink where prediction and target are equal.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `level` does not lie between 0 and 1.
///
/// Source: Koenker & Bassett 1978, [doi:10.2307/1913643](https://doi.org/10.2307/1913643).
///
/// ```
/// use nnfn::losses::pinball;
/// assert_eq!(pinball(3.0, 5.0, 0.75), 1.5); // 2 too low
/// assert_eq!(pinball(7.0, 5.0, 0.75), 0.5); // 2 too high
/// ```
#[must_use]
// ANCHOR: value
pub fn pinball(prediction: f64, target: f64, level: f64) -> f64 {
    assert!(
        0.0 < level && level < 1.0,
        "pinball: level must lie between 0 and 1, got {level}"
    );
    tilted(prediction, target, level)
}

/// The loss, for a level that was checked; that of several levels sums it.
pub(super) fn tilted(prediction: f64, target: f64, level: f64) -> f64 {
    let weight = if prediction > target { 1.0 - level } else { level };
    let size = (prediction - target).abs();
    if size < f64::INFINITY {
        weight * size
    } else {
        // The difference overflows, the loss need not: subtract halves.
        2.0 * (weight * (0.5 * prediction - 0.5 * target).abs())
    }
}
// ANCHOR_END: value

/// Derivative of [`pinball`] by the prediction: `-level` below the target, `1 - level` above it.
///
/// At the kink any number of `[-level, 1 - level]` is a subgradient; the choice is 0, as in
/// [`mae_grad`](super::mae_grad), so that a prediction that is exactly right is left alone.
///
/// # Panics
///
/// If `level` does not lie between 0 and 1.
///
/// ```
/// use nnfn::losses::pinball_grad;
/// assert_eq!(pinball_grad(3.0, 5.0, 0.75), -0.75);
/// assert_eq!(pinball_grad(7.0, 5.0, 0.75), 0.25);
/// assert_eq!(pinball_grad(5.0, 5.0, 0.75), 0.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn pinball_grad(prediction: f64, target: f64, level: f64) -> f64 {
    assert!(
        0.0 < level && level < 1.0,
        "pinball_grad: level must lie between 0 and 1, got {level}"
    );
    tilt(prediction, target, level)
}

/// Its derivative by the prediction.
pub(super) fn tilt(prediction: f64, target: f64, level: f64) -> f64 {
    let r = prediction - target;
    if r > 0.0 {
        1.0 - level
    } else if r < 0.0 {
        -level
    } else {
        r.abs() * level // 0, or NaN
    }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn both_sides_keep_their_digits_at_the_ends_of_the_levels() {
        // mpmath, 60 digits, of the 64-bit numbers
        for (prediction, target, level, expected) in [
            (0.0, 3.0, 0.9, 2.7),
            (3.0, 0.0, 0.9, 0.299_999_999_999_999_93),
            (
                1e300,
                0.0,
                1.0 - f64::EPSILON / 2.0,
                1.110_223_024_625_156_6e284,
            ),
            (0.0, 7.0, 1e-300, 7e-300),
            (7.0, 0.0, 1e-300, 7.0),
        ] {
            assert_eq!(pinball(prediction, target, level), expected);
        }
    }

    #[test]
    fn a_perfect_prediction_costs_0_and_is_left_alone() {
        for (prediction, target) in [(1.0, 1.0), (0.0, -0.0), (-0.0, 0.0)] {
            let loss = pinball(prediction, target, 0.9);
            assert!(loss == 0.0 && loss.is_sign_positive());
            assert_eq!(pinball_grad(prediction, target, 0.9), 0.0);
        }
        assert_eq!(pinball_grad(5e-324, 0.0, 0.75), 0.25);
        assert_eq!(pinball_grad(0.0, 5e-324, 0.75), -0.75);
    }

    #[test]
    fn the_difference_may_overflow_where_the_loss_does_not() {
        assert_eq!(pinball(1e308, -1e308, 0.75), 5e307);
        assert_eq!(pinball(-1e308, 1e308, 0.25), 5e307);
        assert_eq!(pinball_grad(1e308, -1e308, 0.75), 0.25);
    }

    #[test]
    fn infinite_residuals_give_the_limit() {
        assert_eq!(pinball(INFINITY, 1.0, 0.9), INFINITY);
        assert_eq!(pinball(1.0, INFINITY, 0.1), INFINITY);
        assert_eq!(pinball_grad(-INFINITY, 1.0, 0.75), -0.75);
        assert!(pinball(INFINITY, INFINITY, 0.5).is_nan());
        assert!(pinball_grad(INFINITY, INFINITY, 0.5).is_nan());
        assert!(pinball(f64::NAN, 1.0, 0.5).is_nan());
        assert!(pinball_grad(1.0, f64::NAN, 0.5).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "pinball: level must lie between 0 and 1, got 90"
    )]
    fn pinball_refuses_a_level_in_per_cent() {
        let _ = pinball(1.0, 1.0, 90.0);
    }

    #[test]
    #[should_panic(
        expected = "pinball_grad: level must lie between 0 and 1, got 0"
    )]
    fn pinball_grad_refuses_the_ends() {
        let _ = pinball_grad(1.0, 1.0, 0.0);
    }
}
