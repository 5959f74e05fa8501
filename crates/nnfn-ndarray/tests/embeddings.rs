//! Losses of embeddings against the definitions: values and gradients, layouts, reductions, masks.

mod common;

use common::{Layout, Precision, scattered};
use ndarray::{Array1, Array2, ArrayD, ArrayView2, Ix2};
use nnfn::losses as definition;
use nnfn_ndarray::losses::*;

/// Rows as `nnfn` takes them.
fn rows<A: Precision>(array: ArrayView2<'_, A>) -> Vec<Vec<f64>> {
    array.rows().into_iter().map(|row| common::wide(row)).collect()
}

/// An *n × d* array in a layout, of numbers of this size.
fn stored<A: Precision>(layout: Layout, n: usize, d: usize, size: f64, seed: u64) -> ArrayD<A> {
    let mut number = scattered(seed);
    layout.store(&[n, d], || A::of(size * number()))
}

fn view<A: Precision>(layout: Layout, stored: &ArrayD<A>) -> ArrayView2<'_, A> {
    let view = layout.view(stored.view());
    view.into_dimensionality::<Ix2>().expect("two axes")
}

/// The largest distance in units in the last place, at least of numbers of the size of `scale`.
fn worst<A: Precision>(found: &[A], expected: &[f64], scale: f64) -> f64 {
    assert_eq!(found.len(), expected.len());
    let pairs = found.iter().zip(expected);
    pairs.fold(0.0, |worst: f64, (&found, &expected)| {
        worst.max(A::distance(found, expected, scale))
    })
}

fn flat<A: Copy>(array: &Array2<A>) -> Vec<A> {
    array.iter().copied().collect()
}

/// The sizes of entries at which distances are to be right.
fn sizes<A: Precision>() -> Vec<f64> {
    if A::of(1e200) == A::infinity() {
        vec![1.0, 1e-3, 1e18, 1e-18, 1e37, 1e-40]
    } else {
        vec![1.0, 1e-3, 1e150, 1e-150, 1e200, 1e-310, 1e307]
    }
}

fn pairs_are_those_of_the_definition<A: Precision>() {
    for (seed, &size) in sizes::<A>().iter().enumerate() {
        for layout in Layout::ALL {
            for d in [0, 1, 3, 40] {
                let (n, seed) = (9, seed as u64 * 64);
                let first = stored::<A>(layout, n, d, size, seed);
                let second = stored::<A>(layout, n, d, size, seed + 1);
                let (first, second) = (view(layout, &first), view(layout, &second));
                let same = Array1::from_shape_fn(n, |i| [0.0, 1.0, 0.25][i % 3]);
                let margin = A::of(size * (d as f64).sqrt().max(1.0));
                let (loss, grads) =
                    contrastive_with_grad(&first, &second, &same, margin, Reduction::None).unwrap();
                let (a, b, m) = (rows(first), rows(second), margin.into());
                let at = |f: &dyn Fn(usize) -> Vec<f64>| (0..n).flat_map(f).collect::<Vec<f64>>();
                let value = at(&|i| vec![definition::contrastive(&a[i], &b[i], same[i], m)]);
                assert_eq!(worst(&loss.clone().each().to_vec(), &value, 0.0), rounding::<A>());
                let by_first = at(&|i| definition::contrastive_grad(&a[i], &b[i], same[i], m));
                let by_second = at(&|i| definition::contrastive_grad_second(&a[i], &b[i], same[i], m));
                assert_eq!(worst(&flat(&grads[0]), &by_first, 0.0), rounding::<A>());
                assert_eq!(worst(&flat(&grads[1]), &by_second, 0.0), rounding::<A>());
                let alone = contrastive(&first, &second, &same, margin, Reduction::None).unwrap();
                assert_eq!(alone, loss);
            }
        }
    }
}

/// `f64` results are those of the definition, `f32` ones the nearest: at most half a unit off, which is reported
/// here as 0 or as less than 0.51.
fn rounding<A: Precision>() -> f64 {
    0.0
}
