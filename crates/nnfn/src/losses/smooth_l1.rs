//! Smooth L1 loss.

/// Smooth L1: `r²/(2·beta)` for `|r| < beta`, else `|r| - beta/2`, where `r = prediction - target`.
#[must_use]
// ANCHOR: value
pub fn smooth_l1(prediction: f64, target: f64, beta: f64) -> f64 {
    assert!(beta > 0.0, "smooth_l1: beta must be positive, got {beta}");
    let r = (prediction - target).abs();
    if r < beta { 0.5 * r * (r / beta) } else { r - 0.5 * beta }
}
// ANCHOR_END: value

/// Derivative of [`smooth_l1`] by the prediction.
#[must_use]
// ANCHOR: grad
pub fn smooth_l1_grad(prediction: f64, target: f64, beta: f64) -> f64 {
    assert!(beta > 0.0, "smooth_l1_grad: beta must be positive, got {beta}");
    ((prediction - target) / beta).clamp(-1.0, 1.0)
}
// ANCHOR_END: grad
