//! What the losses of a batch have in common: checks, and the way from embeddings to similarities and back.

use ndarray::{Array2, ArrayRef, Ix2};

use super::table::Products;
use super::vectors::{Similarity, Vectors};
use crate::error::shape;
use crate::rows::vec_for;
use crate::{Error, Float};

pub(crate) fn check_square<A>(similarities: &ArrayRef<A, Ix2>) -> Result<(), Error> {
    let n = similarities.nrows();
    shape("similarities", similarities.shape(), &[n, n])
}

/// A table of zeros.
///
/// # Errors
///
/// If there is no room for it: vectors without entries may be more than fit in memory squared.
pub(crate) fn zeros(rows: usize, columns: usize) -> Result<Array2<f64>, Error> {
    let elements = rows.saturating_mul(columns);
    let mut places = vec_for(elements)?;
    places.resize(elements, 0.0);
    Ok(Array2::from_shape_vec((rows, columns), places).expect("as many as there are places"))
}

/// Whether there is room for a table, before anything is done for it.
pub(crate) fn room(rows: usize) -> Result<(), Error> {
    vec_for::<f64>(rows.saturating_mul(rows)).map(drop)
}

/// Two sets of embeddings of the same examples.
pub(crate) struct Sides {
    first: Vectors,
    second: Vectors,
}

impl Sides {
    pub(crate) fn new<A: Float>(
        first: &ArrayRef<A, Ix2>,
        second: &ArrayRef<A, Ix2>,
        kept: &[usize],
        similarity: Similarity,
    ) -> Result<Self, Error> {
        room(kept.len())?;
        Ok(Self {
            first: Vectors::new(&[first], kept, similarity),
            second: Vectors::new(&[second], kept, similarity),
        })
    }

    /// Their similarities, for a loss that may multiply them by so much.
    pub(crate) fn products<A: Float>(&self, steepness: f64) -> Result<Products, Error> {
        Products::of::<A>(&self.first, &self.second, steepness)
    }

    /// From the gradient by the similarities to those by the embeddings.
    pub(crate) fn pull<A: Float>(
        &self,
        pulls: &Array2<f64>,
        n: usize,
        kept: &[usize],
    ) -> [Array2<A>; 2] {
        let (first, second) = (self.first.units(), self.second.units());
        let mut by_first = pulls.dot(&second);
        self.first.through(&first, &mut by_first);
        let mut by_second = pulls.t().dot(&first);
        self.second.through(&second, &mut by_second);
        [by_first, by_second].map(|grads| placed(&grads, 0, n, kept))
    }
}

/// Rounded rows, from the given one on, in the places of those that are kept; zeros elsewhere.
pub(crate) fn placed<A: Float>(
    rows: &Array2<f64>,
    from: usize,
    n: usize,
    kept: &[usize],
) -> Array2<A> {
    let mut all = Array2::zeros((n, rows.ncols()));
    for (k, &i) in kept.iter().enumerate() {
        let row = rows.row(from + k);
        all.row_mut(i)
            .zip_mut_with(&row, |place: &mut A, &x| *place = A::nearest(x));
    }
    all
}

/// A rounded table in the places of the rows and columns that are kept; zeros elsewhere.
pub(crate) fn placed_table<A: Float>(table: &Array2<f64>, n: usize, kept: &[usize]) -> Array2<A> {
    if kept.len() == n {
        return table.mapv(A::nearest);
    }
    let mut all = Array2::zeros((n, n));
    for (row, &i) in table.rows().into_iter().zip(kept) {
        for (&x, &j) in row.iter().zip(kept) {
            all[[i, j]] = A::nearest(x);
        }
    }
    all
}
