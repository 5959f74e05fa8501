//! Huber loss.

/// Huber loss: `r²/2` for `|r| ≤ delta`, else `delta·(|r| - delta/2)`, where `r = prediction - target`.
#[must_use]
// ANCHOR: value
pub fn huber(prediction: f64, target: f64, delta: f64) -> f64 {
    assert!(delta > 0.0, "huber: delta must be positive, got {delta}");
    let r = (prediction - target).abs();
    if r <= delta { 0.5 * r * r } else { delta * (r - 0.5 * delta) }
}
// ANCHOR_END: value

/// Derivative of [`huber`] by the prediction.
#[must_use]
// ANCHOR: grad
pub fn huber_grad(prediction: f64, target: f64, delta: f64) -> f64 {
    assert!(delta > 0.0, "huber_grad: delta must be positive, got {delta}");
    (prediction - target).clamp(-delta, delta)
}
// ANCHOR_END: grad
