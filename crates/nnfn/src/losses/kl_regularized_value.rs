//! Value of the best policy under a KL penalty.

use crate::double::{Double, TWO_POW_128};
use crate::sum::sum;

/// Most that a policy can gain under a KL penalty: `beta·ln Σᵢ referenceᵢ·exp(rewardsᵢ/beta)`.
///
/// It is the maximum over all policies `π` of `Σ π·reward - beta·KL(π ‖ reference)`: reward, less `beta` for each nat
/// that the policy moves away from the reference. Its gradient by the rewards is the policy that reaches it.
/// `reference` is not normalised.
///
/// - Range: between the mean reward under the reference, for large `beta`, and the largest one, for small `beta`.
///   Convex in the rewards; a common shift of them is added.
/// - An answer with a reference of 0 never counts, whatever its reward; nor does one with a reward of `-∞`. A reward
///   of `∞` gives `∞`. If none counts it is `-∞`. Negative references and NaN give NaN.
///
/// # Panics
///
/// If `beta` is not positive and finite, or the lengths of `rewards` and `reference` differ.
///
/// Source: Rafailov et al. 2023, [arXiv:2305.18290](https://arxiv.org/abs/2305.18290), appendix A.1.
///
/// ```
/// use nnfn::losses::kl_regularized_value;
/// let (rewards, reference) = ([1.0, 0.0, -1.0, 2.0], [0.4, 0.3, 0.2, 0.1]);
/// assert!((kl_regularized_value(&rewards, &reference, 0.5) - 1.084_098).abs() < 1e-6);
/// assert_eq!(kl_regularized_value(&[3.0, 3.0], &[0.25, 0.75], 2.0), 3.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_regularized_value(
    rewards: &[f64],
    reference: &[f64],
    beta: f64,
) -> f64 {
    let name = "kl_regularized_value";
    check(name, rewards, reference, beta);
    match Tilted::new(rewards, reference, beta) {
        Ok(tilted) => tilted.value(),
        Err(limit) => limit,
    }
}
// ANCHOR_END: value

/// Gradient of [`kl_regularized_value`] by the rewards: the best policy, `referenceᵢ·exp(rewardsᵢ/beta)` over its sum.
///
/// The entries sum to 1. A single reward of `∞` takes all; where several have it, or no answer counts, the result is
/// NaN.
///
/// # Panics
///
/// If `beta` is not positive and finite, or the lengths of `rewards` and `reference` differ.
///
/// ```
/// use nnfn::losses::kl_regularized_value_grad;
/// let (rewards, reference) = ([1.0, 0.0, -1.0, 2.0], [0.4, 0.3, 0.2, 0.1]);
/// let best = kl_regularized_value_grad(&rewards, &reference, 0.5);
/// assert!((best[0] - 0.338_075).abs() < 1e-6 && (best[3] - 0.624_514).abs() < 1e-6);
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_regularized_value_grad(
    rewards: &[f64],
    reference: &[f64],
    beta: f64,
) -> Vec<f64> {
    let name = "kl_regularized_value_grad";
    check(name, rewards, reference, beta);
    match Tilted::new(rewards, reference, beta) {
        Ok(tilted) => tilted.policy(),
        Err(limit) if limit == f64::INFINITY => {
            only_infinite(rewards, reference)
        }
        Err(_) => vec![f64::NAN; rewards.len()],
    }
}
// ANCHOR_END: grad

fn check(name: &str, rewards: &[f64], reference: &[f64], beta: f64) {
    let (n, m) = (rewards.len(), reference.len());
    assert!(n == m, "{name}: {n} rewards, but {m} entries of the reference");
    assert!(
        beta > 0.0 && beta.is_finite(),
        "{name}: beta must be positive and finite, got {beta}"
    );
}

/// Where the rewards are infinite: all on the one that is.
fn only_infinite(rewards: &[f64], reference: &[f64]) -> Vec<f64> {
    let is = |i: usize| reference[i] > 0.0 && rewards[i] == f64::INFINITY;
    let count = (0..rewards.len()).filter(|&i| is(i)).count();
    let share = if count == 1 { 1.0 } else { f64::NAN };
    let entry = |i: usize| if is(i) { share } else { 0.0 };
    (0..rewards.len()).map(entry).collect()
}

// ANCHOR: tilted
/// The reference times `exp(reward/beta)`, measured from the answer that has
/// the most of it: then no exponential overflows.
struct Tilted<'a> {
    rewards: &'a [f64],
    reference: &'a [f64],
    beta: f64,
    top: usize,
}

