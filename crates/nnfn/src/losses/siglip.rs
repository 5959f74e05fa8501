//! SigLIP's loss: each pair of a batch is a question of its own.

use super::sum;
use crate::double::Double;
use crate::logistic::{sigmoid_times, softplus_times};

/// SigLIP's loss of a table of similarities: `Σᵢⱼ softplus(-yᵢⱼ·(t·sᵢⱼ + b))/n`, where `y` is 1 on the diagonal and
/// -1 off it.
///
/// The binary cross-entropy of all `n²` pairs, of which the `n` on the diagonal belong together, with the logits
/// `t·s + b`. No pair knows of another one, so a batch may be cut into blocks. `scale` and `bias` are learned: the
/// paper starts at 10 and -10, and learns the logarithm of the scale. The divisor is `n`, as in the paper and in
/// open_clip; the mean over all pairs is `n` times less.
///
/// - Range: `[0, ∞]`. Convex in the similarities, and in scale and bias.
/// - Infinities: the limit. NaN gives NaN. An empty table gives NaN: the mean of nothing.
///
/// # Panics
///
/// If `scale` is not positive and finite, `bias` is not finite, or the table is not square.
///
/// Source: Zhai et al. 2023, [arXiv:2303.15343](https://arxiv.org/abs/2303.15343), §3.2.
///
/// ```
/// use nnfn::losses::siglip;
/// let similarities = [vec![0.8, 0.6], vec![0.6, 0.8]];
/// assert!((siglip(&similarities, 10.0, -10.0) - 2.145_077_9).abs() < 1e-7);
/// assert!((siglip(&similarities, 10.0, -7.0) - 0.626_523_38).abs() < 1e-8);
/// ```
#[must_use]
// ANCHOR: value
pub fn siglip(similarities: &[Vec<f64>], scale: f64, bias: f64) -> f64 {
    check("siglip", similarities, scale, bias);
    let share = Double::from(1.0).over(similarities.len() as f64);
    let loss = |pair: Pair| softplus_times(pair.wrong, share).value();
    over_pairs(similarities, scale, bias, loss)
}

/// Two that belong together or do not.
struct Pair {
    similarity: f64,
    /// 1 if they belong together, else -1.
    together: f64,
    /// `-y·(t·s + b)`: the log-odds of the wrong answer.
    wrong: Double,
}

fn pair(i: usize, j: usize, similarity: f64, t: f64, bias: f64) -> Pair {
    let logit = Double::from(t) * similarity + bias;
    let together = if i == j { 1.0 } else { -1.0 };
    let wrong = if i == j { -logit } else { logit };
    Pair { similarity, together, wrong }
}

/// Sum of a term of each pair; of no pairs NaN.
fn over_pairs(
    similarities: &[Vec<f64>],
    scale: f64,
    bias: f64,
    term: impl Fn(Pair) -> f64,
) -> f64 {
    let mut terms = Vec::new();
    for (i, row) in similarities.iter().enumerate() {
        for (j, &s) in row.iter().enumerate() {
            terms.push(term(pair(i, j, s, scale, bias)));
        }
    }
    if terms.is_empty() { f64::NAN } else { sum(&terms) }
}
// ANCHOR_END: value

