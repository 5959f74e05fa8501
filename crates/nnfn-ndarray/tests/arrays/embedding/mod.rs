//! What the tests of embedding losses share.

#![allow(dead_code)] // each test program uses some of it

use ndarray::{Array2, ArrayD, ArrayView2, Ix2};
use nnfn_ndarray::losses::Loss;

use crate::common::{Layout, Precision, scattered};

/// Rows as `nnfn` takes them.
pub fn rows<A: Precision>(array: ArrayView2<'_, A>) -> Vec<Vec<f64>> {
    let rows = array.rows().into_iter();
    rows.map(|row| crate::common::wide(row)).collect()
}

/// An *n × d* array whose view in this layout has numbers up to this size.
pub fn stored<A: Precision>(layout: Layout, n: usize, d: usize, size: f64, seed: u64) -> ArrayD<A> {
    let mut number = scattered(seed);
    layout.store(&[n, d], || A::of(size * number()))
}

pub fn seen<A: Precision>(layout: Layout, stored: &ArrayD<A>) -> ArrayView2<'_, A> {
    let view = layout.view(stored.view());
    view.into_dimensionality::<Ix2>().expect("two axes")
}

pub fn random<A: Precision>(n: usize, d: usize, seed: u64) -> Array2<A> {
    let stored = stored::<A>(Layout::Standard, n, d, 1.0, seed);
    seen(Layout::Standard, &stored).to_owned()
}

/// That each is the nearest number to what is expected.
pub fn assert_nearest<'a, A: Precision>(
    found: impl IntoIterator<Item = &'a A>,
    expected: &[f64],
    what: &str,
) {
    let found: Vec<A> = found.into_iter().copied().collect();
    assert_eq!(found.len(), expected.len(), "{what}");
    for (i, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        let nearest = A::of(expected);
        assert!(
            found == nearest || found.is_nan() && nearest.is_nan(),
            "{what}, {i}: found {found}, expected {nearest}"
        );
    }
}

/// The largest distance in units in the last place of what is expected, or of `scale` where that is larger.
pub fn worst<'a, A: Precision>(
    found: impl IntoIterator<Item = &'a A>,
    expected: &[f64],
    scale: f64,
) -> f64 {
    let found: Vec<A> = found.into_iter().copied().collect();
    assert_eq!(found.len(), expected.len());
    let pairs = found.iter().zip(expected);
    pairs.fold(0.0, |worst: f64, (&found, &expected)| {
        worst.max(A::distance(found, expected, scale))
    })
}

/// The size of the largest.
pub fn largest(of: &[f64]) -> f64 {
    of.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()))
}

/// That a gradient agrees with differences of the loss, to 10⁻⁷ of its largest entry.
pub fn assert_slopes(
    loss: impl Fn(&Array2<f64>) -> Loss<f64, ndarray::Ix1>,
    x: &Array2<f64>,
    grad: &Array2<f64>,
    what: &str,
) {
    let step = 1e-5;
    let scale = largest(&grad.iter().copied().collect::<Vec<f64>>());
    for (at, &slope) in grad.indexed_iter() {
        let moved = |by: f64| {
            let mut x = x.clone();
            x[at] += by;
            sum(loss(&x))
        };
        // Of fourth order: what is left is the rounding of the loss over the step.
        let near = moved(step) - moved(-step);
        let far = moved(2.0 * step) - moved(-2.0 * step);
        let difference = (8.0 * near - far) / (12.0 * step);
        assert!(
            (slope - difference).abs() < 1e-7 * scale.max(1e-2),
            "{what} at {at:?}: {slope}, by differences {difference}"
        );
    }
}

/// The same for one number.
pub fn assert_slope(loss: impl Fn(f64) -> Loss<f64, ndarray::Ix1>, x: f64, slope: f64, what: &str) {
    let table = Array2::from_elem((1, 1), x);
    let grad = Array2::from_elem((1, 1), slope);
    assert_slopes(|x| loss(x[[0, 0]]), &table, &grad, what);
}

fn sum(loss: Loss<f64, ndarray::Ix1>) -> f64 {
    match loss {
        Loss::Total(total) => total,
        Loss::Each(losses) => losses.sum(),
    }
}

/// How many units in the last place an `f64` loss or gradient may differ from the definition's. Both are 4 from the
/// exact one at most, so 8 would do; measured are 4. `f32` ones are to be the nearest but where that is a near tie.
pub const UNITS: (f64, f64) = (0.5001, 5.0);

pub fn within<A: Precision>(found: f64, what: &str) {
    assert!(found <= A::pick(UNITS), "{what}: {found}");
}

/// Gradients by embeddings are within so many units of the largest pull on a vector, over its length; measured are 3.
pub const PULLED: f64 = 5.0;

pub fn assert_pulled<A: Precision>(
    found: &Array2<A>,
    expected: &[Vec<f64>],
    by: &[Vec<f64>],
    t: f64,
    what: &str,
) {
    let n = by.len() as f64;
    for (i, (found, expected)) in found.rows().into_iter().zip(expected).enumerate() {
        let length = by[i].iter().map(|x| x * x).sum::<f64>().sqrt();
        // A pull is at most 2/T, of each example 1/n.
        let scale = 2.0 / (t * n * length);
        let found = found.to_vec();
        let units = worst(&found, expected, scale);
        assert!(units <= PULLED, "{what}, row {i}: {units}");
    }
}
