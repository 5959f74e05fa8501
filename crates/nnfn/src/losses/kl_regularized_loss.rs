//! KL-regularised loss.

/// KL-regularised loss: `TODO(kl_regularized_loss)`, the formula in Unicode.
///
/// TODO(kl_regularized_loss): what it does, in a sentence; with what it is confused.
///
/// - Range: TODO(kl_regularized_loss): with kinks and extrema.
/// - Limits: TODO(kl_regularized_loss). NaN gives NaN.
///
/// # Panics
///
/// If `beta` is not positive.
///
/// Source: TODO(kl_regularized_loss): authors and year, with a link and the section.
///
/// ```
/// use nnfn::losses::kl_regularized_loss;
/// todo!("TODO(kl_regularized_loss): a value or two of kl_regularized_loss, asserted");
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_regularized_loss(prediction: f64, target: f64, beta: f64) -> f64 {
    // TODO(kl_regularized_loss): which values of beta are valid.
    assert!(
        beta > 0.0,
        "kl_regularized_loss: beta must be positive, got {beta}"
    );
    todo!(
        "TODO(kl_regularized_loss): the stable form ({prediction:?}, {target:?})"
    )
}
// ANCHOR_END: value

/// Derivative of [`kl_regularized_loss`] by the prediction: `TODO(kl_regularized_loss)`, the formula in Unicode.
///
/// TODO(kl_regularized_loss): its limits, and what it is at a kink.
///
/// # Panics
///
/// If `beta` is not positive.
///
/// ```
/// use nnfn::losses::kl_regularized_loss_grad;
/// todo!("TODO(kl_regularized_loss): a value or two of kl_regularized_loss_grad, asserted");
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_regularized_loss_grad(
    prediction: f64,
    target: f64,
    beta: f64,
) -> f64 {
    // TODO(kl_regularized_loss): which values of beta are valid.
    assert!(
        beta > 0.0,
        "kl_regularized_loss_grad: beta must be positive, got {beta}"
    );
    todo!(
        "TODO(kl_regularized_loss): the derivative ({prediction:?}, {target:?})"
    )
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        let _ = kl_regularized_loss(f64::INFINITY, f64::INFINITY, 1.0);
        todo!(
            "TODO(kl_regularized_loss): its limits, and what else is peculiar to it"
        )
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_loss: beta must be positive, got 0"
    )]
    fn kl_regularized_loss_requires_a_positive_beta() {
        let _ = kl_regularized_loss(1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_loss_grad: beta must be positive, got 0"
    )]
    fn kl_regularized_loss_grad_requires_a_positive_beta() {
        let _ = kl_regularized_loss_grad(1.0, 1.0, 0.0);
    }
}
