//! Hierarchical softmax.

use crate::double::Double;
use crate::logistic::{sigmoid_times, softplus_times};

/// Hierarchical softmax, the loss of one leaf of a binary tree: `Σₙ softplus((1 - 2bₙ)·uₙ)`, in nats.
///
/// `scores` are those of the inner nodes on the path from the root to the leaf, and `code` says which way is taken at
/// each: 1 with the probability `σ(u)`, 0 with `σ(-u)`. So the loss is minus the logarithm of the leaf's probability,
/// the product over its path, and a sum of [`bce_with_logits`](super::bce_with_logits). It is for one right leaf: the
/// leaves exclude each other.
///
/// - Range: `[0, ∞]`; convex; depth times `ln 2` where all scores are 0. The empty path, of a tree of one leaf, costs 0.
/// - A score of `∞` costs 0 or `∞`. NaN gives NaN.
///
/// # Panics
///
/// If the lengths of `scores` and `code` differ, or an entry of `code` is neither 0 nor 1.
///
/// Source: Morin & Bengio 2005, *Hierarchical Probabilistic Neural Network Language Model*,
/// [AISTATS](http://www.iro.umontreal.ca/~lisa/pointeurs/hierarchical-nnlm-aistats05.pdf).
///
/// ```
/// use nnfn::losses::hierarchical_softmax;
/// assert_eq!(hierarchical_softmax(&[0.0, 0.0], &[1.0, 0.0]), 2.0 * 2_f64.ln());
/// assert_eq!(hierarchical_softmax(&[40.0], &[1.0]), (-40_f64).exp());
/// assert_eq!(hierarchical_softmax(&[1000.0], &[0.0]), 1000.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn hierarchical_softmax(scores: &[f64], code: &[f64]) -> f64 {
    let (n, m) = (scores.len(), code.len());
    assert!(n == m, "hierarchical_softmax: {n} scores, but a code of {m}");
    let mut sum = Double::from(0.0);
    for (score, bit) in scores.iter().zip(code) {
        assert!(
            *bit == 0.0 || *bit == 1.0 || bit.is_nan(),
            "hierarchical_softmax: code must be of 0 and 1, got {bit}"
        );
        // -ln σ(v) is the softplus of -v: through σ it would be ∞ or 0.
        let turned = Double::from((1.0 - 2.0 * bit) * score);
        sum = sum + softplus_times(turned, Double::from(1.0));
    }
    sum.value()
}
// ANCHOR_END: value

/// Gradient of [`hierarchical_softmax`] by the scores: `σ(uₙ) - bₙ`.
///
/// # Panics
///
/// If the lengths of `scores` and `code` differ, or an entry of `code` is neither 0 nor 1.
///
/// ```
/// use nnfn::losses::hierarchical_softmax_grad;
/// assert_eq!(hierarchical_softmax_grad(&[0.0, 0.0], &[1.0, 0.0]), [-0.5, 0.5]);
/// assert_eq!(hierarchical_softmax_grad(&[40.0], &[1.0]), [-(-40_f64).exp()]); // σ(u) - 1 is 0
/// ```
#[must_use]
// ANCHOR: grad
pub fn hierarchical_softmax_grad(scores: &[f64], code: &[f64]) -> Vec<f64> {
    let (n, m) = (scores.len(), code.len());
    assert!(
        n == m,
        "hierarchical_softmax_grad: {n} scores, but a code of {m}"
    );
    let slope = |(score, bit): (&f64, &f64)| {
        assert!(
            *bit == 0.0 || *bit == 1.0 || bit.is_nan(),
            "hierarchical_softmax_grad: code must be of 0 and 1, got {bit}"
        );
        // σ(u) - 1 would cancel where the turn is likely.
        let turn = 1.0 - 2.0 * bit;
        turn * sigmoid_times(Double::from(turn * score), 1.0)
    };
    scores.iter().zip(code).map(slope).collect()
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn a_likely_leaf_keeps_the_digits_of_its_tiny_loss() {
        // mpmath, 60 digits
        let (scores, code) = ([40.0, -50.0, 45.0], [1.0, 0.0, 1.0]);
        let loss = hierarchical_softmax(&scores, &code);
        let expected = 4.277_172_316_081_879e-18;
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 1);
        let grad = hierarchical_softmax_grad(&scores, &code);
        let expected = [
            -4.248_354_255_291_589e-18,
            1.928_749_847_963_917_8e-22,
            -2.862_518_580_549_393_6e-20,
        ];
        assert_ulps_eq!(grad[..], expected, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn leaves_of_a_tree_share_one_whole() {
        // The root .6 : .4, its left .5 : .5, its right .9 : .1; 1 is to the left.
        let odds = |p: f64| (p / (1.0 - p)).ln();
        let (root, left, right) = (odds(0.6), odds(0.5), odds(0.9));
        for (path, code, p) in [
            ([root, left], [1.0, 1.0], 0.3_f64),
            ([root, left], [1.0, 0.0], 0.3),
            ([root, right], [0.0, 1.0], 0.36),
            ([root, right], [0.0, 0.0], 0.04),
        ] {
            let loss = hierarchical_softmax(&path, &code);
            assert_ulps_eq!(loss, -p.ln(), epsilon = 0.0, max_ulps = 4);
        }
    }

    #[test]
    fn infinities_give_the_limit_and_nan_comes_through() {
        let code = [1.0, 0.0];
        assert_eq!(hierarchical_softmax(&[INFINITY, -INFINITY], &code), 0.0);
        let grad = hierarchical_softmax_grad(&[INFINITY, -INFINITY], &code);
        assert_eq!(grad, [0.0, 0.0]);
        let wrong = [-INFINITY, 0.0];
        assert_eq!(hierarchical_softmax(&wrong, &code), INFINITY);
        assert_eq!(hierarchical_softmax_grad(&wrong, &code), [-1.0, 0.5]);
        assert_eq!(hierarchical_softmax(&[], &[]), 0.0);
        assert_eq!(hierarchical_softmax_grad(&[], &[]), []);
        for (u, b) in [(f64::NAN, 1.0), (0.0, f64::NAN), (INFINITY, f64::NAN)]
        {
            assert!(hierarchical_softmax(&[u, 0.0], &[b, 0.0]).is_nan());
            assert!(
                hierarchical_softmax_grad(&[u, 0.0], &[b, 0.0])[0].is_nan()
            );
        }
    }

    #[test]
    #[should_panic(
        expected = "hierarchical_softmax: code must be of 0 and 1, got -1"
    )]
    fn hierarchical_softmax_refuses_signs() {
        let _ = hierarchical_softmax(&[0.0], &[-1.0]);
    }

    #[test]
    #[should_panic(
        expected = "hierarchical_softmax_grad: code must be of 0 and 1, got 0.5"
    )]
    fn hierarchical_softmax_grad_refuses_a_part() {
        let _ = hierarchical_softmax_grad(&[0.0], &[0.5]);
    }

    #[test]
    #[should_panic(
        expected = "hierarchical_softmax: 2 scores, but a code of 1"
    )]
    fn hierarchical_softmax_requires_a_code_of_the_same_length() {
        let _ = hierarchical_softmax(&[0.0, 1.0], &[1.0]);
    }

    #[test]
    #[should_panic(
        expected = "hierarchical_softmax_grad: 0 scores, but a code of 1"
    )]
    fn hierarchical_softmax_grad_requires_a_code_of_the_same_length() {
        let _ = hierarchical_softmax_grad(&[], &[1.0]);
    }
}
