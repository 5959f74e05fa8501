//! Gaussian error linear unit.

use crate::normal;

/// GELU: `x·Φ(x)`, where `Φ` is the standard normal CDF.
#[must_use]
// ANCHOR: value
pub fn gelu(x: f64) -> f64 {
    if x < normal::FAR_TAIL {
        return normal::pdf_times(x.max(-40.0), -normal::far_tail(x));
    }
    if x > 10.0 { x } else {
    (normal::cdf(x) * x.into()).value() }
}
// ANCHOR_END: value

/// Derivative of [`gelu`]: `Φ(x) + x·φ(x)`.
#[must_use]
// ANCHOR: grad
pub fn gelu_grad(x: f64) -> f64 {
    let x = x.clamp(-40.0, 40.0);
    if x < normal::FAR_TAIL {
        return normal::pdf_times(x, x - normal::far_tail(x) / x);
    }
    (normal::cdf(x) + normal::pdf(x) * x.into()).value()
}
// ANCHOR_END: grad
