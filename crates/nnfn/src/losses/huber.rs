//! Huber loss.

/// Huber loss of one prediction: `r²/2` for `|r| ≤ delta`, else `delta·(|r| - delta/2)`,
/// where `r = prediction - target`.
///
/// Squared for small residuals, linear for large ones: `delta`, in the units of the target, is where one
/// turns into the other, and bounds the gradient. [`smooth_l1`](super::smooth_l1) is this loss over `delta`:
/// the two agree only at 1.
///
/// - Range: `[0, ∞]`; even in `r`, convex, its slope continuous. At `delta = ∞` it is `r²/2`.
/// - Infinite residuals give `∞`. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `delta` is not positive.
///
/// Source: Huber 1964, [doi:10.1214/aoms/1177703732](https://doi.org/10.1214/aoms/1177703732).
///
/// ```
/// use nnfn::losses::huber;
/// assert_eq!(huber(3.5, 3.0, 1.0), 0.125);
/// assert_eq!(huber(4.5, 3.0, 1.0), 1.0);
/// assert_eq!(huber(13.0, 3.0, 1.0), 9.5);
/// assert_eq!(huber(13.0, 3.0, f64::INFINITY), 50.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn huber(prediction: f64, target: f64, delta: f64) -> f64 {
    assert!(delta > 0.0, "huber: delta must be positive, got {delta}");
    let r = (prediction - target).abs();
    if r <= delta {
        0.5 * r * r
    } else if r < f64::INFINITY {
        delta * (r - 0.5 * delta)
    } else {
        // The difference overflows, the loss need not: subtract halves.
        2.0 * (delta * (0.5 * prediction - 0.5 * target).abs())
    }
}
// ANCHOR_END: value

/// Derivative of [`huber`] by the prediction: `prediction - target`, clipped to `[-delta, delta]`.
///
/// # Panics
///
/// If `delta` is not positive.
///
/// ```
/// use nnfn::losses::huber_grad;
/// assert_eq!(huber_grad(3.5, 3.0, 1.0), 0.5);
/// assert_eq!(huber_grad(-13.0, 3.0, 1.0), -1.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn huber_grad(prediction: f64, target: f64, delta: f64) -> f64 {
    assert!(delta > 0.0, "huber_grad: delta must be positive, got {delta}");
    (prediction - target).clamp(-delta, delta)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_may_overflow_where_the_loss_does_not() {
        assert_eq!(huber(1e308, -1e308, 0.25), 5e307);
        assert_eq!(huber_grad(1e308, -1e308, 0.25), 0.25);
    }

    #[test]
    fn no_square_is_taken_of_a_large_residual() {
        assert_eq!(huber(1e200, 0.0, 1.0), 1e200);
        assert_eq!(huber(0.0, 1e200, 0.25), 2.5e199);
        assert_eq!(huber_grad(1e200, 0.0, 1.0), 1.0);
        assert_eq!(huber(3.0, 0.0, 0.5), 1.375);
        assert_eq!(huber_grad(3.0, 0.0, 0.5), 0.5);
    }

    #[test]
    fn an_infinite_delta_is_half_the_square() {
        const INFINITY: f64 = f64::INFINITY;
        assert_eq!(huber(-3.0, 0.0, INFINITY), 4.5);
        assert_eq!(huber_grad(-3.0, 0.0, INFINITY), -3.0);
        assert_eq!(huber(1e200, 0.0, INFINITY), INFINITY);
        assert_eq!(huber_grad(1e200, 0.0, INFINITY), 1e200);
        assert_eq!(huber(INFINITY, 0.0, INFINITY), INFINITY);
        assert_eq!(huber_grad(-INFINITY, 0.0, INFINITY), -INFINITY);
    }

    #[test]
    fn infinite_residuals_give_the_limit() {
        assert_eq!(huber(f64::NEG_INFINITY, 1.0, 2.0), f64::INFINITY);
        assert_eq!(huber_grad(f64::NEG_INFINITY, 1.0, 2.0), -2.0);
        assert!(huber(f64::INFINITY, f64::INFINITY, 2.0).is_nan());
        assert!(huber_grad(f64::INFINITY, f64::INFINITY, 2.0).is_nan());
    }

    #[test]
    #[should_panic(expected = "huber: delta must be positive, got 0")]
    fn huber_requires_a_positive_delta() {
        let _ = huber(1.0, 0.0, 0.0);
    }

    #[test]
    #[should_panic(expected = "huber_grad: delta must be positive, got NaN")]
    fn huber_grad_requires_a_positive_delta() {
        let _ = huber_grad(1.0, 0.0, f64::NAN);
    }
}
