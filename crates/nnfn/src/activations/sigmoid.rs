//! Logistic sigmoid.

/// Logistic sigmoid: `1/(1 + exp(-x))`.
#[must_use]
// ANCHOR: value
pub fn sigmoid(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}
// ANCHOR_END: value

/// Derivative of [`sigmoid`]: `σ(x)·σ(-x)`.
#[must_use]
// ANCHOR: grad
pub fn sigmoid_grad(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    e / (1.0 + e * (2.0 + e))
}
// ANCHOR_END: grad
