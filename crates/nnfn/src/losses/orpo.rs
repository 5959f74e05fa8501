//! Odds ratio preference optimisation.

use crate::double::Double;

/// ORPO loss of one pair of answers, from the log-probabilities of their tokens: `-w̄ - λ·ln σ(o(w̄) - o(l̄))`, in nats,
/// where `o(v) = v - ln(1 - exp(v))` is the logarithm of the odds.
///
/// `w̄` and `l̄` are the means over the tokens of the chosen and of the rejected answer, which may differ in length: `λ`
/// weighs the odds ratio against the imitation of the chosen answer. There is no reference model.
///
/// - Range: `[0, ∞]`; `-w̄ + λ·ln 2` where both means are equal. With `λ = 0` it is the mean negative log-likelihood.
/// - Limits: `∞` where the chosen answer is impossible, or the rejected one certain. NaN gives NaN, and so do a positive
///   mean, two certain answers, and an answer of no tokens.
///
/// # Panics
///
/// If `lambda` is negative or not finite.
///
/// Source: Hong, Lee & Thorne 2024, [arXiv:2403.07691](https://arxiv.org/abs/2403.07691), equations 4, 6
/// and 7.
///
/// ```
/// use nnfn::losses::orpo;
/// let (chosen, rejected) = ([0.4_f64.ln()], [0.2_f64.ln()]);
/// assert!((orpo(&chosen, &rejected, 0.1) - 0.948_136_105).abs() < 1e-9);
/// // Nearly certain: 1 - exp(v) would be 0.
/// assert!(orpo(&[-1e-20], &[-2.0], 1.0) < 2e-20);
/// ```
#[must_use]
// ANCHOR: value
pub fn orpo(chosen: &[f64], rejected: &[f64], lambda: f64) -> f64 {
    assert!(
        lambda >= 0.0 && lambda.is_finite(),
        "orpo: lambda must be at least 0 and finite, got {lambda}"
    );
    let pair = Pair::new(chosen, rejected);
    let penalty = pair.penalty();
    let tilt = if lambda == 0.0 && penalty > 0.0 {
        0.0 // 0·∞ is NaN
    } else {
        lambda * penalty
    };
    tilt - pair.chosen.value()
}
// ANCHOR_END: value

/// Gradient of [`orpo`] by the log-probabilities of the chosen tokens: `-(1 + λ·σ(-Δ)/(1 - exp(w̄)))/T`, where
/// `Δ = o(w̄) - o(l̄)`.
///
/// The same for each of the `T` tokens.
///
/// # Panics
///
/// If `lambda` is negative or not finite.
///
/// ```
/// use nnfn::losses::orpo_grad;
/// let half = 0.5_f64.ln();
/// assert!((orpo_grad(&[half], &[half], 1.0)[0] + 2.0).abs() < 1e-15);
/// ```
#[must_use]
// ANCHOR: grad
pub fn orpo_grad(chosen: &[f64], rejected: &[f64], lambda: f64) -> Vec<f64> {
    assert!(
        lambda >= 0.0 && lambda.is_finite(),
        "orpo_grad: lambda must be at least 0 and finite, got {lambda}"
    );
    let pair = Pair::new(chosen, rejected);
    let extra = if lambda == 0.0 && pair.penalty() > 0.0 {
        0.0 // 0·∞ is NaN
    } else {
        lambda * pair.pull()
    };
    let slope = -(1.0 + extra) / chosen.len() as f64;
    vec![slope; chosen.len()]
}
// ANCHOR_END: grad