impl<'a> Tilted<'a> {
    /// Or what the value is where it is not finite.
    fn new(
        rewards: &'a [f64],
        reference: &'a [f64],
        beta: f64,
    ) -> Result<Self, f64> {
        let bad = |i: usize| {
            let counts = reference[i] != 0.0;
            let share = reference[i];
            share.is_nan() || share < 0.0 || counts && rewards[i].is_nan()
        };
        if (0..rewards.len()).any(bad) {
            return Err(f64::NAN);
        }
        let counts = |i: &usize| reference[*i] > 0.0;
        let counting = || (0..rewards.len()).filter(counts);
        let most = counting().map(|i| rewards[i]);
        let most = most.fold(f64::NEG_INFINITY, f64::max);
        if most.is_infinite() {
            return Err(most);
        }
        let lift = |i: usize| {
            over(rewards[i], most, beta).value() + reference[i].ln()
        };
        let more = |i, j| if lift(j) > lift(i) { j } else { i };
        let top = counting().reduce(more).unwrap_or(0);
        Ok(Self { rewards, reference, beta, top })
    }

    /// `(reward - reward of the top)/beta`.
    fn gap(&self, i: usize) -> Double {
        over(self.rewards[i], self.rewards[self.top], self.beta)
    }

    /// `reference·exp(gap)` over that of the top, which is about the most. In
    /// four steps: the exponential may overflow, and shares be subnormal.
    fn ratio(&self, i: usize) -> f64 {
        let (gap, q) = (self.gap(i), self.reference);
        if q[i] == 0.0 {
            return 0.0; // times an infinite reward it is NaN
        }
        let (own, tops) = (Raised::new(q[i]), Raised::new(q[self.top]));
        if own.unit * tops.unit == 1.0 && gap.hi.abs() < 600.0 {
            let ratio = Double::from(own.share).over(tops.share);
            return (ratio * gap.exp()).value(); // one rounded exponential
        }
        let step = gap.half().half().exp() * (own.unit / tops.unit);
        let ratio = Double::from(own.share).over(tops.share);
        (ratio * step * step * step * step).value()
    }

    fn ratios(&self) -> Vec<f64> {
        (0..self.rewards.len()).map(|i| self.ratio(i)).collect()
    }

    fn value(&self) -> f64 {
        // The sum of the weights less 1: for a large beta all weights are
        // nearly the reference, and what counts is what they differ by.
        let mut less_1 = Double::from(-1.0);
        let (ratios, most) = (self.ratios(), self.reference[self.top]);
        for (i, &share) in self.reference.iter().enumerate() {
            let gap = self.gap(i);
            if share > 0.0 && gap.hi.abs() < 0.5 {
                let grown = gap.hi.exp_m1() + gap.lo * gap.hi.exp();
                less_1 = (less_1 + share).normalised() + share * grown;
            } else {
                less_1 = less_1 + most * ratios[i];
            }
            less_1 = less_1.normalised();
        }
        let total = sum(&ratios);
        let log = if less_1.hi.abs() < 0.5 {
            less_1.value().ln_1p()
        } else if (1e-300..1e300).contains(&most) {
            (most * total).ln()
        } else {
            most.ln() + total.ln()
        };
        (Double::from(log) * self.beta + self.rewards[self.top]).value()
    }

    fn policy(&self) -> Vec<f64> {
        let ratios = self.ratios();
        let total = sum(&ratios);
        ratios.iter().map(|x| x / total).collect()
    }
}

/// A share as `share·unit⁴`, of which neither is subnormal.
struct Raised {
    share: f64,
    unit: f64,
}

impl Raised {
    fn new(share: f64) -> Self {
        if share > 1e-150 {
            return Self { share, unit: 1.0 };
        }
        let raised = share * TWO_POW_128 * TWO_POW_128;
        let share = raised * TWO_POW_128 * TWO_POW_128;
        Self { share, unit: 1.0 / TWO_POW_128 }
    }
}

