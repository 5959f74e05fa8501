//! Loss of a policy that is paid by reward and pays for its distance from a reference.

use crate::double::Double;
use crate::row::Row;
use crate::sum::sum_of;

/// Minus what a policy gains under a KL penalty:
/// `-(Σᵢ pᵢ·rewardsᵢ - beta·Σᵢ pᵢ·ln(pᵢ/referenceᵢ))` with `p = softmax(logits)`.
///
/// The objective of reinforcement learning from human feedback with one prompt and all its answers in view, turned
/// into a loss. It is least at the policy of
/// [`kl_regularized_value_grad`](super::kl_regularized_value_grad), where it is minus
/// [`kl_regularized_value`](super::kl_regularized_value); elsewhere it is larger by `beta` times the KL divergence
/// from that policy. `reference` is not normalised.
///
/// - Range: from minus that value to `∞`. A common shift of the logits changes nothing.
/// - An answer that the policy excludes (`-∞`) counts nothing; one that the reference excludes costs `∞`, however low
///   its logit is: leave it out of the rows. Rows of which softmax is NaN give NaN.
///
/// # Panics
///
/// If `beta` is not positive and finite, or the lengths of the rows differ.
///
/// Source: Ziegler et al. 2019, [arXiv:1909.08593](https://arxiv.org/abs/1909.08593), equation 2.
///
/// ```
/// use nnfn::losses::kl_regularized_loss;
/// let (rewards, reference) = ([1.0, 0.0, -1.0, 2.0], [0.4_f64, 0.3, 0.2, 0.1]);
/// let start: Vec<f64> = reference.iter().map(|q| q.ln()).collect();
/// assert!((kl_regularized_loss(&start, &rewards, &reference, 0.5) + 0.4).abs() < 1e-15);
/// ```
#[must_use]
// ANCHOR: value
pub fn kl_regularized_loss(
    logits: &[f64],
    rewards: &[f64],
    reference: &[f64],
    beta: f64,
) -> f64 {
    check("kl_regularized_loss", logits, rewards, reference, beta);
    Policy::new(logits, rewards, reference, beta).value()
}
// ANCHOR_END: value

/// Gradient of [`kl_regularized_loss`] by the logits: `pᵢ·(cᵢ - Σⱼ pⱼ·cⱼ)` with the costs
/// `cᵢ = beta·ln(pᵢ/referenceᵢ) - rewardsᵢ`.
///
/// The entries sum to 0; all are 0 where the costs are equal, at the best policy. Infinite rewards give the limit,
/// where there is one; a reference of 0 gives `∞`, and `-∞` to all other answers.
///
/// # Panics
///
/// If `beta` is not positive and finite, or the lengths of the rows differ.
///
/// ```
/// use nnfn::losses::kl_regularized_loss_grad;
/// let grad = kl_regularized_loss_grad(&[0.0, 0.0], &[1.0, 0.0], &[0.5, 0.5], 2.0);
/// assert_eq!(grad, [-0.25, 0.25]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn kl_regularized_loss_grad(
    logits: &[f64],
    rewards: &[f64],
    reference: &[f64],
    beta: f64,
) -> Vec<f64> {
    check("kl_regularized_loss_grad", logits, rewards, reference, beta);
    Policy::new(logits, rewards, reference, beta).grad()
}
// ANCHOR_END: grad

fn check(
    name: &str,
    logits: &[f64],
    rewards: &[f64],
    reference: &[f64],
    beta: f64,
) {
    let (n, r, q) = (logits.len(), rewards.len(), reference.len());
    assert!(
        n == r && n == q,
        "{name}: {n} logits, but {r} rewards and {q} entries of the reference"
    );
    assert!(
        beta > 0.0 && beta.is_finite(),
        "{name}: beta must be positive and finite, got {beta}"
    );
}

// ANCHOR: policy
struct Policy<'a> {
    logits: &'a [f64],
    row: Row<'a>,
    rewards: &'a [f64],
    reference: &'a [f64],
    beta: f64,
}

impl<'a> Policy<'a> {
    fn new(
        logits: &'a [f64],
        rewards: &'a [f64],
        reference: &'a [f64],
        beta: f64,
    ) -> Self {
        let row = Row::new(logits, 1.0);
        Self { logits, row, rewards, reference, beta }
    }

    /// Whether the policy gives the answer a probability, however small.
    fn counts(&self, i: usize) -> bool {
        self.row.gap(i).hi > f64::NEG_INFINITY
    }

    /// Whether it adds to the sums: of a share below `exp(-3000)` only an
    /// infinite reward is left, and the cost of it may overflow.
    fn adds(&self, i: usize) -> bool {
        let gap = self.row.gap(i).hi;
        gap > -3000.0 || self.counts(i) && self.rewards[i].is_infinite()
    }

    /// `beta·ln(p/reference) - reward`.
    fn cost(&self, i: usize) -> Double {
        let log = (self.row.gap(i) - self.row.log_sum()).normalised();
        let moved = (log - self.reference[i].ln()).normalised();
        (moved * self.beta - self.rewards[i]).normalised()
    }