/// Gradient of [`orpo`] by the log-probabilities of the rejected tokens: `λ·σ(-Δ)/(1 - exp(l̄))/U`.
///
/// The same for each of the `U` tokens.
///
/// # Panics
///
/// If `lambda` is negative or not finite.
///
/// ```
/// use nnfn::losses::orpo_grad_rejected;
/// let half = 0.5_f64.ln();
/// assert!((orpo_grad_rejected(&[half], &[half; 2], 1.0)[1] - 0.5).abs() < 1e-15);
/// ```
#[must_use]
// ANCHOR: grad_rejected
pub fn orpo_grad_rejected(
    chosen: &[f64],
    rejected: &[f64],
    lambda: f64,
) -> Vec<f64> {
    assert!(
        lambda >= 0.0 && lambda.is_finite(),
        "orpo_grad_rejected: lambda must be at least 0 and finite, \
         got {lambda}"
    );
    let factor = lambda / rejected.len() as f64;
    let pair = Pair::new(chosen, rejected);
    let slope = if factor == 0.0 && pair.penalty() > 0.0 {
        0.0 // 0/0 beside a certain answer is NaN
    } else {
        pair.push(factor)
    };
    vec![slope; rejected.len()]
}
// ANCHOR_END: grad_rejected

// ANCHOR: pair
/// The mean log-probabilities of two answers.
struct Pair {
    chosen: Double,
    rejected: Double,
    /// `rejected - chosen`.
    apart: Double,
    /// `1 - exp` of both: what is left for other answers.
    left: f64,
    left_rejected: f64,
}

impl Pair {
    fn new(chosen: &[f64], rejected: &[f64]) -> Self {
        let (chosen, rejected) = (mean(chosen), mean(rejected));
        Self {
            chosen,
            rejected,
            apart: (rejected - chosen).normalised(),
            left: left_by(chosen),
            left_rejected: left_by(rejected),
        }
    }

    /// `ln(1 + r)`, which is `-ln σ(Δ)`: `r` is the odds ratio.
    fn penalty(&self) -> f64 {
        if self.chosen.hi == f64::NEG_INFINITY && self.rejected.hi < 0.0 {
            return f64::INFINITY; // also where both are impossible
        }
        let ratio = self.left / self.left_rejected;
        let r = self.apart.exp().value() * ratio;
        if r < 1e300 {
            return r.ln_1p();
        }
        // Beyond the largest number: the logarithm of it.
        self.apart.value() + self.left.ln() - self.left_rejected.ln()
    }

    /// `σ(-Δ)/(1 - exp(w̄))`, without the 0/0 of certain answers.
    fn pull(&self) -> f64 {
        if self.apart.hi < 0.0 {
            let e = self.apart.exp().value();
            return e / (self.left_rejected + e * self.left);
        }
        let e = (-self.apart).exp().value();
        1.0 / (e * self.left_rejected + self.left)
    }

    /// `factor·σ(-Δ)/(1 - exp(l̄))`.
    fn push(&self, factor: f64) -> f64 {
        let rest = self.left_rejected;
        if self.apart.hi < 0.0 {
            let e = self.apart.exp().value();
            let share = self.left / (rest + e * self.left);
            return self.apart.exp_times(factor * share).value() / rest;
        }
        let e = (-self.apart).exp().value();
        factor * (self.left / (e * rest + self.left)) / rest
    }
}

/// The mean of double length; NaN where it is no log-probability.
fn mean(tokens: &[f64]) -> Double {
    let mut sum = Double::from(0.0);
    for token in tokens {
        sum = sum + *token;
    }
    let mean = sum.normalised().over(tokens.len() as f64);
    if mean.hi > 0.0 { Double::from(f64::NAN) } else { mean }
}

