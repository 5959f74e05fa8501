//! Masked language modelling.

use super::{cross_entropy, mean};
use crate::double::Double;
use crate::masked::{check_entries, count, share_of_grad};

/// Masked language modelling: the mean of `-ln softmax(zᵢ)` at the labels of the selected positions, in nats.
///
/// Row `i` of `logits` is what the model gives at position `i`, with both sides of the text in view; `labels[i]` is the
/// token that stood there. Nothing is shifted. `selected` is 1 where the model was asked, whatever it was shown there:
/// a mask token, a random one, or the true one. [`sft`](super::sft) is the same with a shift of one.
///
/// - Range: `[0, ∞]`; `ln V` for equal logits. Convex in the logits. Infinities and NaN as in [`cross_entropy`].
/// - Where nothing was selected neither logits nor label are looked at.
/// - Nothing selected at all gives NaN: the mean of nothing. NaN in `selected` gives NaN.
///
/// # Panics
///
/// If rows, labels and `selected` differ in number, an entry of `selected` is neither 0 nor 1, or the label of a selected
/// position is out of range.
///
/// Source: Devlin et al. 2018, [arXiv:1810.04805](https://arxiv.org/abs/1810.04805), §3.1.
///
/// ```
/// use nnfn::losses::masked_lm;
/// let logits = [vec![0.0, 0.0], vec![0.0, f64::NAN], vec![0.0, 3_f64.ln()]];
/// let loss = masked_lm(&logits, &[0, 0, 1], &[0.0, 0.0, 1.0]);
/// assert!((loss - (4_f64 / 3.0).ln()).abs() < 1e-15);
/// assert!(masked_lm(&logits, &[0, 0, 1], &[0.0; 3]).is_nan());
/// ```
#[must_use]
// ANCHOR: value
pub fn masked_lm(
    logits: &[Vec<f64>],
    labels: &[usize],
    selected: &[f64],
) -> f64 {
    check("masked_lm", logits, labels, selected);
    let all = logits.iter().zip(labels).zip(selected);
    // What is not selected is left out: 0·∞ would be NaN.
    let losses: Vec<f64> = all
        .filter(|(_, selected)| **selected != 0.0)
        .map(|((row, label), s)| s * cross_entropy(row, *label))
        .collect();
    mean(&losses)
}
// ANCHOR_END: value

/// Gradient of [`masked_lm`] by the logits: `(softmax(zᵢ) - onehot(labelᵢ))/n` in the `n` selected rows, 0 in the others.
///
/// The entries of a row sum to 0. With nothing selected all are 0.
///
/// # Panics
///
/// As [`masked_lm`].
///
/// ```
/// use nnfn::losses::masked_lm_grad;
/// let grad = masked_lm_grad(&[vec![0.0; 2], vec![5.0, 1.0]], &[1, 0], &[1.0, 0.0]);
/// assert_eq!(grad, [[0.5, -0.5], [0.0, 0.0]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn masked_lm_grad(
    logits: &[Vec<f64>],
    labels: &[usize],
    selected: &[f64],
) -> Vec<Vec<f64>> {
    check("masked_lm_grad", logits, labels, selected);
    let n = count(selected);
    let all = logits.iter().zip(labels).zip(selected);
    all.map(|((row, label), s)| {
        if *s == 0.0 {
            vec![0.0; row.len()]
        } else {
            share_of_grad(row, *label, Double::from(*s).over(n))
        }
    })
    .collect()
}
// ANCHOR_END: grad

fn check(
    name: &str,
    logits: &[Vec<f64>],
    labels: &[usize],
    selected: &[f64],
) {
    let (n, m, k) = (logits.len(), labels.len(), selected.len());
    assert!(n == m, "{name}: {n} rows of logits, but {m} labels");
    assert!(n == k, "{name}: {n} rows of logits, but {k} of selected");
    check_entries(name, "selected", selected);
    for ((row, label), s) in logits.iter().zip(labels).zip(selected) {
        let v = row.len();
        assert!(
            *s == 0.0 || *label < v,
            "{name}: label {label} is out of range for {v} logits"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::cross_entropy_grad;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn it_is_the_mean_over_what_was_selected() {
        let logits = [
            vec![2.0, 1.0, 0.1],
            vec![-30.0, 0.5, 700.0],
            vec![0.25, 0.25, -1.0],
        ];
        let (labels, selected) = ([2, 0, 1], [1.0, 0.0, 1.0]);
        let each =
            [cross_entropy(&logits[0], 2), cross_entropy(&logits[2], 1)];
        assert_eq!(masked_lm(&logits, &labels, &selected), mean(&each));
        let grad = masked_lm_grad(&logits, &labels, &selected);
        assert_eq!(grad[1], [0.0; 3]);
        let one = cross_entropy_grad(&logits[2], 1);
        assert!((grad[2][0] - one[0] / 2.0).abs() < 1e-16);
    }

    #[test]
    fn what_is_not_selected_is_not_looked_at() {
        let (labels, selected) = ([0, 99], [1.0, 0.0]);
        for hidden in [f64::NAN, INFINITY, -INFINITY] {
            let logits = [vec![0.0, 0.0], vec![hidden; 2]];
            let found = masked_lm(&logits, &labels, &selected);
            assert_eq!(found, 2_f64.ln());
            let grad = masked_lm_grad(&logits, &labels, &selected);
            assert_eq!(grad, [[-0.5, 0.5], [0.0, 0.0]]);
        }
    }

    #[test]
    fn of_nothing_there_is_no_mean_and_no_slope() {
        assert!(masked_lm(&[], &[], &[]).is_nan());
        assert!(masked_lm_grad(&[], &[], &[]).is_empty());
        let logits = [vec![0.0, 1.0]];
        assert!(masked_lm(&logits, &[0], &[0.0]).is_nan());
        assert_eq!(masked_lm_grad(&logits, &[0], &[0.0]), [[0.0; 2]]);
        assert!(masked_lm(&logits, &[0], &[f64::NAN]).is_nan());
        let grad = masked_lm_grad(&logits, &[0], &[f64::NAN]);
        assert!(grad[0][0].is_nan());
    }

    #[test]
    fn an_excluded_label_costs_without_bound() {
        let logits = [vec![0.0, -INFINITY], vec![0.0, 0.0]];
        assert_eq!(masked_lm(&logits, &[1, 0], &[1.0, 1.0]), INFINITY);
    }

    #[test]
    #[should_panic(
        expected = "masked_lm: selected must be of 0 and 1, got 0.15"
    )]
    fn masked_lm_requires_a_mask() {
        let _ = masked_lm(&[vec![0.0]], &[0], &[0.15]);
    }

    #[test]
    #[should_panic(
        expected = "masked_lm: label 2 is out of range for 2 logits"
    )]
    fn masked_lm_requires_labels_in_range() {
        let _ = masked_lm(&[vec![0.0; 2]], &[2], &[1.0]);
    }

    #[test]
    #[should_panic(
        expected = "masked_lm_grad: 1 rows of logits, but 2 labels"
    )]
    fn masked_lm_grad_requires_a_label_for_each_row() {
        let _ = masked_lm_grad(&[vec![0.0]], &[0, 0], &[1.0]);
    }

    #[test]
    #[should_panic(
        expected = "masked_lm_grad: 1 rows of logits, but 2 of selected"
    )]
    fn masked_lm_grad_requires_an_entry_for_each_row() {
        let _ = masked_lm_grad(&[vec![0.0]], &[0], &[1.0, 0.0]);
    }
}
