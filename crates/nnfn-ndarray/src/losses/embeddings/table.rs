//! Tables of similarities, given or made of vectors.

use std::marker::PhantomData;
use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2};

use super::batch::zeros;
use super::double::{Double, dot, over, times};
use super::vectors::{Similarity, Vectors};
use crate::engine::For;
use crate::isa::{Isa, Loop, dispatch};
use crate::{Error, Float};

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

    /// Some rows of what is kept, each without its own place if that is asked for.
    pub(crate) fn rows(&self, range: Range<usize>, all_but_itself: bool, rows: &mut [Row]) {
        let n = self.len();
        for row in &mut rows[..range.len()] {
            row.hi.resize(n, 0.0);
            row.lo.resize(n, 0.0);
        }
        let at = |i: usize| self.kept.map_or(i, |kept| kept[i]);
        each_place(range.clone(), n, self.hi.strides(), |i, j| {
            let row = &mut rows[i - range.start];
            row.hi[j] = self.hi[[at(i), at(j)]].into();
            row.lo[j] = self.lo.map_or(0.0, |lo| lo[[at(i), at(j)]]);
        });
        if all_but_itself {
            for (i, row) in range.zip(rows) {
                row.hi.remove(i);
                row.lo.remove(i);
            }
        }
    }
}

/// How many rows are looked at together: of a transposed table they are columns, of which memory has some side by
/// side.
pub(crate) const TILE: usize = 8;

/// Some rows of `n` columns each, in the order in which they lie in memory.
pub(crate) fn each_place(
    rows: Range<usize>,
    n: usize,
    strides: &[isize],
    mut f: impl FnMut(usize, usize),
) {
    if strides[0].abs() < strides[1].abs() {
        for j in 0..n {
            rows.clone().for_each(|i| f(i, j));
        }
    } else {
        for i in rows {
            (0..n).for_each(|j| f(i, j));
        }
    }
}

/// The places below the diagonal of a square table, in squares that the nearest cache holds.
pub(crate) fn each_below_diagonal(n: usize, mut f: impl FnMut(usize, usize)) {
    const SIDE: usize = 32;
    for top in (0..n).step_by(SIDE) {
        for left in (0..=top).step_by(SIDE) {
            for i in top..n.min(top + SIDE) {
                (left..i.min(left + SIDE)).for_each(|j| f(i, j));
            }
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

/// With similarities up to `reach` and a factor of `steepness` behind them, products of `f32` that are summed in
/// `f64` are good enough up to this.
const ROUGH: f64 = 1e4;

impl Products {
    /// `steepness` is by how much the loss may multiply similarities: the inverse of a temperature, or a scale.
    pub(crate) fn of<A: Float>(
        first: &Vectors,
        second: &Vectors,
        steepness: f64,
    ) -> Result<Self, Error> {
        let (n, m) = (first.rows.nrows(), second.rows.nrows());
        let rough = A::SHORT && first.reach(second) * steepness <= ROUGH;
        let mut products = Self {
            hi: zeros(n, m)?,
            lo: if rough { zeros(0, 0) } else { zeros(n, m) }?,
        };
        if rough {
            general_mat_mul(1.0, &first.rows, &second.rows.t(), 0.0, &mut products.hi);
        }
        dispatch(Multiply::<A> {
            first,
            second,
            rough,
            symmetric: false,
            products: &mut products,
            element: PhantomData,
        });
        Ok(products)
    }

    /// The similarities of vectors with each other.
    pub(crate) fn within<A: Float>(vectors: &Vectors, steepness: f64) -> Result<Self, Error> {
        if A::SHORT && vectors.reach(vectors) * steepness <= ROUGH {
            return Self::of::<A>(vectors, vectors, steepness);
        }
        let n = vectors.rows.nrows();
        let mut products = Self {
            hi: zeros(n, n)?,
            lo: zeros(n, n)?,
        };
        dispatch(Multiply::<A> {
            first: vectors,
            second: vectors,
            rough: false,
            symmetric: true,
            products: &mut products,
            element: PhantomData,
        });
        each_below_diagonal(n, |i, j| {
            products.hi[[i, j]] = products.hi[[j, i]];
            products.lo[[i, j]] = products.lo[[j, i]];
        });
        Ok(products)
    }

    pub(crate) fn table(&self) -> Table<'_, f64> {
        Table {
            hi: self.hi.view(),
            lo: (!self.lo.is_empty()).then(|| self.lo.view()),
            kept: None,
        }
    }
}

struct Multiply<'m, A> {
    first: &'m Vectors,
    second: &'m Vectors,
    /// Whether the scalar products are there already.
    rough: bool,
    /// Whether both are the same: then half of the table is enough.
    symmetric: bool,
    products: &'m mut Products,
    element: PhantomData<A>,
}

impl<A: Float> Loop for Multiply<'_, A> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        let (n, m) = (self.first.rows.nrows(), self.second.rows.nrows());
        if self.rough {
            for i in 0..n {
                for j in 0..m {
                    let product = Double::from(self.products.hi[[i, j]]);
                    self.products.hi[[i, j]] = self.similarity::<I>(i, j, product).hi;
                }
            }
            return;
        }
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
                    self.products.hi[[i, j]] = similarity.hi;
                    self.products.lo[[i, j]] = similarity.lo;
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