/// `1 - exp(v)`: the difference would be 0 from -1e-17 on.
fn left_by(v: Double) -> f64 {
    0.0 - Double::new(v.hi.exp_m1(), v.hi.exp() * v.lo).value()
}
// ANCHOR_END: pair

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn nearly_certain_answers_keep_their_digits() {
        // mpmath, 60 digits: the penalty alone, -1e-10 added back
        let loss = orpo(&[-1e-10], &[-2.0], 1.0) - 1e-10;
        assert_ulps_eq!(loss, 1.565_176_427_6e-11, epsilon = 1e-20);
        let certain = orpo(&[-1e-20], &[-2.0], 1.0);
        assert_ulps_eq!(
            certain,
            1.156_517_642_749_665_6e-20,
            epsilon = 0.0,
            max_ulps = 2
        );
        // Odds of 1e20 for the rejected answer.
        let lost = orpo(&[-2.0], &[-1e-20], 1.0);
        assert_ulps_eq!(
            lost,
            49.906_288_402_012_05,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn certain_answers_give_the_limit() {
        assert_eq!(orpo(&[0.0], &[-2.0], 1.0), 0.0);
        assert_eq!(orpo(&[-2.0], &[0.0], 1.0), INFINITY);
        assert_eq!(orpo(&[-2.0], &[0.0], 0.0), 2.0);
        assert!(orpo(&[0.0], &[0.0], 1.0).is_nan());
        // The pull on a certain answer is the odds of the other: 1/(e² - 1).
        assert_ulps_eq!(
            orpo_grad(&[0.0], &[-2.0], 1.0)[0],
            -1.156_517_642_749_665_7,
            epsilon = 0.0,
            max_ulps = 1
        );
        assert_eq!(orpo_grad_rejected(&[0.0], &[-2.0], 1.0), [0.0]);
        assert_eq!(orpo_grad_rejected(&[-2.0], &[0.0], 1.0), [INFINITY]);
    }

    #[test]
    fn impossible_answers_give_the_limit() {
        assert_eq!(orpo(&[-INFINITY, -1.0], &[-2.0], 1.0), INFINITY);
        assert_eq!(orpo(&[-2.0], &[-INFINITY], 1.0), 2.0);
        assert_eq!(orpo(&[-INFINITY], &[-INFINITY], 1.0), INFINITY);
        assert_eq!(orpo_grad(&[-INFINITY], &[-2.0], 1.0), [-2.0]);
        assert_eq!(orpo_grad(&[-2.0], &[-INFINITY], 1.0), [-1.0]);
        assert_eq!(orpo_grad_rejected(&[-2.0], &[-INFINITY], 1.0), [0.0]);
    }

    #[test]
    fn what_is_no_log_probability_is_nan() {
        assert!(orpo(&[0.5], &[-1.0], 1.0).is_nan());
        assert!(orpo_grad(&[-1.0], &[0.5], 1.0)[0].is_nan());
        assert!(orpo(&[f64::NAN], &[-1.0], 0.0).is_nan());
        assert!(orpo(&[-1.0], &[f64::NAN], 0.0).is_nan());
        assert!(orpo(&[], &[-1.0], 0.1).is_nan());
        assert!(orpo(&[-1.0], &[], 0.1).is_nan());
        let none: [f64; 0] = [];
        assert_eq!(orpo_grad(&[], &[-1.0], 0.1), none);
    }

    #[test]
    #[should_panic(
        expected = "orpo: lambda must be at least 0 and finite, got -1"
    )]
    fn orpo_requires_a_lambda_of_at_least_0() {
        let _ = orpo(&[-1.0], &[-1.0], -1.0);
    }

    #[test]
    #[should_panic(
        expected = "orpo_grad: lambda must be at least 0 and finite, got inf"
    )]
    fn orpo_grad_requires_a_finite_lambda() {
        let _ = orpo_grad(&[-1.0], &[-1.0], INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "orpo_grad_rejected: lambda must be at least 0 and finite, got NaN"
    )]
    fn orpo_grad_rejected_requires_a_lambda() {
        let _ = orpo_grad_rejected(&[-1.0], &[-1.0], f64::NAN);
    }

    #[test]
    fn without_weight_the_odds_ratio_pulls_nowhere() {
        for (chosen, rejected) in
            [(-1.0, 0.0), (-INFINITY, -INFINITY), (-2.0, -INFINITY)]
        {
            assert_eq!(orpo_grad(&[chosen], &[rejected], 0.0), [-1.0]);
            assert_eq!(
                orpo_grad_rejected(&[chosen], &[rejected], 0.0),
                [0.0]
            );
        }
        assert!(orpo_grad_rejected(&[0.0], &[0.0], 0.0)[0].is_nan());
    }
}
