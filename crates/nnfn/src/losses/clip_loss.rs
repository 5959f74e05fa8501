//! CLIP's loss: InfoNCE in both directions.

use super::info_nce::{check, losses, pulls, slopes};
use super::mean;

/// CLIP's loss of a table of similarities: the mean of [`info_nce`](super::info_nce) over rows and over columns, in
/// nats.
///
/// Row `i` has the similarities of image `i` with all `n` texts, of which text `i` is the right one: each image is
/// asked for its text, and each text for its image. The similarities are cosines in CLIP, which learns the logarithm
/// of the scale `1/T` and caps the scale at 100; here they are taken as they are.
///
/// - Range: `[0, ∞]`; `ln n` for equal similarities; 0 for a single pair. Convex in the similarities. The same for
///   the transposed table.
/// - Infinities and NaN as in [`cross_entropy`](super::cross_entropy). An empty table gives NaN: the mean of nothing.
///
/// # Panics
///
/// If `temperature` is not positive, or the table is not square.
///
/// Source: Radford et al. 2021, [arXiv:2103.00020](https://arxiv.org/abs/2103.00020), §2.3.
///
/// ```
/// use nnfn::losses::clip_loss;
/// let similarities = [vec![0.8, 0.6], vec![0.6, 0.8]];
/// assert!((clip_loss(&similarities, 0.5) - 0.513_015_25).abs() < 1e-8);
/// assert_eq!(clip_loss(&[vec![0.0; 2], vec![0.0; 2]], 0.1), 2_f64.ln());
/// ```
#[must_use]
// ANCHOR: value
pub fn clip_loss(similarities: &[Vec<f64>], temperature: f64) -> f64 {
    check("clip_loss", similarities, temperature);
    let mut all = losses(similarities, temperature);
    all.extend(losses(&transposed(similarities), temperature));
    mean(&all)
}

/// Rows become columns.
fn transposed(table: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let column = |j| table.iter().map(|row| row[j]).collect();
    (0..table.len()).map(column).collect()
}
// ANCHOR_END: value

/// Gradient of [`clip_loss`] by the similarities: `(pᵢⱼ + qᵢⱼ - 2δᵢⱼ)/(2n·T)`, with the softmax `p` of each row and `q` of
/// each column.
///
/// All entries together sum to 0.
///
/// # Panics
///
/// If `temperature` is not positive, or the table is not square.
///
/// ```
/// use nnfn::losses::clip_loss_grad;
/// let grad = clip_loss_grad(&[vec![0.0; 2], vec![0.0; 2]], 0.5);
/// assert_eq!(grad, [[-0.5, 0.5], [0.5, -0.5]]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn clip_loss_grad(
    similarities: &[Vec<f64>],
    temperature: f64,
) -> Vec<Vec<f64>> {
    check("clip_loss_grad", similarities, temperature);
    let count = 2.0 * similarities.len() as f64;
    let mut grad = pulls(similarities, temperature, count);
    let columns = pulls(&transposed(similarities), temperature, count);
    for (row, column) in grad.iter_mut().zip(transposed(&columns)) {
        row.iter_mut().zip(column).for_each(|(g, other)| *g += other);
    }
    grad
}
// ANCHOR_END: grad

/// Derivative of [`clip_loss`] by the temperature: the mean over rows and columns of what the right answer exceeds the
/// expected similarity by, over `T²`.
///
/// By the logarithm of `1/T`, which CLIP learns, it is `-T` times this.
///
/// # Panics
///
/// If `temperature` is not positive, or the table is not square.
///
/// ```
/// use nnfn::losses::{clip_loss_grad_temperature, info_nce_grad_temperature};
/// let similarities = [vec![0.8, 0.6], vec![0.6, 0.8]];
/// let slope = clip_loss_grad_temperature(&similarities, 0.5);
/// assert_eq!(slope, info_nce_grad_temperature(&similarities, 0.5));
/// ```
#[must_use]
// ANCHOR: grad_temperature
pub fn clip_loss_grad_temperature(
    similarities: &[Vec<f64>],
    temperature: f64,
) -> f64 {
    check("clip_loss_grad_temperature", similarities, temperature);
    let mut all = slopes(similarities, temperature);
    all.extend(slopes(&transposed(similarities), temperature));
    mean(&all)
}
// ANCHOR_END: grad_temperature

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::info_nce;

    #[test]
    fn it_is_the_mean_of_both_directions() {
        let table = [
            vec![3.0, -1.0, 0.5],
            vec![0.25, 0.0, 1.0],
            vec![-2.0, 2.0, 1.5],
        ];
        let there = info_nce(&table, 0.5);
        let back = info_nce(&transposed(&table), 0.5);
        assert_ulps_eq!(
            clip_loss(&table, 0.5),
            0.5 * (there + back),
            epsilon = 0.0,
            max_ulps = 2
        );
    }

    #[test]
    fn a_text_that_fits_all_images_costs_one_direction_only() {
        // Each image prefers its own text, each text the first image.
        let table = [vec![9.0, 8.0], vec![5.0, 6.0]];
        let loss = clip_loss(&table, 0.01);
        assert_ulps_eq!(loss, 50.0, epsilon = 0.0, max_ulps = 1);
        let grad = clip_loss_grad(&table, 0.01).concat();
        for (found, expected) in grad.iter().zip([0.0, 25.0, 0.0, -25.0]) {
            assert!((found - expected).abs() < 1e-40, "{grad:?}");
        }
    }

    #[test]
    fn degenerate_tables() {
        assert!(clip_loss(&[], 1.0).is_nan());
        assert!(clip_loss_grad(&[], 1.0).is_empty());
        assert!(clip_loss_grad_temperature(&[], 1.0).is_nan());
        assert_eq!(clip_loss(&[vec![1e308]], 1e-300), 0.0);
        let nan = [vec![0.0, f64::NAN], vec![1.0, 2.0]];
        assert!(clip_loss(&nan, 1.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "clip_loss: temperature must be positive, got 0"
    )]
    fn clip_requires_a_positive_temperature() {
        let _ = clip_loss(&[], 0.0);
    }

    #[test]
    #[should_panic(
        expected = "clip_loss_grad: 1 rows, but 2 entries in row 0"
    )]
    fn clip_grad_requires_a_square_table() {
        let _ = clip_loss_grad(&[vec![0.0; 2]], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "clip_loss_grad_temperature: temperature must be positive, got NaN"
    )]
    fn clip_grad_temperature_requires_a_positive_temperature() {
        let _ = clip_loss_grad_temperature(&[], f64::NAN);
    }
}
