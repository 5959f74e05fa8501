//! Kahneman-Tversky optimisation.

use crate::double::Double;
use crate::logistic::sigmoid_times;
use crate::sum::mean;

/// KTO loss of a batch of answers with a thumb each: the mean of `λ_D·(1 - σ(β·(h - z₀)))` where it is up, of
/// `λ_U·(1 - σ(β·(z₀ - h)))` where it is down.
///
/// `h = policy - reference` is by how much the policy has moved towards an answer: log-probabilities, in nats, of whole
/// answers, sums over their tokens. `desirable` is 1 for a thumb up and 0 for one down. The reference point `z₀` is the
/// mean of `mismatched_policy - mismatched_reference`, but at least 0: log-probabilities of answers to other prompts,
/// an estimate of the divergence of the policy from the reference. It is a number that is held fixed: nothing is
/// differentiated by it.
///
/// - Range: `[0, max(λ_D, λ_U)]`; half of the weight where `h = z₀`; neither convex nor concave in `policy`.
/// - Limits: an answer costs 0 or its weight at `h = ±∞`. NaN gives NaN, and so does `∞ - ∞`; of no answers it is NaN.
///
/// # Panics
///
/// If `beta` or a weight is not positive and finite, if the lengths differ, or if an entry of `desirable` is neither 0
/// nor 1.
///
/// Source: Ethayarajh et al. 2024, [arXiv:2402.01306](https://arxiv.org/abs/2402.01306), equation 7 of the
/// first version.
///
/// ```
/// use nnfn::losses::kto;
/// // One thumb up, one down; the reference point is 0.5.
/// let (policy, reference) = ([-8.0, -11.0], [-10.0, -10.0]);
/// let loss = kto(&policy, &reference, &[1.0, 0.0], &[-9.5, -8.5], &[-10.0, -9.0], 0.1, 1.0, 1.0);
/// assert!((loss - 0.462_570_155).abs() < 1e-9);
/// ```
#[must_use]
#[allow(clippy::too_many_arguments)]
// ANCHOR: value
pub fn kto(
    policy: &[f64],
    reference: &[f64],
    desirable: &[f64],
    mismatched_policy: &[f64],
    mismatched_reference: &[f64],
    beta: f64,
    desirable_weight: f64,
    undesirable_weight: f64,
) -> f64 {
    checked("kto", beta, desirable_weight, undesirable_weight);
    let z0 = reference_point("kto", mismatched_policy, mismatched_reference);
    let others = mismatched_policy.len();
    let moves = moves("kto", policy, reference, desirable, others);
    // 1 - σ(u) is σ(-u), which does not cancel.
    let losses = moves.map(|(h, thumb)| {
        let up = thumb == 1.0;
        let weight = if up { desirable_weight } else { undesirable_weight };
        let turn = 1.0 - 2.0 * thumb;
        let u = (h - z0).normalised() * beta * 4.0;
        sigmoid_times(u * turn, weight)
    });
    mean(&losses.collect::<Vec<f64>>())
}
// ANCHOR_END: value

/// Gradient of [`kto`] by `policy`: `∓λ·β·σ(u)·σ(-u)/N` with `u = β·(h - z₀)`, negative for a thumb up.
///
/// Not a part of it is what `z₀` would add: the mismatched answers are held fixed.
///
/// # Panics
///
/// If `beta` or a weight is not positive and finite, if the lengths differ, or if an entry of `desirable` is neither 0
/// nor 1.
///
/// ```
/// use nnfn::losses::kto_grad;
/// let (same, none) = ([-10.0, -12.0], [0.0, 0.0]);
/// let slopes = kto_grad(&same, &same, &[1.0, 0.0], &none, &none, 0.5, 1.0, 2.0);
/// assert_eq!(slopes, [-0.0625, 0.125]);
/// ```
#[must_use]
#[allow(clippy::too_many_arguments)]
// ANCHOR: grad
pub fn kto_grad(
    policy: &[f64],
    reference: &[f64],
    desirable: &[f64],
    mismatched_policy: &[f64],
    mismatched_reference: &[f64],
    beta: f64,
    desirable_weight: f64,
    undesirable_weight: f64,
) -> Vec<f64> {
    checked("kto_grad", beta, desirable_weight, undesirable_weight);
    let z0 =
        reference_point("kto_grad", mismatched_policy, mismatched_reference);
    let others = mismatched_policy.len();
    let moves = moves("kto_grad", policy, reference, desirable, others);
    let n = policy.len() as f64;
    let slopes = moves.map(|(h, thumb)| {
        let up = thumb == 1.0;
        let weight = if up { desirable_weight } else { undesirable_weight };
        let turn = 1.0 - 2.0 * thumb;
        let u = (h - z0).normalised() * beta * 4.0;
        // σ(u)·σ(-u) is even, e/(1 + e)²; from below no digit is lost.
        let away = if u.hi > 0.0 { -u } else { u };
        let all = away.exp() + 1.0;
        let factor = (Double::from(beta) * weight).over(n);
        0.0 + turn * away.exp_times(factor).value() / (all * all).value()
    });
    slopes.collect()
}
// ANCHOR_END: grad

fn checked(
    name: &str,
    beta: f64,
    desirable_weight: f64,
    undesirable_weight: f64,
) {
    for (parameter, value) in [
        ("beta", beta),
        ("desirable_weight", desirable_weight),
        ("undesirable_weight", undesirable_weight),
    ] {
        assert!(
            value > 0.0 && value.is_finite(),
            "{name}: {parameter} must be positive and finite, got {value}"
        );
    }
}

