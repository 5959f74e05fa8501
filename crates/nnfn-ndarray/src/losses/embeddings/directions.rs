//! A table whose diagonal is the right answer, asked row by row, or column by column as well.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};

use super::batch::{Sides, check_square, placed_table, zeros};
use super::quiz::Quiz;
use super::table::Table;
use super::vectors::Similarity;
use super::weighing::{Weighing, scattered};
use crate::domain::POSITIVE;
use crate::error::shape;
use crate::losses::{Loss, Reduce};
use crate::{Error, Float};

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Directions {
    Rows,
    /// Each with half the weight.
    Both,
}

/// The loss, and if they are asked for, the gradient by the similarities that are kept and by the temperature.
struct Asked<A> {
    loss: Loss<A, Ix1>,
    pulls: Option<Array2<f64>>,
    by_temperature: A,
}

impl Directions {
    pub(crate) fn of_table<A: Float>(
        self,
        similarities: &ArrayRef<A, Ix2>,
        temperature: A,
        reduce: &Reduce<'_, A, Ix1>,
    ) -> Result<Loss<A, Ix1>, Error> {
        let (temperature, weighing) = prepare(similarities, temperature, reduce)?;
        let kept = weighing.kept();
        let table = Table::given(similarities.view(), &kept);
        let asked = self.ask::<A, A>(table, temperature, &weighing, &kept, false)?;
        Ok(asked.loss)
    }

    pub(crate) fn of_table_with_grad<A: Float>(
        self,
        similarities: &ArrayRef<A, Ix2>,
        temperature: A,
        reduce: &Reduce<'_, A, Ix1>,
    ) -> Result<(Loss<A, Ix1>, Array2<A>, A), Error> {
        let (temperature, weighing) = prepare(similarities, temperature, reduce)?;
        let kept = weighing.kept();
        let table = Table::given(similarities.view(), &kept);
        let asked = self.ask::<A, A>(table, temperature, &weighing, &kept, true)?;
        let pulls = asked.pulls.expect("asked for");
        let grad = placed_table(&pulls, similarities.nrows(), &kept);
        Ok((asked.loss, grad, asked.by_temperature))
    }

    pub(crate) fn of_embeddings<A: Float>(
        self,
        sides: [(&'static str, &ArrayRef<A, Ix2>); 2],
        temperature: A,
        similarity: Similarity,
        reduce: &Reduce<'_, A, Ix1>,
    ) -> Result<Loss<A, Ix1>, Error> {
        let temperature = POSITIVE.check("temperature", temperature)?;
        let [(_, first), (name, second)] = sides;
        shape(name, second.shape(), first.shape())?;
        let weighing = Weighing::new(reduce, first.nrows())?;
        let kept = weighing.kept();
        let products =
            Sides::new(first, second, &kept, similarity)?.products::<A>(1.0 / temperature)?;
        let asked = self.ask::<A, f64>(products.table(), temperature, &weighing, &kept, false)?;
        Ok(asked.loss)
    }

    pub(crate) fn of_embeddings_with_grad<A: Float>(
        self,
        sides: [(&'static str, &ArrayRef<A, Ix2>); 2],
        temperature: A,
        similarity: Similarity,
        reduce: &Reduce<'_, A, Ix1>,
    ) -> Result<(Loss<A, Ix1>, [Array2<A>; 2], A), Error> {
        let temperature = POSITIVE.check("temperature", temperature)?;
        let [(_, first), (name, second)] = sides;
        shape(name, second.shape(), first.shape())?;
        let weighing = Weighing::new(reduce, first.nrows())?;
        let kept = weighing.kept();
        let sides = Sides::new(first, second, &kept, similarity)?;
        let products = sides.products::<A>(1.0 / temperature)?;
        let asked = self.ask::<A, f64>(products.table(), temperature, &weighing, &kept, true)?;
        let pulls = asked.pulls.expect("asked for");
        let grads = sides.pull(&pulls, first.nrows(), &kept);
        Ok((asked.loss, grads, asked.by_temperature))
    }

    fn ask<A: Float, S: Float>(
        self,
        table: Table<'_, S>,
        temperature: f64,
        weighing: &Weighing,
        kept: &[usize],
        with_grads: bool,
    ) -> Result<Asked<A>, Error> {
        let quiz = Quiz {
            temperature,
            all_but_itself: false,
            answers: &|i, own| own.push(i),
        };
        let part = match self {
            Self::Rows => 1.0,
            Self::Both => 0.5,
        };
        let factor = |k: usize| part * weighing.factor(kept[k]);
        let mut pulls = with_grads
            .then(|| zeros(kept.len(), kept.len()))
            .transpose()?;
        let mut all =
            vec![quiz.ask::<A, S>(table, factor, pulls.as_mut().map(|pulls| pulls.view_mut()))];
        if self == Self::Both {
            let pulls = pulls.as_mut().map(|pulls| pulls.view_mut().reversed_axes());
            all.push(quiz.ask::<A, S>(table.transposed(), factor, pulls));
        }
        let losses = (0..kept.len()).map(|k| all.iter().map(|asked| part * asked[k].loss).sum());
        let losses = scattered(weighing.len(), kept, losses);
        let slopes: Vec<f64> = all
            .iter()
            .flat_map(|asked| asked.iter().enumerate())
            .map(|(k, outcome)| factor(k) * outcome.slope)
            .collect();
        Ok(Asked {
            loss: weighing.reduce(&losses),
            pulls,
            by_temperature: A::nearest(nnfn::losses::sum(&slopes)),
        })
    }
}

fn prepare<A: Float>(
    similarities: &ArrayRef<A, Ix2>,
    temperature: A,
    reduce: &Reduce<'_, A, Ix1>,
) -> Result<(f64, Weighing), Error> {
    let temperature = POSITIVE.check("temperature", temperature)?;
    check_square(similarities)?;
    Ok((temperature, Weighing::new(reduce, similarities.nrows())?))
}
