//! Identity preference optimisation.

use super::dpo::logit;
use crate::double::Double;

/// IPO loss of one pair of answers: `(h - 1/(2·tau))²`, where `h = (pc - rc) - (pr - rr)`.
///
/// `pc` and `pr` are the log-probabilities, in nats, that the policy gives to the chosen and the rejected answer, `rc`
/// and `rr` those that the reference gives them. The paper takes those of whole answers, sums over the tokens, as
/// [`dpo`](super::dpo) does; some code takes means over the tokens, and then `tau` means something else.
///
/// - Range: `[0, ∞]`; 0 where `h` is `1/(2·tau)`, which is the margin that every pair is asked to have; `1/(4·tau²)`
///   where policy and reference are equal. Convex in each log-probability.
/// - Limits: `∞` on both sides. NaN gives NaN, and so does `∞ - ∞`.
///
/// # Panics
///
/// If `tau` is not positive and finite.
///
/// Source: Azar et al. 2023, [arXiv:2310.12036](https://arxiv.org/abs/2310.12036), equation 17.
///
/// ```
/// use nnfn::losses::ipo;
/// assert_eq!(ipo(-20.0, -30.0, -22.0, -29.0, 0.125), 1.0); // h = 3, asked for 4
/// assert_eq!(ipo(-9.0, -9.0, -9.0, -9.0, 0.5), 1.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn ipo(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    tau: f64,
) -> f64 {
    check("ipo", tau);
    let excess = excess(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        tau,
    );
    excess * excess
}
// ANCHOR_END: value

/// Derivative of [`ipo`] by `policy_chosen`: `2·(h - 1/(2·tau))`.
///
/// The one by `reference_rejected` is the same, those by the other two are its negative.
///
/// # Panics
///
/// If `tau` is not positive and finite.
///
/// ```
/// use nnfn::losses::ipo_grad;
/// assert_eq!(ipo_grad(-20.0, -30.0, -22.0, -29.0, 0.125), -2.0);
/// assert_eq!(ipo_grad(-20.0, -35.0, -22.0, -29.0, 0.125), 8.0); // h = 8 is too much
/// ```
#[must_use]
// ANCHOR: grad
pub fn ipo_grad(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    tau: f64,
) -> f64 {
    check("ipo_grad", tau);
    let excess = excess(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        tau,
    );
    2.0 * excess
}
// ANCHOR_END: grad

/// Derivative of [`ipo`] by `policy_rejected`: `-2·(h - 1/(2·tau))`.
///
/// # Panics
///
/// If `tau` is not positive and finite.
///
/// ```
/// use nnfn::losses::ipo_grad_policy_rejected;
/// assert_eq!(ipo_grad_policy_rejected(-20.0, -30.0, -22.0, -29.0, 0.125), 2.0);
/// ```
#[must_use]
// ANCHOR: grad_policy_rejected
pub fn ipo_grad_policy_rejected(
    policy_chosen: f64,
    policy_rejected: f64,
    reference_chosen: f64,
    reference_rejected: f64,
    tau: f64,
) -> f64 {
    check("ipo_grad_policy_rejected", tau);
    let excess = excess(
        policy_chosen,
        policy_rejected,
        reference_chosen,
        reference_rejected,
        tau,
    );
    0.0 - 2.0 * excess
}
// ANCHOR_END: grad_policy_rejected

// ANCHOR: excess
/// `h - 1/(2·tau)`. In double length, because near the target it cancels.
fn excess(pc: f64, pr: f64, rc: f64, rr: f64, tau: f64) -> f64 {
    let target = Double::from(0.5).over(tau);
    (logit(pc, pr, rc, rr, 1.0).normalised() - target).value()
}
// ANCHOR_END: excess

fn check(name: &str, tau: f64) {
    assert!(
        tau > 0.0 && tau.is_finite(),
        "{name}: tau must be positive and finite, got {tau}"
    );
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn beside_its_target_it_keeps_its_digits() {
        // mpmath, 60 digits: the target of 1/(2·0.3) lies between two numbers of 64 bits.
        let loss = ipo(-10.5, -20.0, -12.0, -19.833_333_333_333_332, 0.3);
        assert_ulps_eq!(
            loss,
            1.2601383403038578e-30,
            epsilon = 0.0,
            max_ulps = 4
        );
    }

    #[test]
    fn sums_and_means_of_the_same_answers() {
        // 10 and 15 tokens
        // The number nearest to 0.1 is above it, so the target is below 5.
        let sums = ipo(-20.0, -30.0, -22.0, -29.0, 0.1);
        assert_ulps_eq!(
            sums,
            3.999_999_999_999_999,
            epsilon = 0.0,
            max_ulps = 2
        );
        let means = ipo(-2.0, -2.0, -2.2, -29.0 / 15.0, 0.1);
        assert_ulps_eq!(
            means,
            22.404_444_444_444_444,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn infinite_log_probabilities_give_the_limit() {
        assert_eq!(ipo(-INFINITY, -1.0, -1.0, -1.0, 0.5), INFINITY);
        assert_eq!(ipo(-1.0, -INFINITY, -1.0, -1.0, 0.5), INFINITY);
        assert_eq!(ipo_grad(-INFINITY, -1.0, -1.0, -1.0, 0.5), -INFINITY);
        assert_eq!(ipo_grad(-1.0, -INFINITY, -1.0, -1.0, 0.5), INFINITY);
        assert!(ipo(-INFINITY, -1.0, -INFINITY, -1.0, 0.5).is_nan());
        assert!(ipo_grad(f64::NAN, -1.0, -1.0, -1.0, 0.5).is_nan());
    }

    #[test]
    fn a_tau_far_out_gives_the_limit() {
        assert_eq!(ipo(0.0, 0.0, 0.0, 0.0, f64::MAX), 0.0);
        assert_eq!(ipo(0.0, 0.0, 0.0, 0.0, 5e-324), INFINITY);
    }

    #[test]
    #[should_panic(expected = "ipo: tau must be positive and finite, got 0")]
    fn ipo_requires_a_positive_tau() {
        let _ = ipo(0.0, 0.0, 0.0, 0.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "ipo_grad: tau must be positive and finite, got inf"
    )]
    fn ipo_grad_requires_a_finite_tau() {
        let _ = ipo_grad(0.0, 0.0, 0.0, 0.0, INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "ipo_grad_policy_rejected: tau must be positive and finite, got -1"
    )]
    fn ipo_grad_policy_rejected_requires_a_positive_tau() {
        let _ = ipo_grad_policy_rejected(0.0, 0.0, 0.0, 0.0, -1.0);
    }
}
