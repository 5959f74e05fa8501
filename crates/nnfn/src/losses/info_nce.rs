//! InfoNCE, the contrastive loss of a batch.

use super::temperature_scaled_cross_entropy_grad_temperature as slope;
use super::{mean, sum};
use crate::double::Double;
use crate::row::Row;

/// InfoNCE of a table of similarities: `meanᵢ(-ln softmax(sᵢ/T)ᵢ)`, in nats.
///
/// Row `i` has the similarities of query `i` with all `n` candidates, of which candidate `i` is the right one: the
/// [`cross_entropy`](super::cross_entropy) of the diagonal, over the `temperature`. The positive counts in the
/// denominator, too. The similarities are mostly cosines; here they are taken as they are. [`clip_loss`](super::clip_loss)
/// takes the mean of this loss over rows and over columns.
///
/// - Range: `[0, ∞]`; `ln n` for equal similarities; 0 for a single candidate. Convex in the similarities.
/// - Infinities and NaN as in [`cross_entropy`](super::cross_entropy). An empty table gives NaN: the mean of nothing.
///
/// # Panics
///
/// If `temperature` is not positive, or the table is not square.
///
/// Source: van den Oord et al. 2018, [arXiv:1807.03748](https://arxiv.org/abs/1807.03748), §2.3.
///
/// ```
/// use nnfn::losses::info_nce;
/// let similarities = [vec![0.9, 0.1], vec![0.2, 0.8]];
/// assert!((info_nce(&similarities, 0.1) - 0.001_405_546).abs() < 1e-9);
/// assert_eq!(info_nce(&[vec![0.0; 2], vec![0.0; 2]], 0.1), 2_f64.ln());
/// assert_eq!(info_nce(&[vec![0.3]], 0.1), 0.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn info_nce(similarities: &[Vec<f64>], temperature: f64) -> f64 {
    check("info_nce", similarities, temperature);
    mean(&losses(similarities, temperature))
}

/// The loss of each row, whose right answer is on the diagonal.
pub(super) fn losses(
    similarities: &[Vec<f64>],
    temperature: f64,
) -> Vec<f64> {
    let loss = |(i, row): (usize, &Vec<f64>)| {
        // ln Σ exp - sᵢ/T would cancel where the positive leads.
        let row = Row::new(row, temperature);
        (Double::from(row.log_sum()) - row.gap(i)).value()
    };
    similarities.iter().enumerate().map(loss).collect()
}
// ANCHOR_END: value

/// Gradient of [`info_nce`] by the similarities: `(softmax(sᵢ/T)ⱼ - δᵢⱼ)/(n·T)`, a table of the same shape.
///
/// The entries of a row sum to 0.
///
/// # Panics
///
/// If `temperature` is not positive, or the table is not square.
///
/// ```
/// use nnfn::losses::info_nce_grad;
/// let grad = info_nce_grad(&[vec![0.0; 2], vec![0.0; 2]], 0.5);
/// assert_eq!(grad, [[-0.5, 0.5], [0.5, -0.5]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn info_nce_grad(
    similarities: &[Vec<f64>],
    temperature: f64,
) -> Vec<Vec<f64>> {
    check("info_nce_grad", similarities, temperature);
    pulls(similarities, temperature, similarities.len() as f64)
}

/// `(softmax(sᵢ/T)ⱼ - δᵢⱼ)/(count·T)`, row by row.
pub(super) fn pulls(
    similarities: &[Vec<f64>],
    temperature: f64,
    count: f64,
) -> Vec<Vec<f64>> {
    // 1/T alone may overflow where its product with a probability does not.
    let t = temperature.clamp(f64::MIN_POSITIVE, f64::MAX);
    let factor = Double::from(1.0).over(t).over(count);
    let grad = |(i, row): (usize, &Vec<f64>)| {
        let row = Row::new(row, temperature);
        let mut grad: Vec<f64> = (0..similarities.len())
            .map(|j| row.share_times(j, factor) / (temperature / t))
            .collect();
        grad[i] = 0.0; // p - 1 would cancel as p nears 1
        grad[i] = 0.0 - sum(&grad);
        grad
    };
    similarities.iter().enumerate().map(grad).collect()
}
// ANCHOR_END: grad

/// Derivative of [`info_nce`] by the temperature: `meanᵢ(sᵢᵢ - Σⱼ softmax(sᵢ/T)ⱼ·sᵢⱼ)/T²`.
///
/// For a temperature that is learned. Negative where the positives lie below the mean that the softmax expects. By
/// the logarithm of `1/T`, which CLIP learns, it is `-T` times this.
///
/// # Panics
///
/// If `temperature` is not positive, or the table is not square.
///
/// ```
/// use nnfn::losses::info_nce_grad_temperature;
/// let similarities = [vec![0.9, 0.1], vec![0.2, 0.8]];
/// assert!((info_nce_grad_temperature(&similarities, 0.1) - 0.087_592_7).abs() < 1e-7);
/// ```
#[must_use]
// ANCHOR: grad_temperature
pub fn info_nce_grad_temperature(
    similarities: &[Vec<f64>],
    temperature: f64,
) -> f64 {
    check("info_nce_grad_temperature", similarities, temperature);
    mean(&slopes(similarities, temperature))
}