/// `(a - b)/beta`, also where the difference alone overflows.
fn over(a: f64, b: f64, beta: f64) -> Double {
    let unit = if beta > 1.0 { 0.5 } else { 1.0 };
    (Double::from(unit * a) - unit * b).normalised().over(unit * beta)
}
// ANCHOR_END: tilted

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    // Expected numbers: mpmath, 60 digits.

    #[test]
    fn the_four_answers() {
        let (rewards, reference) =
            ([1.0, 0.0, -1.0, 2.0], [0.4, 0.3, 0.2, 0.1]);
        for (beta, value, best) in FOUR_ANSWERS {
            let found = kl_regularized_value(&rewards, &reference, beta);
            assert_ulps_eq!(found, value, epsilon = 0.0, max_ulps = 2);
            let found = kl_regularized_value_grad(&rewards, &reference, beta);
            assert_ulps_eq!(found[..], best[..], epsilon = 0.0, max_ulps = 4);
        }
    }

    #[test]
    fn a_likely_answer_is_not_lost_beside_a_rare_good_one() {
        // 1 + 1e-300·exp(100): the largest reward is not the best answer.
        let found = kl_regularized_value(&[0.0, 100.0], &[1.0, 1e-300], 1.0);
        let rare = 2.688_117_141_816_135_4e-257;
        assert_ulps_eq!(found, rare, epsilon = 0.0, max_ulps = 4);
        let best =
            kl_regularized_value_grad(&[0.0, 800.0], &[1.0, 1e-300], 1.0);
        assert_ulps_eq!(best[0], 1e300 * (-800_f64).exp(), epsilon = 1e-40);
        assert_eq!(best[1], 1.0);
    }

    #[test]
    fn a_large_beta_keeps_the_mean_reward() {
        let found = kl_regularized_value(&[1.0, -1.0], &[0.5, 0.5], 1e6);
        assert!((found / 5e-7 - 1.0).abs() < 1e-9, "{found}");
        let found = kl_regularized_value(&[2.0, -1.0], &[0.25, 0.75], 1e15);
        assert!((found + 0.25).abs() < 1e-15, "{found}");
    }

    #[test]
    fn huge_rewards_and_tiny_references_are_no_obstacle() {
        assert_eq!(
            kl_regularized_value(&[1e308, -1e308], &[0.5, 0.5], 1.0),
            1e308
        );
        assert_eq!(
            kl_regularized_value_grad(&[1e308, -1e308], &[0.5, 0.5], 1.0),
            [1.0, 0.0]
        );
        let grad =
            kl_regularized_value_grad(&[0.0, 1000.0], &[1.0, 5e-324], 1.0);
        assert_eq!(grad[1], 1.0);
        assert!(grad[0] > 0.0 && grad[0] < 1e-100);
    }

    #[test]
    fn what_does_not_count_does_not_count() {
        let (r, p) = ([INFINITY, 1.0, -INFINITY], [0.0, 0.5, 0.5]);
        let found = kl_regularized_value(&r, &p, 2.0);
        assert_ulps_eq!(
            found,
            1.0 - 2.0 * 2_f64.ln(),
            epsilon = 0.0,
            max_ulps = 4
        );
        assert_eq!(kl_regularized_value_grad(&r, &p, 2.0), [0.0, 1.0, 0.0]);
        assert_eq!(kl_regularized_value(&[], &[], 1.0), -INFINITY);
        assert_eq!(kl_regularized_value(&[1.0], &[0.0], 1.0), -INFINITY);
        assert!(kl_regularized_value_grad(&[1.0], &[0.0], 1.0)[0].is_nan());
    }

    #[test]
    fn infinite_rewards_and_nan() {
        let p = [0.5, 0.25, 0.25];
        let one = [0.0, INFINITY, 1.0];
        assert_eq!(kl_regularized_value(&one, &p, 1.0), INFINITY);
        assert_eq!(kl_regularized_value_grad(&one, &p, 1.0), [0.0, 1.0, 0.0]);
        let two = kl_regularized_value_grad(&[INFINITY; 2], &p[1..], 1.0);
        assert!(two[0].is_nan() && two[1].is_nan());
        for (r, p) in [([f64::NAN, 0.0], [0.5; 2]), ([0.0; 2], [-0.5, 1.5])] {
            assert!(kl_regularized_value(&r, &p, 1.0).is_nan());
            assert!(kl_regularized_value_grad(&r, &p, 1.0)[0].is_nan());
        }
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_value: beta must be positive and finite, got 0"
    )]
    fn kl_regularized_value_requires_a_positive_beta() {
        let _ = kl_regularized_value(&[0.0], &[1.0], 0.0);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_value_grad: beta must be positive and finite, got inf"
    )]
    fn kl_regularized_value_grad_requires_a_finite_beta() {
        let _ = kl_regularized_value_grad(&[0.0], &[1.0], INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_value: 1 rewards, but 2 entries of the reference"
    )]
    fn kl_regularized_value_requires_equal_lengths() {
        let _ = kl_regularized_value(&[0.0], &[0.5, 0.5], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_value_grad: 2 rewards, but 1 entries of the reference"
    )]
    fn kl_regularized_value_grad_requires_equal_lengths() {
        let _ = kl_regularized_value_grad(&[0.0, 1.0], &[1.0], 1.0);
    }

    const FOUR_ANSWERS: [(f64, f64, [f64; 4]); 2] = [
        (
            0.5,
            1.084_098_352_314_434,
            [
                0.338_075_026_410_315_34,
                0.034_315_109_590_849_005,
                0.003_096_030_050_515_303_4,
                0.624_513_833_948_320_4,
            ],
        ),
        (
            2.0,
            0.604_091_078_991_857_8,
            [
                0.487_562_753_661_049_06,
                0.221_791_318_972_008_18,
                0.089_682_156_676_418_16,
                0.200_963_770_690_524_6,
            ],
        ),
    ];

    #[test]
    fn huge_references_do_not_overflow() {
        // mpmath, 50 digits: ln(1.7e308·(e + e²))
        let found =
            kl_regularized_value(&[1.0, 2.0], &[1.7e308, 1.7e308], 1.0);
        let expected = 712.040_098_580_746_5;
        assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 4);
    }
}
