//! SupCon: NT-Xent with labels.

use crate::contrast::Contrast;

/// Supervised contrastive loss: the mean over all anchors that have a positive, of the mean over their positives
/// of `-ln softmaxₐ≠ᵢ(cos(zᵢ, zₐ)/T)`, in nats.
///
/// The positives of an anchor are all others of its label; only itself is excluded from the denominator, so that
/// its positives stand there, too. This is the form with the logarithm inside the mean, *out* in the paper. An anchor
/// whose label occurs once has no positive and is left out of the mean, though the others still have to tell
/// themselves apart from it. The vectors are normalised inside. The authors' code multiplies by `T/0.07`, which is
/// not done here.
///
/// - With one positive for each anchor it is [`nt_xent`](super::nt_xent). Never below the mean of `ln |P|` over the
///   anchors, with the number `|P|` of an anchor's positives; `ln(n - 1)` for identical vectors.
/// - No label that occurs twice: NaN, the mean of nothing. A vector of zeros has no direction: NaN. Infinities and
///   NaN as in [`nt_xent`](super::nt_xent).
///
/// # Panics
///
/// If `temperature` is not positive, the vectors differ in length, or there is not one label for each.
///
/// Source: Khosla et al. 2020, [arXiv:2004.11362](https://arxiv.org/abs/2004.11362), §3.2.
///
/// ```
/// use nnfn::losses::{nt_xent, sup_con};
/// let embeddings = [vec![1.0, 0.0], vec![0.0, 1.0], vec![0.8, 0.6], vec![-0.6, 0.8]];
/// let loss = sup_con(&embeddings, &[0, 1, 0, 1], 0.5);
/// assert_eq!(loss, nt_xent(&embeddings[..2], &embeddings[2..], 0.5));
/// assert_eq!(sup_con(&vec![vec![1.0]; 5], &[3; 5], 0.5), 4_f64.ln());
/// ```
#[must_use]
// ANCHOR: value
pub fn sup_con(
    embeddings: &[Vec<f64>],
    labels: &[usize],
    temperature: f64,
) -> f64 {
    check("sup_con", embeddings, labels, temperature);
    Contrast::new(embeddings, temperature).loss(&positives(labels))
}

/// Of each anchor the others of its label.
fn positives(labels: &[usize]) -> Vec<Vec<usize>> {
    let of = |(i, label)| {
        let is_positive = |&a: &usize| a != i && labels[a] == label;
        (0..labels.len()).filter(is_positive).collect()
    };
    labels.iter().copied().enumerate().map(of).collect()
}
// ANCHOR_END: value

/// Gradient of [`sup_con`] by the embeddings, a table of the same shape.
///
/// Each row is orthogonal to its vector.
///
/// # Panics
///
/// If `temperature` is not positive, the vectors differ in length, or there is not one label for each.
///
/// ```
/// use nnfn::losses::sup_con_grad;
/// let embeddings = [vec![1.0, 0.0], vec![0.0, 1.0], vec![0.0, -1.0]];
/// let grad = sup_con_grad(&embeddings, &[0, 0, 1], 1.0);
/// assert_eq!(grad[0][0], 0.0);
/// assert!(grad[0][1] < 0.0 && grad[2][0] > 0.0); // towards its own, away from the other
/// ```
#[must_use]
// ANCHOR: grad
pub fn sup_con_grad(
    embeddings: &[Vec<f64>],
    labels: &[usize],
    temperature: f64,
) -> Vec<Vec<f64>> {
    check("sup_con_grad", embeddings, labels, temperature);
    Contrast::new(embeddings, temperature).grad(&positives(labels))
}
// ANCHOR_END: grad

fn check(
    name: &str,
    embeddings: &[Vec<f64>],
    labels: &[usize],
    temperature: f64,
) {
    assert!(
        temperature > 0.0,
        "{name}: temperature must be positive, got {temperature}"
    );
    let (n, m) = (embeddings.len(), labels.len());
    assert!(n == m, "{name}: {n} embeddings, but {m} labels");
    let d = embeddings.first().map_or(0, Vec::len);
    for (i, row) in embeddings.iter().enumerate() {
        let m = row.len();
        assert!(
            d == m,
            "{name}: {d} entries in embedding 0, but {m} in embedding {i}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_without_a_positive_is_left_out_of_the_mean() {
        // The report of SupContrast's pull request 142: a label that occurs once.
        let embeddings = [vec![1.0, 0.0], vec![0.0, 1.0], vec![-1.0, 0.0]];
        let loss = sup_con(&embeddings, &[7, 7, 2], 1.0);
        // ln(e⁰ + e⁻¹) and ln(e⁰ + e⁰), each less the cosine of the pair, 0
        let expected = 0.5 * ((-1_f64).exp().ln_1p() + 2_f64.ln());
        assert!((loss - expected).abs() < 1e-15, "{loss} {expected}");
        let grad = sup_con_grad(&embeddings, &[7, 7, 2], 1.0).concat();
        assert!(grad.iter().all(|g| g.is_finite()));
    }

    #[test]
    fn without_any_positive_there_is_nothing_to_take_the_mean_of() {
        let embeddings = [vec![1.0, 0.0], vec![0.0, 1.0]];
        assert!(sup_con(&embeddings, &[0, 1], 1.0).is_nan());
        let grad = sup_con_grad(&embeddings, &[0, 1], 1.0);
        assert!(grad.concat().iter().all(|g| g.is_nan()));
        assert!(sup_con(&[], &[], 1.0).is_nan());
        assert!(sup_con_grad(&[], &[], 1.0).is_empty());
    }

    #[test]
    fn collapsed_classes_rest_near_the_logarithm_of_the_positives() {
        let angle =
            |i: usize| (i / 4) as f64 * 2.0 * std::f64::consts::PI / 3.0;
        let on_circle = |i| vec![angle(i).cos(), angle(i).sin()];
        let embeddings: Vec<Vec<f64>> = (0..12).map(on_circle).collect();
        let labels: Vec<usize> = (0..12).map(|i| i / 4).collect();
        let loss = sup_con(&embeddings, &labels, 0.5);
        let expected = (8.0 * (-3_f64).exp() + 3.0).ln();
        assert!((loss - expected).abs() < 1e-14, "{loss} {expected}");
        let grad = sup_con_grad(&embeddings, &labels, 0.5).concat();
        assert!(grad.iter().all(|g| g.abs() < 1e-15), "{grad:?}");
    }

    #[test]
    #[should_panic(expected = "sup_con: 1 embeddings, but 2 labels")]
    fn sup_con_requires_a_label_for_each() {
        let _ = sup_con(&[vec![1.0]], &[0, 0], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "sup_con_grad: temperature must be positive, got -1"
    )]
    fn sup_con_grad_requires_a_positive_temperature() {
        let _ = sup_con_grad(&[], &[], -1.0);
    }

    #[test]
    #[should_panic(
        expected = "sup_con: 1 entries in embedding 0, but 2 in embedding 1"
    )]
    fn sup_con_requires_equal_lengths() {
        let _ = sup_con(&[vec![1.0], vec![1.0; 2]], &[0, 0], 1.0);
    }
}
