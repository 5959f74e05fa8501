//! Vectors that are asked for some of the others, all but themselves.

use ndarray::{Array2, ArrayRef, Ix2};

use super::batch::{placed, room, zeros};
use super::pieces::product;
use super::quiz::{Answers, Outcome, Quiz};
use super::table::{Products, each_below_diagonal};
use super::vectors::{Similarity, Vectors};
use crate::{Error, Float};

/// The vectors of some arrays, of those examples that are kept: the first array's first.
pub(crate) struct Views<'k> {
    vectors: Vectors,
    products: Products,
    temperature: f64,
    kept: &'k [usize],
}

impl<'k> Views<'k> {
    pub(crate) fn new<A: Float>(
        arrays: &[&ArrayRef<A, Ix2>],
        temperature: f64,
        kept: &'k [usize],
    ) -> Result<Self, Error> {
        room(arrays.len() * kept.len())?;
        let vectors = Vectors::new(arrays, kept, Similarity::Cosine);
        let products = Products::within::<A>(&vectors, 1.0 / temperature)?;
        Ok(Self {
            vectors,
            products,
            temperature,
            kept,
        })
    }

    pub(crate) fn outcomes<A: Float>(&self, answers: &Answers<'_>) -> Vec<Outcome> {
        self.quiz(answers)
            .ask::<A, f64>(self.products.table(), |_| 1.0, None)
    }

    /// And the gradients, `N` arrays with `n` rows each.
    pub(crate) fn outcomes_with_grads<A: Float, const N: usize>(
        &self,
        answers: &Answers<'_>,
        factor: impl Fn(usize) -> f64 + Sync + Send,
        n: usize,
    ) -> Result<(Vec<Outcome>, [Array2<A>; N]), Error> {
        let count = self.vectors.rows.nrows();
        let mut pulls = zeros(count, count)?;
        let table = self.products.table();
        let outcomes = self
            .quiz(answers)
            .ask::<A, f64>(table, factor, Some(pulls.view_mut()));
        each_below_diagonal(count, |i, j| {
            let both = pulls[[i, j]] + pulls[[j, i]];
            pulls[[i, j]] = both;
            pulls[[j, i]] = both;
        });
        let units = self.vectors.units();
        let mut pulled = product(pulls.view(), units.view());
        self.vectors.through(&units, &mut pulled);
        let mut from = 0;
        let grads = [(); N].map(|()| {
            let grad = placed(&pulled, from, n, self.kept);
            from += self.kept.len();
            grad
        });
        Ok((outcomes, grads))
    }

    fn quiz<'q>(&self, answers: &'q Answers<'q>) -> Quiz<'q> {
        Quiz {
            temperature: self.temperature,
            all_but_itself: true,
            answers,
        }
    }
}
