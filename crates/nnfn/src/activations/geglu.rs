//! Gate with GELU.

use super::{gelu, gelu_grad};
use crate::normal;

/// GEGLU: `a·GELU(b)`, with the exact GELU.
///
/// [`glu`](super::glu) with [`gelu`] as its gate. Which half of a vector is the gate, and which form of GELU it goes
/// through, differs between models; Gemma takes [`gelu_tanh`](super::gelu_tanh).
///
/// - Range: all numbers; linear in `a`, and in `b` as [`gelu`].
/// - Limits: 0 at `b = -∞`, `±∞` at `b = ∞` unless `a = 0`. NaN gives NaN.
///
/// Source: Shazeer 2020, [arXiv:2002.05202](https://arxiv.org/abs/2002.05202), §2.
///
/// ```
/// use nnfn::activations::geglu;
/// assert_eq!(geglu(3.0, 0.0), 0.0);
/// assert!((geglu(3.0, 2.0) - 5.863_499_208).abs() < 1e-9);
/// ```
#[must_use]
// ANCHOR: value
pub fn geglu(a: f64, b: f64) -> f64 {
    if b < normal::FAR_TAIL {
        // GELU alone is subnormal here while the product is not. Further
        // out than -54 all is 0; at -∞ it would be NaN.
        let b = b.max(-54.0);
        return normal::pdf_between(b, a, -normal::far_tail(b));
    }
    // The factor that may be subnormal comes last, or meets 1/2 first.
    let p = normal::cdf(b);
    let product = if b.abs() < 1.0 { p * a * b } else { p * b * a };
    product.value().copysign(a * b) // -0.0 too
}
// ANCHOR_END: value

/// Derivative of [`geglu`] by `a`: `GELU(b)`, whatever `a`.
///
/// ```
/// use nnfn::activations::{geglu_grad_a, gelu};
/// assert_eq!(geglu_grad_a(3.0, 2.0), gelu(2.0));
/// ```
#[must_use]
// ANCHOR: grad_a
pub fn geglu_grad_a(_a: f64, b: f64) -> f64 {
    gelu(b)
}
// ANCHOR_END: grad_a

/// Derivative of [`geglu`] by `b`: `a·GELU'(b)`.
///
/// Limits: 0 at `b = -∞`, `a` at `b = ∞`.
///
/// ```
/// use nnfn::activations::{geglu_grad_b, gelu_grad};
/// assert_eq!(geglu_grad_b(3.0, 0.0), 1.5);
/// assert_eq!(geglu_grad_b(3.0, 2.0), 3.0 * gelu_grad(2.0));
/// ```
#[must_use]
// ANCHOR: grad_b
pub fn geglu_grad_b(a: f64, b: f64) -> f64 {
    if b < normal::FAR_TAIL {
        let b = b.max(-54.0);
        return normal::pdf_between(b, a, b - normal::far_tail(b) / b);
    }
    a * gelu_grad(b)
}
// ANCHOR_END: grad_b

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn a_large_value_passes_a_gate_that_is_all_but_shut() {
        // mpmath, 60 digits; GELU(-45) alone is 0
        let found = geglu(1e300, -45.0);
        assert_ulps_eq!(
            found,
            -7.542_805_976_324_716e-141,
            epsilon = 0.0,
            max_ulps = 3
        );
        let found = geglu_grad_b(1e300, -45.0);
        assert_ulps_eq!(
            found,
            -3.394_261_037_933_336_5e-139,
            epsilon = 0.0,
            max_ulps = 3
        );
    }

    #[test]
    fn a_small_gate_passes_a_large_value() {
        assert_eq!(geglu(1e300, 5e-324), 1e300 * 5e-324 * 0.5);
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(geglu(3.0, f64::NEG_INFINITY), 0.0);
        assert_eq!(geglu(3.0, f64::INFINITY), f64::INFINITY);
        assert_eq!(geglu(f64::INFINITY, -60.0), f64::NEG_INFINITY);
        assert_eq!(geglu_grad_b(3.0, f64::NEG_INFINITY), 0.0);
        assert_eq!(geglu_grad_b(3.0, f64::INFINITY), 3.0);
    }
}
