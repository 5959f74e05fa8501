//! KL estimator k1.

/// KL estimator k1: `TODO(kl_k1)`, the formula in Unicode.
///
/// TODO(kl_k1): what it does, in a sentence; with what it is confused.
///
/// - Range: TODO(kl_k1): with kinks and extrema.
/// - Limits: TODO(kl_k1). NaN gives NaN.
///
/// Source: TODO(kl_k1): authors and year, with a link and the section.
///
/// ```
/// use nnfn::losses::kl_k1;
/// todo!("TODO(kl_k1): a value or two of kl_k1, asserted");
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_k1(prediction: f64, target: f64) -> f64 {
    todo!("TODO(kl_k1): the stable form ({prediction:?}, {target:?})")
}
// ANCHOR_END: value

/// Derivative of [`kl_k1`] by the prediction: `TODO(kl_k1)`, the formula in Unicode.
///
/// TODO(kl_k1): its limits, and what it is at a kink.
///
/// ```
/// use nnfn::losses::kl_k1_grad;
/// todo!("TODO(kl_k1): a value or two of kl_k1_grad, asserted");
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_k1_grad(prediction: f64, target: f64) -> f64 {
    todo!("TODO(kl_k1): the derivative ({prediction:?}, {target:?})")
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        let _ = kl_k1(f64::INFINITY, f64::INFINITY);
        todo!("TODO(kl_k1): its limits, and what else is peculiar to it")
    }
}
