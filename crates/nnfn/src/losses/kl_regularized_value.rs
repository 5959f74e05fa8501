//! KL-regularised value.

/// KL-regularised value: `TODO(kl_regularized_value)`, the formula in Unicode.
///
/// TODO(kl_regularized_value): what it does, in a sentence; with what it is confused.
///
/// - Range: TODO(kl_regularized_value): with kinks and extrema.
/// - Limits: TODO(kl_regularized_value). NaN gives NaN.
///
/// # Panics
///
/// If `beta` is not positive.
///
/// Source: TODO(kl_regularized_value): authors and year, with a link and the section.
///
/// ```
/// use nnfn::losses::kl_regularized_value;
/// todo!("TODO(kl_regularized_value): a value or two of kl_regularized_value, asserted");
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_regularized_value(prediction: f64, target: f64, beta: f64) -> f64 {
    // TODO(kl_regularized_value): which values of beta are valid.
    assert!(
        beta > 0.0,
        "kl_regularized_value: beta must be positive, got {beta}"
    );
    todo!(
        "TODO(kl_regularized_value): the stable form ({prediction:?}, {target:?})"
    )
}
// ANCHOR_END: value

/// Derivative of [`kl_regularized_value`] by the prediction: `TODO(kl_regularized_value)`, the formula in Unicode.
///
/// TODO(kl_regularized_value): its limits, and what it is at a kink.
///
/// # Panics
///
/// If `beta` is not positive.
///
/// ```
/// use nnfn::losses::kl_regularized_value_grad;
/// todo!("TODO(kl_regularized_value): a value or two of kl_regularized_value_grad, asserted");
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_regularized_value_grad(
    prediction: f64,
    target: f64,
    beta: f64,
) -> f64 {
    // TODO(kl_regularized_value): which values of beta are valid.
    assert!(
        beta > 0.0,
        "kl_regularized_value_grad: beta must be positive, got {beta}"
    );
    todo!(
        "TODO(kl_regularized_value): the derivative ({prediction:?}, {target:?})"
    )
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        let _ = kl_regularized_value(f64::INFINITY, f64::INFINITY, 1.0);
        todo!(
            "TODO(kl_regularized_value): its limits, and what else is peculiar to it"
        )
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_value: beta must be positive, got 0"
    )]
    fn kl_regularized_value_requires_a_positive_beta() {
        let _ = kl_regularized_value(1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_value_grad: beta must be positive, got 0"
    )]
    fn kl_regularized_value_grad_requires_a_positive_beta() {
        let _ = kl_regularized_value_grad(1.0, 1.0, 0.0);
    }
}