// ANCHOR: reference_point
/// A fourth of `max(0, mean of the differences)`, of double length: the
/// log-probabilities of whole answers are in the thousands. No difference
/// of fourths overflows.
fn reference_point(name: &str, policy: &[f64], reference: &[f64]) -> Double {
    let (n, m) = (policy.len(), reference.len());
    assert!(
        n == m,
        "{name}: {n} mismatched answers of the policy, \
         but {m} of the reference"
    );
    let mut sum = Double::from(0.0);
    for (p, r) in policy.iter().zip(reference) {
        sum = sum + (Double::from(0.25 * p) - 0.25 * r);
    }
    let mean = sum.normalised().over(n as f64);
    // NaN stays.
    if mean.value() <= 0.0 { Double::from(0.0) } else { mean }
}
// ANCHOR_END: reference_point

/// A fourth of `policy - reference` of each answer, and its thumb.
fn moves<'a>(
    name: &'a str,
    policy: &'a [f64],
    reference: &'a [f64],
    desirable: &'a [f64],
    mismatched: usize,
) -> impl Iterator<Item = (Double, f64)> + 'a {
    let (n, m, k) = (policy.len(), reference.len(), desirable.len());
    assert!(
        n == m && n == k,
        "{name}: {n} answers, but {m} of the reference and {k} thumbs"
    );
    assert!(
        n == mismatched,
        "{name}: {n} answers, but {mismatched} mismatched ones"
    );
    let pairs = policy.iter().zip(reference);
    pairs.zip(desirable).map(move |((p, r), thumb)| {
        assert!(
            *thumb == 0.0 || *thumb == 1.0 || thumb.is_nan(),
            "{name}: desirable must be of 0 and 1, got {thumb}"
        );
        (Double::from(0.25 * p) - 0.25 * r, *thumb)
    })
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    fn one(h: f64, thumb: f64, z0: f64) -> f64 {
        kto(&[h], &[0.0], &[thumb], &[z0], &[0.0], 0.1, 1.0, 1.0)
    }

    #[test]
    fn far_out_nothing_cancels() {
        // mpmath, 60 digits: 1/(1 + e^(0.1·4000.25)), where 1 - σ is 0
        assert_ulps_eq!(
            one(4000.25, 1.0, 0.0),
            1.867_883_890_890_432_8e-174,
            epsilon = 0.0,
            max_ulps = 2
        );
        let slope = kto_grad(
            &[4000.25],
            &[0.0],
            &[1.0],
            &[0.0],
            &[0.0],
            0.1,
            1.0,
            1.0,
        );
        assert_ulps_eq!(
            slope[0],
            -1.867_883_890_890_433e-175,
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn the_reference_point_is_never_negative() {
        assert_eq!(one(0.0, 1.0, -50.0), 0.5);
        assert_eq!(one(3.0, 1.0, 3.0), 0.5);
        assert!(one(0.0, 1.0, f64::NAN).is_nan());
    }

    #[test]
    fn infinite_log_probabilities_give_the_limit() {
        assert_eq!(one(-INFINITY, 1.0, 0.0), 1.0);
        assert_eq!(one(-INFINITY, 0.0, 0.0), 0.0);
        assert_eq!(one(0.0, 1.0, INFINITY), 1.0);
        assert_eq!(one(0.0, 1.0, -INFINITY), 0.5);
        let impossible = [-INFINITY];
        let of = |reference: &[f64]| {
            kto(&impossible, reference, &[1.0], &[0.0], &[0.0], 0.1, 1.0, 1.0)
        };
        assert!(of(&impossible).is_nan());
    }

    #[test]
    fn the_mean_of_no_answers_is_nan() {
        assert!(kto(&[], &[], &[], &[], &[], 0.1, 1.0, 1.0).is_nan());
        let none: [f64; 0] = [];
        assert_eq!(kto_grad(&[], &[], &[], &[], &[], 0.1, 1.0, 1.0), none);
    }

    #[test]
    #[should_panic(expected = "kto: beta must be positive and finite, got 0")]
    fn kto_requires_a_positive_beta() {
        let _ = kto(&[0.0], &[0.0], &[1.0], &[0.0], &[0.0], 0.0, 1.0, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "kto: desirable_weight must be positive and finite, got -1"
    )]
    fn kto_requires_a_positive_desirable_weight() {
        let _ = kto(&[0.0], &[0.0], &[1.0], &[0.0], &[0.0], 0.1, -1.0, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "kto_grad: undesirable_weight must be positive and finite, got inf"
    )]
    fn kto_grad_requires_a_finite_undesirable_weight() {
        let zero = [0.0];
        let _ =
            kto_grad(&zero, &zero, &[1.0], &zero, &zero, 0.1, 1.0, INFINITY);
    }

    #[test]
    #[should_panic(expected = "kto: desirable must be of 0 and 1, got 0.5")]
    fn a_thumb_is_up_or_down() {
        let _ = kto(&[0.0], &[0.0], &[0.5], &[0.0], &[0.0], 0.1, 1.0, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "kto: 2 answers, but 1 of the reference and 2 thumbs"
    )]
    fn kto_requires_equal_lengths() {
        let two = [0.0, 0.0];
        let _ = kto(&two, &[0.0], &two, &two, &two, 0.1, 1.0, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "kto_grad: 2 mismatched answers of the policy, but 1 of the reference"
    )]
    fn kto_grad_requires_equal_mismatched_lengths() {
        let two = [0.0, 0.0];
        let _ = kto_grad(&two, &two, &two, &two, &[0.0], 0.1, 1.0, 1.0);
    }

    #[test]
    #[should_panic(expected = "kto: 1 answers, but 2 mismatched ones")]
    fn kto_requires_as_many_mismatched_answers() {
        let two = [0.0, 0.0];
        let _ = kto(&[0.0], &[0.0], &[1.0], &two, &two, 0.1, 1.0, 1.0);
    }
}
