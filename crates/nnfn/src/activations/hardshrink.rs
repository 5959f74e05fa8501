//! Hardshrink.

/// Hardshrink: `TODO(hardshrink)`, the formula in Unicode.
///
/// TODO(hardshrink): what it does, in a sentence; with what it is confused.
///
/// - Range: TODO(hardshrink): with kinks and extrema.
/// - Limits: TODO(hardshrink). NaN gives NaN.
///
/// # Panics
///
/// If `lambda` is not positive.
///
/// Source: TODO(hardshrink): authors and year, with a link and the section.
///
/// ```
/// use nnfn::activations::hardshrink;
/// todo!("TODO(hardshrink): a value or two of hardshrink, asserted");
/// ```
#[must_use]
// ANCHOR: value
pub fn hardshrink(x: f64, lambda: f64) -> f64 {
    // TODO(hardshrink): which values of lambda are valid.
    assert!(
        lambda > 0.0,
        "hardshrink: lambda must be positive, got {lambda}"
    );
    todo!("TODO(hardshrink): the stable form ({x:?})")
}
// ANCHOR_END: value

/// Derivative of [`hardshrink`]: `TODO(hardshrink)`, the formula in Unicode.
///
/// TODO(hardshrink): its limits, and what it is at a kink.
///
/// # Panics
///
/// If `lambda` is not positive.
///
/// ```
/// use nnfn::activations::hardshrink_grad;
/// todo!("TODO(hardshrink): a value or two of hardshrink_grad, asserted");
/// ```
#[must_use]
// ANCHOR: grad
pub fn hardshrink_grad(x: f64, lambda: f64) -> f64 {
    // TODO(hardshrink): which values of lambda are valid.
    assert!(
        lambda > 0.0,
        "hardshrink_grad: lambda must be positive, got {lambda}"
    );
    todo!("TODO(hardshrink): the derivative ({x:?})")
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        let _ = hardshrink(f64::INFINITY, 1.0);
        todo!("TODO(hardshrink): its limits, and what else is peculiar to it")
    }

    #[test]
    #[should_panic(expected = "hardshrink: lambda must be positive, got 0")]
    fn hardshrink_wants_a_positive_lambda() {
        let _ = hardshrink(1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "hardshrink_grad: lambda must be positive, got 0"
    )]
    fn hardshrink_grad_wants_a_positive_lambda() {
        let _ = hardshrink_grad(1.0, 0.0);
    }
}