    fn has_nan(&self) -> bool {
        let bad = |i: usize| {
            self.reference[i].is_nan()
                || self.reference[i] < 0.0
                || self.logits[i] != f64::NEG_INFINITY
                    && self.rewards[i].is_nan()
        };
        (0..self.rewards.len()).any(bad)
    }

    fn value(&self) -> f64 {
        let adding = (0..self.rewards.len()).filter(|&i| self.adds(i));
        let costs: Vec<(usize, Double)> =
            adding.map(|i| (i, self.cost(i))).collect();
        if self.row.total.is_nan() || self.has_nan() {
            return f64::NAN;
        }
        if self.reference.contains(&0.0) {
            return f64::INFINITY; // no logit is low enough
        }
        if costs.iter().any(|(_, c)| !c.hi.is_finite()) {
            // A probability may be 0 in f64, and 0·∞ NaN.
            return costs.iter().map(|(_, c)| c.hi).sum();
        }
        sum_of(costs.iter().map(|&(i, c)| self.row.share_times(i, c)))
    }

    fn grad(&self) -> Vec<f64> {
        let (n, mean) = (self.rewards.len(), self.value());
        if self.has_nan() || self.row.total.is_nan() {
            return vec![f64::NAN; n];
        }
        if self.reference.contains(&0.0) {
            return self.grad_beside_excluded();
        }
        if (0..n).any(|i| self.counts(i) && self.rewards[i].is_infinite()) {
            return self.grad_of_infinite();
        }
        if !mean.is_finite() {
            return vec![f64::NAN; n];
        }
        let one = |i: usize| {
            if self.adds(i) {
                let above = (self.cost(i) - mean).normalised();
                self.row.share_times(i, above)
            } else {
                0.0
            }
        };
        let mut grad: Vec<f64> = (0..n).map(one).collect();
        if self.row.top_prevails() {
            // Its cost is nearly the mean, and the difference cancels.
            grad[self.row.top] = 0.0 - self.row.sum_but_top(&grad);
        }
        grad
    }

    /// What the reference excludes goes down without bound, all else up.
    fn grad_beside_excluded(&self) -> Vec<f64> {
        let all = self.reference.iter().all(|q| *q == 0.0);
        let one = |q: &f64| match (all, *q == 0.0) {
            (true, _) => f64::NAN,
            (_, true) => f64::INFINITY,
            (_, false) => f64::NEG_INFINITY,
        };
        self.reference.iter().map(one).collect()
    }

