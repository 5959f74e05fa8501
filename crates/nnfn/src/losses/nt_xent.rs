//! NT-Xent, the loss of SimCLR.

use crate::contrast::Contrast;

/// NT-Xent of two views of `n` examples: the mean over all `2n` views of `-ln softmaxₖ≠ᵢ(cos(zᵢ, zₖ)/T)` at the
/// partner, in nats.
///
/// Row `i` of `first` and row `i` of `second` are partners. Every view is asked for its partner among the `2n - 1`
/// others: only itself is excluded. The vectors are normalised inside, so their lengths do not matter.
///
/// - At least `ln(1 + (2n - 2)·e^(-n/((n - 1)·T)))`, which pairs in the corners of a simplex reach, and at most
///   `ln(1 + (2n - 2)·e^(2/T))`; `ln(2n - 1)` for equal similarities; 0 for a single example. The same for
///   exchanged views.
/// - A vector of zeros has no direction, nor has one without entries, and a batch with one gives NaN. An infinite
///   entry alone is the direction, of several it depends on the way there: NaN. NaN gives NaN, and so does an empty
///   batch: the mean of nothing.
///
/// # Panics
///
/// If `temperature` is not positive, or the shapes of the tables differ.
///
/// Source: Chen et al. 2020, SimCLR, [arXiv:2002.05709](https://arxiv.org/abs/2002.05709), §2.1.
///
/// ```
/// use nnfn::losses::nt_xent;
/// let first = [vec![1.0, 0.0], vec![0.0, 1.0]];
/// let second = [vec![0.8, 0.6], vec![-0.6, 0.8]];
/// assert!((nt_xent(&first, &second, 0.5) - 0.430_190).abs() < 1e-6);
/// let alike = nt_xent(&[vec![2.0], vec![2.0]], &[vec![1.0], vec![3.0]], 0.5);
/// assert!((alike - 3_f64.ln()).abs() < 1e-15);
/// ```
#[must_use]
// ANCHOR: value
pub fn nt_xent(
    first: &[Vec<f64>],
    second: &[Vec<f64>],
    temperature: f64,
) -> f64 {
    check("nt_xent", first, second, temperature);
    let views = [first, second].concat();
    Contrast::new(&views, temperature).loss(&partners(first.len()))
}

/// Of each of the `2n` views the other one of its example.
fn partners(n: usize) -> Vec<Vec<usize>> {
    (n..2 * n).chain(0..n).map(|partner| vec![partner]).collect()
}
// ANCHOR_END: value

/// Gradient of [`nt_xent`] by the first views, a table of the same shape.
///
/// Each row is orthogonal to its vector, and falls with its length: twice the vector, half the gradient.
///
/// # Panics
///
/// If `temperature` is not positive, or the shapes of the tables differ.
///
/// ```
/// use nnfn::losses::nt_xent_grad;
/// let (first, second) = ([vec![1.0, 0.0], vec![0.0, 1.0]], [vec![1.0, 0.0], vec![0.0, 1.0]]);
/// let grad = nt_xent_grad(&first, &second, 1.0);
/// assert_eq!((grad[0][0], grad[1][1]), (0.0, 0.0));
/// assert!(grad[0][1] > 0.0 && grad[1][0] > 0.0); // uphill is towards the other example
/// ```
#[must_use]
// ANCHOR: grad
pub fn nt_xent_grad(
    first: &[Vec<f64>],
    second: &[Vec<f64>],
    temperature: f64,
) -> Vec<Vec<f64>> {
    check("nt_xent_grad", first, second, temperature);
    let views = [first, second].concat();
    let contrast = Contrast::new(&views, temperature);
    let mut grad = contrast.grad(&partners(first.len()));
    grad.truncate(first.len());
    grad
}
// ANCHOR_END: grad

/// Gradient of [`nt_xent`] by the second views, a table of the same shape.
///
/// # Panics
///
/// If `temperature` is not positive, or the shapes of the tables differ.
///
/// ```
/// use nnfn::losses::{nt_xent_grad, nt_xent_grad_second};
/// let (first, second) = ([vec![1.0, 0.0], vec![0.0, 1.0]], [vec![0.8, 0.6], vec![-0.6, 0.8]]);
/// let grad = nt_xent_grad_second(&first, &second, 0.5);
/// assert_eq!(grad, nt_xent_grad(&second, &first, 0.5));
/// ```
#[must_use]
// ANCHOR: grad_second
pub fn nt_xent_grad_second(
    first: &[Vec<f64>],
    second: &[Vec<f64>],
    temperature: f64,
) -> Vec<Vec<f64>> {
    check("nt_xent_grad_second", first, second, temperature);
    let views = [second, first].concat();
    let contrast = Contrast::new(&views, temperature);
    let mut grad = contrast.grad(&partners(first.len()));
    grad.truncate(first.len());
    grad
}
// ANCHOR_END: grad_second

