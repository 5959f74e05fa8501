//! Clipped policy loss of PPO.

use crate::double::Double;

/// Clipped policy loss of one action: `-min(r·A, clip(r, 1 - epsilon, 1 + epsilon)·A)`.
///
/// `r` is the `ratio` of the action's probability under the new policy to that under the old one, `A` its
/// `advantage`. The objective of the paper is to be maximised; this is its negative. The minimum makes the clip
/// one-sided: it ends the gain from moving on, never the cost of having moved the wrong way.
///
/// - Range, for ratios of at least 0: from `-(1 + epsilon)·A` to 0 for `A > 0`, from `-(1 - epsilon)·A` to `∞` for
///   `A < 0`, or from 0 if `epsilon` is above 1; convex in the ratio, with a kink at `1 + epsilon` or `1 - epsilon`.
/// - An infinite ratio gives the bound for `A > 0` and `∞` for `A < 0`. An advantage of 0 gives 0, whatever the
///   ratio; `A = ∞` gives `-∞` and `A = -∞` gives `∞`, or NaN at a ratio of 0 that is not clipped. NaN gives NaN.
///
/// # Panics
///
/// If `epsilon` is not positive and finite.
///
/// Source: Schulman et al. 2017, [arXiv:1707.06347](https://arxiv.org/abs/1707.06347), §3, equation 7.
///
/// ```
/// use nnfn::losses::ppo_clip;
/// assert_eq!(ppo_clip(1.0, 2.0, 0.25), -2.0);
/// assert_eq!(ppo_clip(3.0, 2.0, 0.25), -2.5); // no gain beyond 1.25
/// assert_eq!(ppo_clip(3.0, -2.0, 0.25), 6.0); // but all of the cost
/// assert_eq!(ppo_clip(0.5, -2.0, 0.25), 1.5);
/// ```
#[must_use]
// ANCHOR: value
pub fn ppo_clip(ratio: f64, advantage: f64, epsilon: f64) -> f64 {
    assert!(
        epsilon > 0.0 && epsilon.is_finite(),
        "ppo_clip: epsilon must be positive and finite, got {epsilon}"
    );
    if advantage == 0.0 && !ratio.is_nan() {
        0.0 // at an infinite ratio the product is NaN
    } else if !binds(ratio, advantage, epsilon) {
        0.0 - ratio * advantage
    } else if advantage > 0.0 {
        0.0 - (1.0 + epsilon) * advantage
    } else {
        0.0 - (1.0 - epsilon) * advantage
    }
}
// ANCHOR_END: value

/// Derivative of [`ppo_clip`] by the ratio: `-A`, or 0 where the clip binds.
///
/// It binds above `1 + epsilon` for `A > 0` and below `1 - epsilon` for `A < 0`; at the kink itself it does not. By
/// the new log-probability the derivative is `r` times this one.
///
/// # Panics
///
/// If `epsilon` is not positive and finite.
///
/// ```
/// use nnfn::losses::ppo_clip_grad;
/// assert_eq!(ppo_clip_grad(1.0, 2.0, 0.25), -2.0);
/// assert_eq!(ppo_clip_grad(3.0, 2.0, 0.25), 0.0);
/// assert_eq!(ppo_clip_grad(3.0, -2.0, 0.25), 2.0);
/// ```
#[must_use]
// ANCHOR: grad
pub fn ppo_clip_grad(ratio: f64, advantage: f64, epsilon: f64) -> f64 {
    assert!(
        epsilon > 0.0 && epsilon.is_finite(),
        "ppo_clip_grad: epsilon must be positive and finite, got {epsilon}"
    );
    if ratio.is_nan() {
        ratio
    } else if binds(ratio, advantage, epsilon) {
        0.0
    } else {
        0.0 - advantage
    }
}
// ANCHOR_END: grad

/// Whether the ratio is beyond the bound on the side where the advantage gains. Of the exact bound: `1 + epsilon`
/// may round to the other side of the ratio.
fn binds(ratio: f64, advantage: f64, epsilon: f64) -> bool {
    let moved = Double::from(ratio) - 1.0;
    if advantage > 0.0 {
        (moved - epsilon).value() > 0.0
    } else {
        advantage < 0.0 && (moved + epsilon).value() < 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn the_kink_lies_at_the_exact_bound() {
        // 1 + epsilon rounds to 1, the bound is beyond; 1.2 is below 1 + 0.2.
        assert_eq!(ppo_clip_grad(1.0, 1.0, 1e-20), -1.0);
        assert_eq!(ppo_clip_grad(1.2, 1.0, 0.2), -1.0);
        let above = 1.0 + 6.0 * f64::EPSILON;
        assert_eq!(ppo_clip_grad(above, 1.0, 6.0 * f64::EPSILON), -1.0);
        assert_eq!(ppo_clip_grad(above, 1.0, 5.9 * f64::EPSILON), 0.0);
        // 0.3 is a little less than that: 1.3 and 0.7 are beyond the bounds.
        assert_eq!(ppo_clip_grad(1.3, 1.0, 0.3), 0.0);
        assert_eq!(ppo_clip_grad(0.7, -1.0, 0.3), 0.0);
        assert_eq!(ppo_clip_grad(0.75, -1.0, 0.25), 1.0);
    }

    #[test]
    fn huge_ratios_and_advantages_give_the_limit() {
        assert_eq!(ppo_clip(INFINITY, 2.0, 0.25), -2.5);
        assert_eq!(ppo_clip(INFINITY, -2.0, 0.25), INFINITY);
        assert_eq!(ppo_clip(1e308, 1e308, 0.25), -1.25e308);
        assert_eq!(ppo_clip(1e308, -1e308, 0.25), INFINITY);
        assert_eq!(ppo_clip(1.0, INFINITY, 0.25), -INFINITY);
        assert_eq!(ppo_clip(0.0, -INFINITY, 0.25), INFINITY);
        assert!(ppo_clip(0.0, INFINITY, 0.25).is_nan());
        assert_eq!(ppo_clip_grad(INFINITY, 2.0, 0.25), 0.0);
        assert_eq!(ppo_clip_grad(INFINITY, -INFINITY, 0.25), INFINITY);
    }

    #[test]
    fn no_advantage_costs_nothing() {
        assert_eq!(ppo_clip(INFINITY, 0.0, 0.25), 0.0);
        assert_eq!(ppo_clip_grad(INFINITY, -0.0, 0.25), 0.0);
    }

    #[test]
    fn nan_comes_through() {
        for (ratio, advantage) in
            [(f64::NAN, 0.0), (f64::NAN, 1.0), (1.0, f64::NAN)]
        {
            assert!(ppo_clip(ratio, advantage, 0.25).is_nan());
            assert!(ppo_clip_grad(ratio, advantage, 0.25).is_nan());
        }
    }

    #[test]
    #[should_panic(
        expected = "ppo_clip: epsilon must be positive and finite, got 0"
    )]
    fn ppo_clip_requires_a_positive_epsilon() {
        let _ = ppo_clip(1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "ppo_clip_grad: epsilon must be positive and finite, got inf"
    )]
    fn ppo_clip_grad_requires_a_finite_epsilon() {
        let _ = ppo_clip_grad(1.0, 1.0, f64::INFINITY);
    }
}