    /// The limits where rewards are infinite: each such answer pulls its own
    /// logit one way and all others the other way.
    fn grad_of_infinite(&self) -> Vec<f64> {
        let n = self.rewards.len();
        let all: Vec<usize> = (0..n).filter(|&i| self.counts(i)).collect();
        let cost = |j: usize| -self.rewards[j];
        let one = |i: usize| {
            if !self.counts(i) || all.len() == 1 {
                return 0.0;
            }
            let far = all.iter().filter(|j| cost(**j).is_infinite());
            let pulls = far.map(|&j| if i == j { cost(j) } else { -cost(j) });
            pulls.sum() // NaN where two disagree
        };
        (0..n).map(one).collect()
    }
}
// ANCHOR_END: policy

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::{
        kl_divergence, kl_regularized_value, kl_regularized_value_grad,
    };

    const INFINITY: f64 = f64::INFINITY;
    const REWARDS: [f64; 4] = [1.0, 0.0, -1.0, 2.0];
    const REFERENCE: [f64; 4] = [0.4, 0.3, 0.2, 0.1];

    #[test]
    fn it_is_least_at_the_best_policy() {
        for beta in [0.05, 0.5, 2.0] {
            let best = kl_regularized_value_grad(&REWARDS, &REFERENCE, beta);
            let logits: Vec<f64> = best.iter().map(|p| p.ln()).collect();
            let least = -kl_regularized_value(&REWARDS, &REFERENCE, beta);
            let found =
                kl_regularized_loss(&logits, &REWARDS, &REFERENCE, beta);
            assert_ulps_eq!(found, least, epsilon = 0.0, max_ulps = 8);
            for g in
                kl_regularized_loss_grad(&logits, &REWARDS, &REFERENCE, beta)
            {
                assert!(g.abs() < 1e-15, "{g}");
            }
        }
    }

    #[test]
    fn without_rewards_it_is_the_divergence() {
        let found =
            kl_regularized_loss(&[0.0; 4], &[0.0; 4], &REFERENCE, 0.5);
        let kl = kl_divergence(&[0.25; 4], &REFERENCE);
        assert_ulps_eq!(found, 0.5 * kl, epsilon = 0.0, max_ulps = 16);
    }

    #[test]
    fn a_sure_policy_keeps_the_digits_of_its_gradient() {
        let grad = kl_regularized_loss_grad(
            &[0.0, -50.0],
            &[0.0, 1.0],
            &[0.5, 0.5],
            1.0,
        );
        // p = exp(-50) to 22 digits; -50 - 1 times that; mpmath, 60 digits
        assert_ulps_eq!(
            grad[0],
            9.836_624_224_615_98e-21,
            epsilon = 0.0,
            max_ulps = 4
        );
        assert_eq!(grad[0], -grad[1]);
    }

    #[test]
    fn what_is_excluded() {
        let m = -INFINITY;
        // By the policy: it counts nothing, whatever else is said of it.
        let (z, r, q) = ([0.0, m], [1.0, INFINITY], [1.0, 1e-300]);
        assert_eq!(kl_regularized_loss(&z, &r, &q, 0.5), -1.0);
        let grad = kl_regularized_loss_grad(&z, &r, &q, 0.5);
        assert_eq!(grad, [0.0, 0.0]);
        // By the reference: it costs without bound, however rare.
        for z in [0.0, -1e6, m] {
            let found =
                kl_regularized_loss(&[0.0, z], &[0.0; 2], &[1.0, 0.0], 0.5);
            assert_eq!(found, INFINITY);
            let grad = kl_regularized_loss_grad(
                &[0.0, z],
                &[0.0; 2],
                &[1.0, 0.0],
                0.5,
            );
            assert_eq!(grad, [-INFINITY, INFINITY]);
        }
    }

    #[test]
    fn nan_and_undefined_rows_give_nan() {
        let (m, half) = (-INFINITY, [0.5, 0.5]);
        for (z, r, q) in [
            ([f64::NAN, 0.0], [0.0, 0.0], half),
            ([m, m], [0.0, 0.0], half),
            ([INFINITY, INFINITY], [0.0, 0.0], half),
            ([0.0, 0.0], [f64::NAN, 0.0], half),
            ([0.0, 0.0], [0.0, 0.0], [-0.5, 1.5]),
        ] {
            assert!(kl_regularized_loss(&z, &r, &q, 1.0).is_nan(), "{z:?}");
            let grad = kl_regularized_loss_grad(&z, &r, &q, 1.0);
            assert!(grad.iter().all(|g| g.is_nan()));
        }
        assert_eq!(kl_regularized_loss(&[], &[], &[], 1.0), 0.0);
    }

    #[test]
    fn infinite_rewards_pull_as_far_as_they_agree() {
        let (m, third) = (-INFINITY, [0.25, 0.25, 0.5]);
        let z = [0.0; 3];
        let r = [m, INFINITY, 0.0];
        assert!(kl_regularized_loss(&z, &r, &third, 1.0).is_nan());
        let grad = kl_regularized_loss_grad(&z, &r, &third, 1.0);
        assert_eq!(grad[..2], [INFINITY, m]);
        assert!(grad[2].is_nan());
        let r = [0.0, INFINITY, 0.0];
        assert_eq!(kl_regularized_loss(&z, &r, &third, 1.0), m);
        let grad = kl_regularized_loss_grad(&z, &r, &third, 1.0);
        assert_eq!(grad, [INFINITY, m, INFINITY]);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_loss: beta must be positive and finite, got -1"
    )]
    fn kl_regularized_loss_requires_a_positive_beta() {
        let _ = kl_regularized_loss(&[0.0], &[0.0], &[1.0], -1.0);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_loss_grad: beta must be positive and finite, got NaN"
    )]
    fn kl_regularized_loss_grad_requires_a_beta() {
        let _ = kl_regularized_loss_grad(&[0.0], &[0.0], &[1.0], f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_loss: 1 logits, but 2 rewards and 1 entries of the reference"
    )]
    fn kl_regularized_loss_requires_equal_lengths() {
        let _ = kl_regularized_loss(&[0.0], &[0.0, 1.0], &[1.0], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "kl_regularized_loss_grad: 2 logits, but 2 rewards and 1 entries of the reference"
    )]
    fn kl_regularized_loss_grad_requires_equal_lengths() {
        let _ = kl_regularized_loss_grad(&[0.0; 2], &[0.0; 2], &[1.0], 1.0);
    }

    #[test]
    fn a_finite_mask_of_the_logits_counts_nothing() {
        // mpmath, 50 digits: beta times the smallest number overflows.
        let logits = [0.0, 0.0, f64::MIN];
        let (rewards, reference) = ([1.0, 0.0, 3.0], [0.5, 0.25, 0.25]);
        let found = kl_regularized_loss(&logits, &rewards, &reference, 2.0);
        let expected = 0.193_147_180_559_945_3;
        assert_ulps_eq!(found, expected, epsilon = 4e-16);
        let found =
            kl_regularized_loss_grad(&logits, &rewards, &reference, 2.0);
        let slope = 0.596_573_590_279_972_7;
        assert_ulps_eq!(found[..], [-slope, slope, 0.0][..], epsilon = 4e-16);
    }
}