/// Gradient of [`siglip`] by the similarities: `-y·t·σ(-y·(t·s + b))/n`, a table of the same shape.
///
/// # Panics
///
/// If `scale` is not positive and finite, `bias` is not finite, or the table is not square.
///
/// ```
/// use nnfn::losses::siglip_grad;
/// let grad = siglip_grad(&[vec![0.5, 0.5], vec![0.5, 0.5]], 4.0, -2.0);
/// assert_eq!(grad, [[-1.0, 1.0], [1.0, -1.0]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn siglip_grad(
    similarities: &[Vec<f64>],
    scale: f64,
    bias: f64,
) -> Vec<Vec<f64>> {
    check("siglip_grad", similarities, scale, bias);
    let factor = scale / similarities.len() as f64;
    let entry = |i: usize, j: usize| {
        let pair = pair(i, j, similarities[i][j], scale, bias);
        -pair.together * sigmoid_times(pair.wrong, factor)
    };
    let n = similarities.len();
    (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect()
}
// ANCHOR_END: grad

/// Derivative of [`siglip`] by the scale: `Σᵢⱼ -y·s·σ(-y·(t·s + b))/n`.
///
/// By the logarithm of the scale, which SigLIP learns, it is `t` times this.
///
/// # Panics
///
/// If `scale` is not positive and finite, `bias` is not finite, or the table is not square.
///
/// ```
/// use nnfn::losses::siglip_grad_scale;
/// assert_eq!(siglip_grad_scale(&[vec![0.5, 0.5], vec![0.5, 0.5]], 4.0, -2.0), 0.0);
/// ```
#[must_use]
// ANCHOR: grad_scale
pub fn siglip_grad_scale(
    similarities: &[Vec<f64>],
    scale: f64,
    bias: f64,
) -> f64 {
    check("siglip_grad_scale", similarities, scale, bias);
    let n = similarities.len() as f64;
    over_pairs(similarities, scale, bias, |pair| {
        if pair.wrong.hi == f64::NEG_INFINITY {
            return 0.0; // 0·∞ would be NaN
        }
        -pair.together * sigmoid_times(pair.wrong, pair.similarity / n)
    })
}
// ANCHOR_END: grad_scale

/// Derivative of [`siglip`] by the bias: `Σᵢⱼ -y·σ(-y·(t·s + b))/n`.
///
/// # Panics
///
/// If `scale` is not positive and finite, `bias` is not finite, or the table is not square.
///
/// ```
/// use nnfn::losses::siglip_grad_bias;
/// // Without a bias all 4 pairs count as much, and only 2 belong together.
/// let apart = siglip_grad_bias(&[vec![0.0; 4], vec![0.0; 4], vec![0.0; 4], vec![0.0; 4]], 1.0, 0.0);
/// assert_eq!(apart, 0.5 * (3.0 - 1.0));
/// ```
#[must_use]
// ANCHOR: grad_bias
pub fn siglip_grad_bias(
    similarities: &[Vec<f64>],
    scale: f64,
    bias: f64,
) -> f64 {
    check("siglip_grad_bias", similarities, scale, bias);
    let share = 1.0 / similarities.len() as f64;
    over_pairs(similarities, scale, bias, |pair| {
        -pair.together * sigmoid_times(pair.wrong, share)
    })
}
// ANCHOR_END: grad_bias

fn check(name: &str, similarities: &[Vec<f64>], scale: f64, bias: f64) {
    assert!(
        scale > 0.0 && scale.is_finite(),
        "{name}: scale must be positive and finite, got {scale}"
    );
    assert!(bias.is_finite(), "{name}: bias must be finite, got {bias}");
    let n = similarities.len();
    for (i, row) in similarities.iter().enumerate() {
        let m = row.len();
        assert!(n == m, "{name}: {n} rows, but {m} entries in row {i}");
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn a_batch_that_knows_nothing_learns_the_share_of_pairs_that_belong() {
        let n = 16;
        let table = vec![vec![0.0; n]; n];
        let best = -15_f64.ln();
        let slope = siglip_grad_bias(&table, 10.0, best);
        assert!(slope.abs() < 1e-15, "{slope}");
        // mpmath, 60 digits: ln 16 + 15·ln(16/15)
        assert_ulps_eq!(
            siglip(&table, 10.0, best),
            3.740_666_539_303_349_4,
            epsilon = 0.0,
            max_ulps = 2
        );
        let slope = siglip_grad_bias(&table, 10.0, 0.0);
        assert_ulps_eq!(slope, 7.0, epsilon = 0.0, max_ulps = 1);
    }

    #[test]
    fn infinite_similarities_give_the_limit() {
        let sure = [vec![INFINITY, -INFINITY], vec![-INFINITY, INFINITY]];
        assert_eq!(siglip(&sure, 10.0, -10.0), 0.0);
        assert_eq!(siglip_grad(&sure, 10.0, -10.0), [[0.0; 2]; 2]);
        assert_eq!(siglip_grad_scale(&sure, 10.0, -10.0), 0.0);
        let wrong = [vec![-INFINITY]];
        assert_eq!(siglip(&wrong, 10.0, -10.0), INFINITY);
        assert_eq!(siglip_grad_scale(&wrong, 10.0, -10.0), INFINITY);
        let odd = [vec![f64::NAN]];
        assert!(siglip(&odd, 10.0, -10.0).is_nan());
        assert!(siglip_grad_scale(&odd, 10.0, -10.0).is_nan());
        assert!(siglip(&[], 10.0, -10.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "siglip: scale must be positive and finite, got 0"
    )]
    fn siglip_requires_a_positive_scale() {
        let _ = siglip(&[], 0.0, 0.0);
    }

    #[test]
    #[should_panic(expected = "siglip_grad: bias must be finite, got inf")]
    fn siglip_grad_requires_a_finite_bias() {
        let _ = siglip_grad(&[], 1.0, INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "siglip_grad_scale: bias must be finite, got NaN"
    )]
    fn siglip_grad_scale_requires_a_finite_bias() {
        let _ = siglip_grad_scale(&[], 1.0, f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "siglip_grad_bias: 1 rows, but 2 entries in row 0"
    )]
    fn siglip_grad_bias_requires_a_square_table() {
        let _ = siglip_grad_bias(&[vec![0.0; 2]], 1.0, 0.0);
    }
}
