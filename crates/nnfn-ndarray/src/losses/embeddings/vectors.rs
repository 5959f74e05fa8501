//! Vectors of a batch in `f64`, with their lengths.

use ndarray::{Array2, ArrayRef, Axis, Ix2};

use super::double::{Double, dot, root};
use crate::Float;
use crate::engine::For;
use crate::isa::{Isa, Loop, dispatch};
use crate::losses::weights::to_near_one;

/// How alike two vectors are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Similarity {
    /// The cosine of the angle between them: their lengths do not matter.
    ///
    /// A vector of zeros has no direction, nor has one without entries: its cosines are NaN. One infinite entry is
    /// the direction, of several it is not known: NaN.
    #[default]
    Cosine,
    /// Their scalar product.
    Dot,
}

/// Vectors times powers of two, so that no product of two overflows.
pub(crate) struct Vectors {
    pub(crate) similarity: Similarity,
    /// A row each, in standard layout.
    pub(crate) rows: Array2<f64>,
    /// The power of two of each; 0 if only a direction is left of an infinite vector.
    pub(crate) lifts: Vec<f64>,
    /// The length of each row, for cosines.
    pub(crate) lengths: Vec<Double>,
}

impl Vectors {
    /// The rows of the arrays that are kept, those of the first array first.
    pub(crate) fn new<A: Float>(
        arrays: &[&ArrayRef<A, Ix2>],
        kept: &[usize],
        similarity: Similarity,
    ) -> Self {
        let (n, d) = (arrays.len() * kept.len(), arrays[0].ncols());
        let mut rows = Array2::zeros((n, d));
        let mut lifts = Vec::with_capacity(n);
        let sources = arrays
            .iter()
            .flat_map(|array| kept.iter().map(|&i| array.row(i)));
        for (mut row, source) in rows.rows_mut().into_iter().zip(sources) {
            row.zip_mut_with(&source, |x: &mut f64, &y| *x = y.into());
            let row = row.as_slice_mut().expect("in standard layout");
            lifts.push(match similarity {
                Similarity::Cosine => direct(row),
                Similarity::Dot => lift(row, HUGE),
            });
        }
        let lengths = match similarity {
            Similarity::Cosine => dispatch(Lengths(&rows)),
            Similarity::Dot => vec![Double::from(1.0); n],
        };
        Self {
            similarity,
            rows,
            lifts,
            lengths,
        }
    }

    /// The largest that a similarity with others may be.
    pub(crate) fn reach(&self, others: &Self) -> f64 {
        match self.similarity {
            Similarity::Cosine => 1.0,
            Similarity::Dot => self.longest() * others.longest(),
        }
    }

    fn longest(&self) -> f64 {
        let rows = self.rows.rows().into_iter().zip(&self.lifts);
        let lengths = rows.map(|(row, lift)| row.dot(&row).sqrt() / lift);
        lengths.fold(
            0.0,
            |longest, length| if length <= longest { longest } else { length },
        )
    }

    /// The vectors by which similarities change: of length 1 for cosines, themselves for scalar products.
    pub(crate) fn units(&self) -> Array2<f64> {
        let mut units = self.rows.clone();
        for (i, mut unit) in units.axis_iter_mut(Axis(0)).enumerate() {
            match self.similarity {
                Similarity::Cosine => unit.map_inplace(|x| *x /= self.lengths[i].hi),
                Similarity::Dot => unit.map_inplace(|x| *x /= self.lifts[i]),
            }
        }
        units
    }

    /// From `Σⱼ pullᵢⱼ·unitⱼ` to the gradient by the vectors, in place.
    pub(crate) fn through(&self, units: &Array2<f64>, pulled: &mut Array2<f64>) {
        if self.similarity == Similarity::Dot {
            return;
        }
        for (i, mut row) in pulled.axis_iter_mut(Axis(0)).enumerate() {
            // A cosine changes only with what is at right angles.
            let unit = units.row(i);
            let along: Vec<f64> = row.iter().zip(unit).map(|(x, u)| x * u).collect();
            let along = nnfn::losses::sum(&along);
            let (length, lift) = (self.lengths[i].hi, self.lifts[i]);
            row.zip_mut_with(&unit, |x, u| *x = (*x - along * u) / length * lift);
        }
    }
}

/// Products of two numbers below this do not overflow, nor do sums of them.
const HUGE: f64 = 1e150;

/// Brings the largest entry near 1 if it is at least so large, and returns the power of two that did it.
fn lift(row: &mut [f64], from: f64) -> f64 {
    let largest = row.iter().fold(0.0, |max: f64, x| max.max(x.abs()));
    if !(largest >= from && largest.is_finite()) {
        return 1.0;
    }
    let lift = to_near_one(largest);
    row.iter_mut().for_each(|x| *x *= lift);
    lift
}

/// Leaves the direction, with entries near 1; NaN where there is none.
fn direct(row: &mut [f64]) -> f64 {
    let infinite = row.iter().filter(|x| x.is_infinite()).count();
    if infinite == 1 && !row.iter().any(|x| x.is_nan()) {
        let limit = |x: f64| if x.is_infinite() { x.signum() } else { 0.0 };
        row.iter_mut().for_each(|x| *x = limit(*x));
        return 0.0;
    }
    let has_direction = infinite == 0 && row.iter().any(|x| *x != 0.0);
    if !has_direction {
        row.fill(f64::NAN);
    }
    lift(row, f64::MIN_POSITIVE * f64::EPSILON)
}

struct Lengths<'v>(&'v Array2<f64>);

impl Loop for Lengths<'_> {
    type Output = Vec<Double>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Vec<Double> {
        let rows = self.0.rows().into_iter();
        rows.map(|row| {
            let row = row.to_slice().expect("in standard layout");
            match row {
                [] => Double::from(f64::NAN), // without entries no direction
                row => root::<For<I, f64>>(dot::<For<I, f64>>(row, row)),
            }
        })
        .collect()
    }
}
