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
        // The difference may overflow where the loss does not: subtract halves.
        2.0 * delta * ((0.5 * prediction - 0.5 * target).abs() - 0.25 * delta)
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
    assert!(
        delta > 0.0,
        "huber_grad: delta must be positive, got {delta}"
    );
    (prediction - target).clamp(-delta, delta)
}
// ANCHOR_END: grad
