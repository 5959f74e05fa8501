//! First estimator of the KL divergence from a reference.

/// Estimator `k1` of `KL(policy ‖ reference)` from one sample of the policy: `policy - reference`.
///
/// Both are log-probabilities, in nats, of an answer, or a token, that was drawn from the policy. Its mean over such
/// draws is the divergence; a single value is negative where the policy made the answer rarer.
///
/// - Range: all numbers. Differentiated as a loss it pulls nowhere: its expected gradient is 0.
/// - `∞` where the reference excludes the answer. NaN gives NaN, and so does `∞ - ∞`.
///
/// Source: Schulman 2020, [Approximating KL Divergence](http://joschu.net/blog/kl-approx.html).
///
/// ```
/// use nnfn::losses::kl_k1;
/// assert_eq!(kl_k1(-1.0, -1.25), 0.25);
/// assert_eq!(kl_k1(-2.0, -1.0), -1.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_k1(policy: f64, reference: f64) -> f64 {
    policy - reference
}
// ANCHOR_END: value

/// Derivative of [`kl_k1`] by `policy`: 1.
///
/// ```
/// use nnfn::losses::kl_k1_grad;
/// assert_eq!(kl_k1_grad(-1.0, -1.25), 1.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_k1_grad(policy: f64, reference: f64) -> f64 {
    if policy.is_nan() || reference.is_nan() { f64::NAN } else { 1.0 }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(kl_k1(-1.0, f64::NEG_INFINITY), f64::INFINITY);
        assert_eq!(kl_k1(f64::NEG_INFINITY, -1.0), f64::NEG_INFINITY);
        assert!(kl_k1(f64::NEG_INFINITY, f64::NEG_INFINITY).is_nan());
        assert_eq!(kl_k1_grad(f64::NEG_INFINITY, -1.0), 1.0);
        assert!(kl_k1_grad(f64::NAN, -1.0).is_nan());
        assert!(kl_k1_grad(-1.0, f64::NAN).is_nan());
    }
}
