//! Centring of a reward model's scores.

/// What pulls the scores of a pair towards 0: `coefficient·(chosen + rejected)²`.
///
/// It is added to the [`bradley_terry`](super::bradley_terry) loss, which a common shift of both scores does not
/// change: this one term says where 0 is. It charges the sum of the scores, and says nothing about their difference.
///
/// - Range: `[0, ∞]`; 0 where the scores are opposite; convex in each.
/// - An infinite score gives `∞`, two opposite ones NaN; a coefficient of 0 gives 0. NaN gives NaN.
///
/// # Panics
///
/// If `coefficient` is negative or not finite.
///
/// Source: Eisenstein et al. 2023, [arXiv:2312.09244](https://arxiv.org/abs/2312.09244), equation 2.
///
/// ```
/// use nnfn::losses::reward_centering;
/// assert_eq!(reward_centering(3.0, 1.0, 0.25), 4.0);
/// assert_eq!(reward_centering(3.0, -3.0, 0.25), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn reward_centering(chosen: f64, rejected: f64, coefficient: f64) -> f64 {
    assert!(
        coefficient >= 0.0 && coefficient.is_finite(),
        "reward_centering: coefficient must be at least 0 and finite, \
         got {coefficient}"
    );
    if coefficient == 0.0 && !(chosen + rejected).is_nan() {
        return 0.0; // 0·∞ is NaN
    }
    // The sum itself may overflow where the result does not.
    let half = 0.5 * chosen + 0.5 * rejected;
    if half.abs() > 1e300 {
        return 4.0 * ((coefficient * half) * half);
    }
    let sum = chosen + rejected;
    (coefficient * sum) * sum
}
// ANCHOR_END: value

/// Derivative of [`reward_centering`] by `chosen`, and by `rejected` too: `2·coefficient·(chosen + rejected)`.
///
/// # Panics
///
/// If `coefficient` is negative or not finite.
///
/// ```
/// use nnfn::losses::reward_centering_grad;
/// assert_eq!(reward_centering_grad(3.0, 1.0, 0.25), 2.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn reward_centering_grad(
    chosen: f64,
    rejected: f64,
    coefficient: f64,
) -> f64 {
    assert!(
        coefficient >= 0.0 && coefficient.is_finite(),
        "reward_centering_grad: coefficient must be at least 0 and finite, \
         got {coefficient}"
    );
    slope(chosen, rejected, coefficient)
}
// ANCHOR_END: grad

/// Derivative of [`reward_centering`] by `rejected`: `2·coefficient·(chosen + rejected)`.
///
/// # Panics
///
/// If `coefficient` is negative or not finite.
///
/// ```
/// use nnfn::losses::reward_centering_grad_rejected;
/// assert_eq!(reward_centering_grad_rejected(3.0, 1.0, 0.25), 2.0);
/// ```
#[must_use]
// ANCHOR: grad_rejected
pub fn reward_centering_grad_rejected(
    chosen: f64,
    rejected: f64,
    coefficient: f64,
) -> f64 {
    assert!(
        coefficient >= 0.0 && coefficient.is_finite(),
        "reward_centering_grad_rejected: coefficient must be at least 0 \
         and finite, got {coefficient}"
    );
    slope(chosen, rejected, coefficient)
}
// ANCHOR_END: grad_rejected

/// The same by both scores.
fn slope(chosen: f64, rejected: f64, coefficient: f64) -> f64 {
    if coefficient == 0.0 && !(chosen + rejected).is_nan() {
        return 0.0; // 0·∞ is NaN
    }
    let half = 0.5 * chosen + 0.5 * rejected;
    if half.abs() > 1e300 {
        return 4.0 * (coefficient * half); // the sum may overflow
    }
    2.0 * (coefficient * (chosen + rejected))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn a_sum_may_overflow_where_the_result_does_not() {
        // mpmath, 60 digits
        let found = reward_centering(1e308, 1e308, 5e-324);
        assert!((found / 1.976_262_583_364_986e293 - 1.0).abs() < 1e-15);
        assert_eq!(reward_centering_grad(1e308, 1e308, 0.25), 1e308);
        assert_eq!(reward_centering(1e-200, 1e-200, 1e-10), 0.0);
    }

    #[test]
    fn infinite_scores_give_the_limit() {
        assert_eq!(reward_centering(INFINITY, 0.0, 0.01), INFINITY);
        assert_eq!(reward_centering(0.0, -INFINITY, 0.01), INFINITY);
        assert_eq!(reward_centering(INFINITY, 0.0, 0.0), 0.0);
        assert_eq!(reward_centering_grad(-INFINITY, 0.0, 0.01), -INFINITY);
        assert_eq!(reward_centering_grad_rejected(INFINITY, 0.0, 0.0), 0.0);
        assert!(reward_centering(INFINITY, -INFINITY, 0.01).is_nan());
        assert!(reward_centering(f64::NAN, 0.0, 0.0).is_nan());
        assert!(reward_centering_grad(0.0, f64::NAN, 0.01).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "reward_centering: coefficient must be at least 0 and finite, got -1"
    )]
    fn reward_centering_requires_a_coefficient() {
        let _ = reward_centering(0.0, 0.0, -1.0);
    }

    #[test]
    #[should_panic(
        expected = "reward_centering_grad: coefficient must be at least 0 and finite, got inf"
    )]
    fn reward_centering_grad_requires_a_coefficient() {
        let _ = reward_centering_grad(0.0, 0.0, INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "reward_centering_grad_rejected: coefficient must be at least 0 and finite, got NaN"
    )]
    fn reward_centering_grad_rejected_requires_a_coefficient() {
        let _ = reward_centering_grad_rejected(0.0, 0.0, f64::NAN);
    }
}
