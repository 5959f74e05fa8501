//! KL estimator k3.

/// KL estimator k3: `TODO(kl_k3)`, the formula in Unicode.
///
/// TODO(kl_k3): what it does, in a sentence; with what it is confused.
///
/// - Range: TODO(kl_k3): with kinks and extrema.
/// - Limits: TODO(kl_k3). NaN gives NaN.
///
/// Source: TODO(kl_k3): authors and year, with a link and the section.
///
/// ```
/// use nnfn::losses::kl_k3;
/// todo!("TODO(kl_k3): a value or two of kl_k3, asserted");
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_k3(prediction: f64, target: f64) -> f64 {
    todo!("TODO(kl_k3): the stable form ({prediction:?}, {target:?})")
}
// ANCHOR_END: value

/// Derivative of [`kl_k3`] by the prediction: `TODO(kl_k3)`, the formula in Unicode.
///
/// TODO(kl_k3): its limits, and what it is at a kink.
///
/// ```
/// use nnfn::losses::kl_k3_grad;
/// todo!("TODO(kl_k3): a value or two of kl_k3_grad, asserted");
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_k3_grad(prediction: f64, target: f64) -> f64 {
    todo!("TODO(kl_k3): the derivative ({prediction:?}, {target:?})")
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        let _ = kl_k3(f64::INFINITY, f64::INFINITY);
        todo!("TODO(kl_k3): its limits, and what else is peculiar to it")
    }
}
