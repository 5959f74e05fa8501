//! Bradley–Terry loss.

/// Bradley–Terry loss: `TODO(bradley_terry)`, the formula in Unicode.
///
/// TODO(bradley_terry): what it does, in a sentence; with what it is confused.
///
/// - Range: TODO(bradley_terry): with kinks and extrema.
/// - Limits: TODO(bradley_terry). NaN gives NaN.
///
/// # Panics
///
/// If `margin` is not positive.
///
/// Source: TODO(bradley_terry): authors and year, with a link and the section.
///
/// ```
/// use nnfn::losses::bradley_terry;
/// todo!("TODO(bradley_terry): a value or two of bradley_terry, asserted");
/// ```
#[must_use]
// ANCHOR: value
pub fn bradley_terry(prediction: f64, target: f64, margin: f64) -> f64 {
    // TODO(bradley_terry): which values of margin are valid.
    assert!(
        margin > 0.0,
        "bradley_terry: margin must be positive, got {margin}"
    );
    todo!("TODO(bradley_terry): the stable form ({prediction:?}, {target:?})")
}
// ANCHOR_END: value

/// Derivative of [`bradley_terry`] by the prediction: `TODO(bradley_terry)`, the formula in Unicode.
///
/// TODO(bradley_terry): its limits, and what it is at a kink.
///
/// # Panics
///
/// If `margin` is not positive.
///
/// ```
/// use nnfn::losses::bradley_terry_grad;
/// todo!("TODO(bradley_terry): a value or two of bradley_terry_grad, asserted");
/// ```
#[must_use]
// ANCHOR: grad
pub fn bradley_terry_grad(prediction: f64, target: f64, margin: f64) -> f64 {
    // TODO(bradley_terry): which values of margin are valid.
    assert!(
        margin > 0.0,
        "bradley_terry_grad: margin must be positive, got {margin}"
    );
    todo!("TODO(bradley_terry): the derivative ({prediction:?}, {target:?})")
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        let _ = bradley_terry(f64::INFINITY, f64::INFINITY, 1.0);
        todo!(
            "TODO(bradley_terry): its limits, and what else is peculiar to it"
        )
    }

    #[test]
    #[should_panic(
        expected = "bradley_terry: margin must be positive, got 0"
    )]
    fn bradley_terry_requires_a_positive_margin() {
        let _ = bradley_terry(1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "bradley_terry_grad: margin must be positive, got 0"
    )]
    fn bradley_terry_grad_requires_a_positive_margin() {
        let _ = bradley_terry_grad(1.0, 1.0, 0.0);
    }
}