fn check(
    name: &str,
    first: &[Vec<f64>],
    second: &[Vec<f64>],
    temperature: f64,
) {
    assert!(
        temperature > 0.0,
        "{name}: temperature must be positive, got {temperature}"
    );
    let (n, m) = (first.len(), second.len());
    assert!(n == m, "{name}: {n} first views, but {m} second views");
    let d = first.first().map_or(0, Vec::len);
    for (i, row) in first.iter().chain(second).enumerate() {
        let m = row.len();
        assert!(d == m, "{name}: {d} entries in view 0, but {m} in view {i}");
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;
    use crate::losses::info_nce;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn identical_vectors_cost_the_logarithm_of_the_candidates() {
        for n in 1..5 {
            let views = vec![vec![3.0, -4.0]; n];
            let candidates = (2 * n - 1) as f64;
            let loss = nt_xent(&views, &views, 0.07);
            assert_ulps_eq!(
                loss,
                candidates.ln(),
                epsilon = 0.0,
                max_ulps = 1
            );
            let grad = nt_xent_grad(&views, &views, 0.07);
            assert!(grad.concat().iter().all(|g| *g == 0.0), "{grad:?}");
        }
    }

    #[test]
    fn only_the_view_itself_is_excluded() {
        // Each first view among all others, with the table of cosines written out.
        let (first, second) =
            ([[1.0, 0.0], [0.0, 1.0]], [[0.8, 0.6], [-0.6, 0.8]]);
        let views = [first, second].concat();
        let cosine = |i: usize, k: usize| -> f64 {
            views[i].iter().zip(&views[k]).map(|(a, b)| a * b).sum()
        };
        let mut sum = 0.0;
        for i in 0..4 {
            let mut row = vec![cosine(i, (i + 2) % 4)];
            row.extend(
                (0..4)
                    .filter(|k| *k != i && *k != (i + 2) % 4)
                    .map(|k| cosine(i, k)),
            );
            // The right answer first, in a table of which only this row counts.
            let table = [row, vec![0.0; 3], vec![0.0; 3]];
            sum += 3.0 * info_nce(&table, 0.1) - 2.0 * 3_f64.ln();
        }
        let loss =
            nt_xent(&first.map(Vec::from), &second.map(Vec::from), 0.1);
        assert!((loss - sum / 4.0).abs() < 1e-14, "{loss} {sum}");
        // mpmath, 60 digits, of the decimal cosines
        assert!((loss - 0.063_779_84).abs() < 1e-8);
    }

    #[test]
    fn a_vector_of_zeros_has_no_cosine() {
        let (zero, one) = (
            [vec![0.0; 2], vec![1.0, 0.0]],
            [vec![1.0, 1.0], vec![0.0, 1.0]],
        );
        assert!(nt_xent(&zero, &one, 0.5).is_nan());
        assert!(nt_xent(&one, &zero, 0.5).is_nan());
        let grad = nt_xent_grad(&one, &zero, 0.5).concat();
        assert!(grad.iter().all(|g| g.is_nan()));
    }

    #[test]
    fn lengths_of_any_size_do_not_matter() {
        let (first, second) = (
            [vec![1.0, 0.0], vec![0.0, 1.0]],
            [vec![4.0, 3.0], vec![-3.0, 4.0]],
        );
        let scaled = |unit: f64| {
            second
                .clone()
                .map(|v| v.iter().map(|x| unit * x).collect::<Vec<f64>>())
        };
        let loss = nt_xent(&first, &second, 0.5);
        for power in [1000, -1000] {
            let unit = 2f64.powi(power);
            assert_eq!(nt_xent(&first, &scaled(unit), 0.5), loss);
            let grad = nt_xent_grad_second(&first, &scaled(unit), 0.5);
            let one = nt_xent_grad_second(&first, &second, 0.5);
            assert_eq!(grad[0][0], one[0][0] / unit);
        }
    }

    #[test]
    fn an_infinite_entry_alone_is_the_direction() {
        let (first, second) = (
            [vec![1.0, 0.0], vec![0.0, 1.0]],
            [vec![1.0, 0.0], vec![0.0, 1.0]],
        );
        let far = [vec![INFINITY, 7.0], vec![0.0, 1.0]];
        assert_eq!(
            nt_xent(&far, &second, 0.5),
            nt_xent(&first, &second, 0.5)
        );
        assert_eq!(nt_xent_grad(&far, &second, 0.5)[0], [0.0, 0.0]);
        let both = [vec![INFINITY, INFINITY], vec![0.0, 1.0]];
        assert!(nt_xent(&both, &second, 0.5).is_nan());
    }

    #[test]
    fn one_example_and_none() {
        assert_eq!(nt_xent(&[vec![1.0, 2.0]], &[vec![-3.0, 1.0]], 0.1), 0.0);
        assert!(nt_xent(&[], &[], 0.1).is_nan());
        assert!(nt_xent_grad(&[], &[], 0.1).is_empty());
    }

    #[test]
    #[should_panic(expected = "nt_xent: temperature must be positive, got 0")]
    fn nt_xent_requires_a_positive_temperature() {
        let _ = nt_xent(&[], &[], 0.0);
    }

    #[test]
    #[should_panic(
        expected = "nt_xent_grad: 1 first views, but 0 second views"
    )]
    fn nt_xent_grad_requires_two_views_of_each() {
        let _ = nt_xent_grad(&[vec![1.0]], &[], 1.0);
    }

    #[test]
    #[should_panic(
        expected = "nt_xent_grad_second: 1 entries in view 0, but 2 in view 1"
    )]
    fn nt_xent_grad_second_requires_equal_lengths() {
        let _ = nt_xent_grad_second(&[vec![1.0]], &[vec![1.0; 2]], 1.0);
    }

    #[test]
    fn vectors_without_entries_have_no_direction() {
        for n in 1..3 {
            let views = vec![vec![]; n];
            assert!(nt_xent(&views, &views, 0.5).is_nan());
        }
    }
}
