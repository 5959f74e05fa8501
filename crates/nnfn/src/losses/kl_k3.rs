//! Third estimator of the KL divergence from a reference.

use crate::double::Double;
use crate::exponential::exp_rest;

/// Estimator `k3` of `KL(policy ‖ reference)` from one sample of the policy: `exp(d) - 1 - d`
/// with `d = reference - policy`.
///
/// Both are log-probabilities, in nats, of an answer, or a token, that was drawn from the policy. Its mean over such
/// draws is the divergence, and no value is negative. Differentiated as a loss, though, it pulls along the gradient
/// of the other divergence, `KL(reference ‖ policy)`.
///
/// - Range: `[0, ∞]`, 0 where both are equal, near which it keeps its digits; convex.
/// - `∞` where either excludes the answer, and from a difference of some 709.8 on. NaN gives NaN, and so does `∞ - ∞`.
///
/// Source: Schulman 2020, [Approximating KL Divergence](http://joschu.net/blog/kl-approx.html).
///
/// ```
/// use nnfn::losses::kl_k3;
/// assert!((kl_k3(-2.0, -1.0) - 0.718_281_8).abs() < 1e-7);
/// assert_eq!(kl_k3(-1.0, -51.0), 49.0);
/// let d: f64 = 2_f64.powi(-30);
/// assert!((kl_k3(-d, 0.0) / (0.5 * d * d) - 1.0).abs() < 1e-9); // exp(d) - 1 - d is 0
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_k3(policy: f64, reference: f64) -> f64 {
    // Of double length: log-probabilities of answers are in the thousands.
    let d = (Double::from(reference) - policy).normalised();
    let rest = exp_rest(d.hi); // exp(d) - 1 - d would cancel near 0
    if rest == f64::INFINITY { rest } else { rest + d.lo * d.hi.exp_m1() }
}
// ANCHOR_END: value

/// Derivative of [`kl_k3`] by `policy`: `1 - exp(reference - policy)`.
///
/// Below 1; its size has no bound where the policy made the answer rarer.
///
/// ```
/// use nnfn::losses::kl_k3_grad;
/// assert_eq!(kl_k3_grad(-1.0, -1.0), 0.0);
/// assert!((kl_k3_grad(-2.0, -1.0) + 1.718_281_8).abs() < 1e-7);
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_k3_grad(policy: f64, reference: f64) -> f64 {
    let d = (Double::from(reference) - policy).normalised();
    let grown = d.hi.exp_m1(); // 1 - exp(d) would cancel near 0
    let lost = d.lo * d.hi.exp();
    0.0 - if grown == f64::INFINITY { grown } else { grown + lost }
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[track_caller]
    fn check(policy: f64, reference: f64, value: f64, grad: f64) {
        let found = kl_k3(policy, reference);
        assert_ulps_eq!(found, value, epsilon = 0.0, max_ulps = 2);
        let found = kl_k3_grad(policy, reference);
        assert_ulps_eq!(found, grad, epsilon = 0.0, max_ulps = 2);
    }

    #[test]
    fn differences_of_reports_keep_their_digits() {
        // huggingface/trl #3015 and OpenRLHF #1335; mpmath, 60 digits
        check(
            -100.0,
            0.0,
            2.688_117_141_816_135_4e43,
            -2.688_117_141_816_135_4e43,
        );
        check(
            -89.0,
            0.0,
            4.489_612_819_174_345e38,
            -4.489_612_819_174_345e38,
        );
        check(-1e-9, 0.0, 5.000_000_001_666_667e-19, -1.000_000_000_5e-9);
        check(0.0, -50.0, 49.0, 1.0);
    }

    #[test]
    fn long_answers_lose_nothing() {
        // The difference of these numbers is not the nearest one; mpmath, 60 digits.
        check(
            -8000.1,
            -7400.3,
            3.089_087_752_359_445e260,
            -3.089_087_752_359_445e260,
        );
    }

    #[test]
    fn infinities_give_the_limit() {
        assert_eq!(kl_k3(-1.0, -INFINITY), INFINITY);
        assert_eq!(kl_k3_grad(-1.0, -INFINITY), 1.0);
        assert_eq!(kl_k3(-INFINITY, -1.0), INFINITY);
        assert_eq!(kl_k3_grad(-INFINITY, -1.0), -INFINITY);
        assert_eq!(kl_k3(-800.0, 0.0), INFINITY);
        assert_eq!(kl_k3_grad(-800.3, -0.1), -INFINITY);
        assert!(kl_k3(-INFINITY, -INFINITY).is_nan());
        assert!(kl_k3_grad(f64::NAN, -1.0).is_nan());
        assert_eq!(kl_k3(-1.0, -1.0), 0.0);
    }
}
