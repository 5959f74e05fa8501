//! Second estimator of the KL divergence from a reference.

/// Estimator `k2` of `KL(policy ‖ reference)` from one sample of the policy: `(policy - reference)²/2`.
///
/// Both are log-probabilities, in nats, of an answer, or a token, that was drawn from the policy. Its mean is not the
/// divergence, only near it where the two are alike; but differentiated as a loss its expected gradient is that of
/// the divergence.
///
/// - Range: `[0, ∞]`, 0 where both are equal; convex.
/// - `∞` where either excludes the answer. NaN gives NaN, and so does `∞ - ∞`.
///
/// Source: Schulman 2020, [Approximating KL Divergence](http://joschu.net/blog/kl-approx.html).
///
/// ```
/// use nnfn::losses::kl_k2;
/// assert_eq!(kl_k2(-1.0, -1.5), 0.125);
/// assert_eq!(kl_k2(-1.5, -1.0), 0.125);
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_k2(policy: f64, reference: f64) -> f64 {
    let difference = policy - reference;
    (0.5 * difference) * difference
}
// ANCHOR_END: value

/// Derivative of [`kl_k2`] by `policy`: `policy - reference`.
///
/// ```
/// use nnfn::losses::kl_k2_grad;
/// assert_eq!(kl_k2_grad(-1.0, -1.5), 0.5);
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_k2_grad(policy: f64, reference: f64) -> f64 {
    policy - reference
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(kl_k2(-1.0, -INFINITY), INFINITY);
        assert_eq!(kl_k2(-INFINITY, -1.0), INFINITY);
        assert_eq!(kl_k2_grad(-INFINITY, -1.0), -INFINITY);
        assert_eq!(kl_k2_grad(-1.0, -INFINITY), INFINITY);
        assert!(kl_k2(-INFINITY, -INFINITY).is_nan());
        assert!(kl_k2_grad(f64::NAN, -1.0).is_nan());
    }
}
