//! Logistic sigmoid.

/// Logistic sigmoid: `σ(x) = 1/(1 + exp(-x))`.
///
/// The probability of log-odds `x`, and the two-class [`softmax`](super::softmax) of the logits `(x, 0)`.
///
/// - Range: `(0, 1)`, rounding to 1 from about 37 on and to 0 below about -745; increasing; `σ(-x) = 1 - σ(x)`.
/// - Limits: 0 at `-∞`, 1 at `∞`. NaN gives NaN.
///
/// For its logarithm use [`log_sigmoid`](super::log_sigmoid).
///
/// ```
/// use nnfn::activations::sigmoid;
/// assert_eq!(sigmoid(0.0), 0.5);
/// assert!((sigmoid(3.0) - 0.952_574_127).abs() < 1e-9);
/// assert!(sigmoid(36.0) < 1.0 && sigmoid(37.0) == 1.0);
/// assert!(sigmoid(-745.0) > 0.0 && sigmoid(-746.0) == 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn sigmoid(x: f64) -> f64 {
    // At most 1: exp(-x) would overflow for x < -709 and hide the tail.
    let e = (-x.abs()).exp();
    if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}
// ANCHOR_END: value

/// Derivative of [`sigmoid`]: `σ(x)·(1 - σ(x))`.
///
/// Even, at most 1/4, which it takes at 0. Limits: 0 at both ends.
///
/// ```
/// use nnfn::activations::sigmoid_grad;
/// assert_eq!(sigmoid_grad(0.0), 0.25);
/// assert!((sigmoid_grad(-3.0) - 0.045_176_660).abs() < 1e-9);
/// assert_eq!(sigmoid_grad(40.0), (-40_f64).exp()); // σ(40)·(1 - σ(40)) is 0
/// ```
#[must_use]
// ANCHOR: grad
pub fn sigmoid_grad(x: f64) -> f64 {
    let e = (-x.abs()).exp(); // 1 - σ(x) would cancel for large x
    e / (1.0 + e * (2.0 + e)) // e/(1 + e)², rounded less often
}
// ANCHOR_END: grad