/// The derivative of each row's loss by the temperature.
pub(super) fn slopes(
    similarities: &[Vec<f64>],
    temperature: f64,
) -> Vec<f64> {
    let rows = similarities.iter().enumerate();
    rows.map(|(i, row)| slope(row, i, temperature)).collect()
}
// ANCHOR_END: grad_temperature

pub(super) fn check(name: &str, similarities: &[Vec<f64>], temperature: f64) {
    assert!(
        temperature > 0.0,
        "{name}: temperature must be positive, got {temperature}"
    );
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
    use crate::losses::{cross_entropy, cross_entropy_grad};

    #[test]
    fn it_is_the_mean_cross_entropy_of_the_diagonal() {
        let table = [
            vec![3.0, -1.0, 0.5],
            vec![700.0, 0.0, 1.0],
            vec![-800.0, 2.0, 40.0],
        ];
        let losses: Vec<f64> =
            (0..3).map(|i| cross_entropy(&table[i], i)).collect();
        assert_eq!(info_nce(&table, 1.0), mean(&losses));
        let grad = info_nce_grad(&table, 1.0);
        for i in 0..3 {
            let row = cross_entropy_grad(&table[i], i);
            for (found, entry) in grad[i].iter().zip(row) {
                let expected = entry / 3.0;
                assert_ulps_eq!(
                    *found,
                    expected,
                    epsilon = 0.0,
                    max_ulps = 3
                );
            }
        }
    }

    #[test]
    fn a_low_temperature_keeps_the_digits_of_a_tiny_loss() {
        let table = [vec![1.0, -0.5], vec![-1.0, 1.0]];
        // mpmath, 60 digits
        let expected = 3.587_547_986_582_216_5e-66;
        let loss = info_nce(&table, 0.01);
        assert_ulps_eq!(loss, expected, epsilon = 0.0, max_ulps = 2);
        let grad = info_nce_grad(&table, 0.01);
        let expected = 3.587_547_986_582_216e-64;
        assert_ulps_eq!(grad[0][1], expected, epsilon = 0.0, max_ulps = 2);
        assert_eq!(grad[0][0], -grad[0][1]);
    }

    #[test]
    fn temperatures_of_any_size_keep_the_digits_of_the_gradient() {
        let table = [vec![0.0, -1e-157], vec![-1e-157, 0.0]];
        let expected = 2.537_979_448_774_843_8e-275; // mpmath: exp(-1000) alone is 0
        let grad = info_nce_grad(&table, 1e-160);
        assert_ulps_eq!(grad[0][1], expected, epsilon = 0.0, max_ulps = 2);
        let wrong = [vec![0.0, 1.0], vec![0.0, 1.0]];
        let infinity = f64::INFINITY;
        assert_eq!(
            info_nce_grad(&wrong, 5e-324),
            [[-infinity, infinity], [0.0, 0.0]]
        );
        assert_eq!(info_nce_grad(&wrong, infinity), [[0.0; 2]; 2]);
    }

    #[test]
    fn degenerate_tables() {
        assert!(info_nce(&[], 1.0).is_nan());
        assert!(info_nce_grad(&[], 1.0).is_empty());
        assert_eq!(info_nce(&[vec![1e308]], 1e-300), 0.0);
        assert_eq!(info_nce_grad(&[vec![1e308]], 1e-300), [[0.0]]);
        let infinity = f64::INFINITY;
        let masked = [vec![0.0, -infinity], vec![1.0, infinity]];
        assert_eq!(info_nce(&masked, 1.0), 0.0);
        let table = [vec![0.0, f64::NAN], vec![1.0, 2.0]];
        assert!(info_nce(&table, 1.0).is_nan());
        assert_eq!(
            info_nce(&[vec![0.0, 1.0], vec![0.0; 2]], infinity),
            2_f64.ln()
        );
    }

    #[test]
    #[should_panic(
        expected = "info_nce: temperature must be positive, got 0"
    )]
    fn info_nce_requires_a_positive_temperature() {
        let _ = info_nce(&[], 0.0);
    }

    #[test]
    #[should_panic(expected = "info_nce: 1 rows, but 2 entries in row 0")]
    fn info_nce_requires_a_square_table() {
        let _ = info_nce(&[vec![0.0; 2]], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "info_nce_grad: temperature must be positive, got NaN"
    )]
    fn info_nce_grad_requires_a_positive_temperature() {
        let _ = info_nce_grad(&[], f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "info_nce_grad: 2 rows, but 1 entries in row 1"
    )]
    fn info_nce_grad_requires_a_square_table() {
        let _ = info_nce_grad(&[vec![0.0; 2], vec![0.0]], 1.0);
    }
}
