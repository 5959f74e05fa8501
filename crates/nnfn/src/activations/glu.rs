//! Gated linear unit.

use super::sigmoid;
use crate::logistic::exp_times;

/// GLU: `a·σ(b)`, where `σ` is the logistic sigmoid.
///
/// The value `a` passes as far as the gate `b` is open. Libraries take one vector: PyTorch, JAX and Keras find `a` in
/// its first half and `b` in its second.
///
/// - Range: all numbers; linear in `a`, `a/2` at `b = 0`.
/// - Limits: 0 at `b = -∞`, `a` at `b = ∞`. NaN gives NaN.
///
/// Source: Dauphin et al. 2016, [arXiv:1612.08083](https://arxiv.org/abs/1612.08083).
///
/// ```
/// use nnfn::activations::glu;
/// assert_eq!(glu(3.0, 0.0), 1.5);
/// assert!((glu(1.0, 3.0) - 0.952_574_127).abs() < 1e-9);
/// assert!((glu(2.0, 4.0) - 1.964_027_580).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: value
pub fn glu(a: f64, b: f64) -> f64 {
    if b < -700.0 {
        return exp_times(b, a); // exp(-b) overflows while there are digits
    }
    a / (1.0 + (-b).exp())
}
// ANCHOR_END: value

/// Derivative of [`glu`] by `a`: `σ(b)`, whatever `a`.
///
/// ```
/// use nnfn::activations::{glu_grad_a, sigmoid};
/// assert_eq!(glu_grad_a(2.0, -3.0), sigmoid(-3.0));
/// ```
#[must_use]
// ANCHOR: grad_a
pub fn glu_grad_a(_a: f64, b: f64) -> f64 {
    sigmoid(b)
}
// ANCHOR_END: grad_a

/// Derivative of [`glu`] by `b`: `a·σ(b)·(1 - σ(b))`.
///
/// Even in `b`. Limits: 0 at `b = ±∞`.
///
/// ```
/// use nnfn::activations::glu_grad_b;
/// assert_eq!(glu_grad_b(2.0, 0.0), 0.5);
/// assert!((glu_grad_b(2.0, -3.0) - 2.0 * 0.045_176_660).abs() < 1e-8);
/// ```
#[must_use]
// ANCHOR: grad_b
pub fn glu_grad_b(a: f64, b: f64) -> f64 {
    let e = (-b.abs()).exp(); // 1 - σ(b) would cancel for large b
    exp_times(-b.abs(), a) / (1.0 + e * (2.0 + e))
}
// ANCHOR_END: grad_b

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn a_large_value_passes_a_gate_that_is_all_but_shut() {
        // mpmath, 60 digits; exp(-750) alone is 0
        let expected = 1.901_684_963_475_006_4e-26;
        let found = glu(1e300, -750.0);
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 2);
        let found = glu_grad_b(1e300, 750.0);
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(glu(3.0, f64::NEG_INFINITY), 0.0);
        assert_eq!(glu(3.0, f64::INFINITY), 3.0);
        assert_eq!(glu(f64::INFINITY, -2000.0), f64::INFINITY);
        assert_eq!(glu_grad_b(3.0, f64::INFINITY), 0.0);
    }
}
