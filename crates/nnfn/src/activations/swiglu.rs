//! Gate with SiLU.

use super::{glu, silu, silu_grad};

/// SwiGLU: `a·SiLU(b)`.
///
/// [`glu`] with [`silu`] as its gate. Which half of a vector is the gate differs between models and libraries, and
/// weights do not carry over.
///
/// - Range: all numbers; linear in `a`, and in `b` as [`silu`].
/// - Limits: 0 at `b = -∞`, `±∞` at `b = ∞` unless `a = 0`. NaN gives NaN.
///
/// Source: Shazeer 2020, [arXiv:2002.05202](https://arxiv.org/abs/2002.05202), §2.
///
/// ```
/// use nnfn::activations::swiglu;
/// assert_eq!(swiglu(3.0, 0.0), 0.0);
/// assert!((swiglu(3.0, 2.0) - 5.284_782_468).abs() < 1e-9);
/// assert!((swiglu(2.0, 3.0) - 5.715_444_761).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: value
pub fn swiglu(a: f64, b: f64) -> f64 {
    if b < -700.0 {
        // SiLU alone is subnormal or 0 while the product is not: by halves.
        let b = b.max(-1480.0);
        let root = (0.5 * b).exp();
        return a * root * (b * root);
    }
    // A gate that may be subnormal comes last.
    if b.abs() < 1.0 { glu(a, b) * b } else { a * silu(b) }
}
// ANCHOR_END: value

/// Derivative of [`swiglu`] by `a`: `SiLU(b)`, whatever `a`.
///
/// ```
/// use nnfn::activations::{silu, swiglu_grad_a};
/// assert_eq!(swiglu_grad_a(3.0, 2.0), silu(2.0));
/// ```
#[must_use]
// ANCHOR: grad_a
pub fn swiglu_grad_a(_a: f64, b: f64) -> f64 {
    silu(b)
}
// ANCHOR_END: grad_a

/// Derivative of [`swiglu`] by `b`: `a·SiLU'(b)`.
///
/// Limits: 0 at `b = -∞`, `a` at `b = ∞`.
///
/// ```
/// use nnfn::activations::{silu_grad, swiglu_grad_b};
/// assert_eq!(swiglu_grad_b(3.0, 0.0), 1.5);
/// assert_eq!(swiglu_grad_b(3.0, 2.0), 3.0 * silu_grad(2.0));
/// ```
#[must_use]
// ANCHOR: grad_b
pub fn swiglu_grad_b(a: f64, b: f64) -> f64 {
    if b < -700.0 {
        let b = b.max(-1480.0);
        let root = (0.5 * b).exp();
        return a * root * ((1.0 + b) * root);
    }
    a * silu_grad(b)
}
// ANCHOR_END: grad_b

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn a_large_value_passes_a_gate_that_is_all_but_shut() {
        // mpmath, 60 digits; SiLU(-800) alone is 0
        let found = swiglu(1e300, -800.0);
        assert_ulps_eq!(
            found,
            -2.934_299_667_342_15e-45,
            epsilon = 0.0,
            max_ulps = 3
        );
        let found = swiglu_grad_b(1e300, -800.0);
        assert_ulps_eq!(
            found,
            -2.930_631_792_757_972e-45,
            epsilon = 0.0,
            max_ulps = 3
        );
    }

    #[test]
    fn a_small_gate_passes_a_large_value() {
        assert_eq!(swiglu(1e300, 5e-324), 1e300 * 5e-324 * 0.5);
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(swiglu(3.0, f64::NEG_INFINITY), 0.0);
        assert_eq!(swiglu(3.0, f64::INFINITY), f64::INFINITY);
        assert_eq!(swiglu(f64::INFINITY, -800.0), f64::NEG_INFINITY);
        assert_eq!(swiglu_grad_b(3.0, f64::NEG_INFINITY), 0.0);
        assert_eq!(swiglu_grad_b(3.0, f64::INFINITY), 3.0);
    }
}
