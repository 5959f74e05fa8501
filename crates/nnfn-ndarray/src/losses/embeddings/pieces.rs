//! Tables in pieces of some rows, one after the other or, with the feature `rayon`, on all threads.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use crate::engine::threads;

/// Rows of a piece.
pub(crate) const PIECE: usize = 64;

/// What is done for each piece of `n` rows, in their order; with the same rows of a table if there is one.
pub(crate) fn for_pieces<T: Send>(
    n: usize,
    mut table: Option<ArrayViewMut2<'_, f64>>,
    work: impl Fn(Range<usize>, Option<ArrayViewMut2<'_, f64>>) -> Vec<T> + Sync + Send,
) -> Vec<T> {
    let ranges = (0..n)
        .step_by(PIECE)
        .map(|start| start..n.min(start + PIECE));
    let jobs: Vec<(Range<usize>, Option<ArrayViewMut2<'_, f64>>)> = match &mut table {
        None => ranges.map(|range| (range, None)).collect(),
        Some(table) => {
            let pieces = table.axis_chunks_iter_mut(Axis(0), PIECE).map(Some);
            ranges.zip(pieces).collect()
        }
    };
    let results = threads::map(jobs, |(range, piece)| work(range, piece));
    results.into_iter().flatten().collect()
}

/// The product of two matrices.
pub(crate) fn product(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut product = Array2::zeros((a.nrows(), b.ncols()));
    for_pieces(a.nrows(), Some(product.view_mut()), |range, piece| {
        let rows = a.slice_axis(Axis(0), Slice::from(range));
        if let Some(mut piece) = piece {
            general_mat_mul(1.0, &rows, &b, 0.0, &mut piece);
        }
        Vec::<()>::new()
    });
    product
}
