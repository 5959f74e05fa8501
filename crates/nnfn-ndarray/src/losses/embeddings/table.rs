//! Tables of similarities, given or made of vectors.

use std::marker::PhantomData;

use ndarray::{Array2, ArrayView2, Axis};

use super::double::{Double, dot, over, times};
use super::vectors::{Similarity, Vectors};
use crate::Float;
use crate::engine::For;
use crate::isa::{Isa, Loop, dispatch};

/// A square table of which some rows, and the columns of the same numbers, are kept.
#[derive(Clone, Copy)]
pub(crate) struct Table<'t, S> {
    hi: ArrayView2<'t, S>,
    /// What rounding took from `hi`; nothing of a given table.
    lo: Option<ArrayView2<'t, f64>>,
    kept: Option<&'t [usize]>,
}

impl<'t, S: Float> Table<'t, S> {
    pub(crate) fn given(table: ArrayView2<'t, S>, kept: &'t [usize]) -> Self {
        let all = kept.len() == table.nrows();
        Self {
            hi: table,
            lo: None,
            kept: (!all).then_some(kept),
        }
    }

    /// Rows become columns.
    pub(crate) fn transposed(self) -> Self {
        Self {
            hi: self.hi.reversed_axes(),
            lo: self.lo.map(ArrayView2::reversed_axes),
            kept: self.kept,
        }
    }

    /// How many rows are kept.
    pub(crate) fn len(&self) -> usize {
        self.kept.map_or(self.hi.nrows(), <[usize]>::len)
    }

    /// A row of what is kept, without the entry in one place if that is asked for.
    pub(crate) fn row(&self, i: usize, without: Option<usize>, row: &mut Row) {
        row.hi.clear();
        row.lo.clear();
        let at = |i: usize| self.kept.map_or(i, |kept| kept[i]);
        let hi = self.hi.index_axis(Axis(0), at(i));
        match self.kept {
            None => row.hi.extend(hi.iter().map(|&s| -> f64 { s.into() })),
            Some(kept) => row.hi.extend(kept.iter().map(|&j| -> f64 { hi[j].into() })),
        }
        match &self.lo {
            None => row.lo.resize(row.hi.len(), 0.0),
            Some(lo) => row.lo.extend(lo.index_axis(Axis(0), at(i))),
        }
        if let Some(j) = without {
            row.hi.remove(j);
            row.lo.remove(j);
        }
    }
}

/// A row of similarities, in double length.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) hi: Vec<f64>,
    pub(crate) lo: Vec<f64>,
}

/// The similarities of all first with all second vectors, in double length.
pub(crate) struct Products {
    hi: Array2<f64>,
    lo: Array2<f64>,
}

impl Products {
    pub(crate) fn of<A: Float>(first: &Vectors, second: &Vectors) -> Self {
        let shape = (first.rows.nrows(), second.rows.nrows());
        let (mut hi, mut lo) = (Array2::zeros(shape), Array2::zeros(shape));
        dispatch(Multiply::<A> {
            first,
            second,
            symmetric: false,
            hi: &mut hi,
            lo: &mut lo,
            element: PhantomData,
        });
        Self { hi, lo }
    }

    /// The similarities of vectors with each other.
    pub(crate) fn within<A: Float>(vectors: &Vectors) -> Self {
        let n = vectors.rows.nrows();
        let (mut hi, mut lo) = (Array2::zeros((n, n)), Array2::zeros((n, n)));
        dispatch(Multiply::<A> {
            first: vectors,
            second: vectors,
            symmetric: true,
            hi: &mut hi,
            lo: &mut lo,
            element: PhantomData,
        });
        for i in 0..n {
            for j in 0..i {
                hi[[i, j]] = hi[[j, i]];
                lo[[i, j]] = lo[[j, i]];
            }
        }
        Self { hi, lo }
    }

    pub(crate) fn table(&self) -> Table<'_, f64> {
        Table {
            hi: self.hi.view(),
            lo: Some(self.lo.view()),
            kept: None,
        }
    }
}

struct Multiply<'m, A> {
    first: &'m Vectors,
    second: &'m Vectors,
    /// Whether both are the same: then half of the table is enough.
    symmetric: bool,
    hi: &'m mut Array2<f64>,
    lo: &'m mut Array2<f64>,
    element: PhantomData<A>,
}

/// Rows that are multiplied by the same one while it is near.
const TILE: usize = 8;

impl<A: Float> Loop for Multiply<'_, A> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        let (n, m) = (self.first.rows.nrows(), self.second.rows.nrows());
        for start in (0..n).step_by(TILE) {
            let end = n.min(start + TILE);
            for j in if self.symmetric { start } else { 0 }..m {
                let second = self.second.rows.row(j);
                let second = second.to_slice().expect("in standard layout");
                for i in start..end {
                    let first = self.first.rows.row(i);
                    let first = first.to_slice().expect("in standard layout");
                    let product = dot::<For<I, A>>(first, second);
                    let similarity = self.similarity::<I>(i, j, product);
                    self.hi[[i, j]] = similarity.hi;
                    self.lo[[i, j]] = similarity.lo;
                }
            }
        }
    }
}

impl<A: Float> Multiply<'_, A> {
    #[inline(always)]
    fn similarity<I: Isa>(&self, i: usize, j: usize, product: Double) -> Double {
        match self.first.similarity {
            Similarity::Cosine => {
                let (one, other) = (self.first.lengths[i], self.second.lengths[j]);
                over::<For<I, f64>>(product, times::<For<I, f64>>(one, other))
            }
            Similarity::Dot => {
                let (one, other) = (self.first.lifts[i], self.second.lifts[j]);
                let similarity = Double {
                    hi: product.hi / one / other,
                    lo: product.lo / one / other,
                };
                match (product.hi.is_finite(), similarity.hi.is_finite()) {
                    (true, true) => similarity,
                    (true, false) => Double::from(similarity.hi),
                    (false, _) => self.plain(i, j),
                }
            }
        }
    }

    /// Infinities as they come.
    fn plain(&self, i: usize, j: usize) -> Double {
        let (first, second) = (self.first.rows.row(i), self.second.rows.row(j));
        let (one, other) = (self.first.lifts[i], self.second.lifts[j]);
        let products = first.iter().zip(second);
        Double::from(products.map(|(x, y)| (x / one) * (y / other)).sum::<f64>())
    }
}
