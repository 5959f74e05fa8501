//! The examples of a batch that count, and how much each does.

use ndarray::{Array1, Ix1};

use crate::losses::{Loss, Reduce, Reduction, Share};
use crate::rows::vec_for;
use crate::{Error, Float};

/// The weights of `n` examples, checked, and the reduction.
pub(crate) struct Weighing {
    reduction: Reduction,
    /// Times a power of two if there is a mean.
    weights: Vec<f64>,
    divisor: f64,
}

impl Weighing {
    pub(crate) fn new<A: Float>(reduce: &Reduce<'_, A, Ix1>, n: usize) -> Result<Self, Error> {
        let share = Share::new(reduce, &[n])?;
        let mut weights = vec_for(n)?;
        match &reduce.weights {
            None => weights.resize(n, 1.0),
            Some(given) => weights.extend(given.iter().map(|&weight| weight.into() * share.scale)),
        }
        Ok(Self {
            reduction: share.reduction,
            weights,
            divisor: share.divisor,
        })
    }

    /// Leaves those out of the mean that have no loss, which is written as 0; an error if that leaves none.
    pub(crate) fn only(&mut self, has_loss: impl Fn(usize) -> bool) -> Result<(), Error> {
        if self.reduction == Reduction::Mean {
            let of = |(i, &weight)| if has_loss(i) { weight } else { 0.0 };
            let left: Vec<f64> = self.weights.iter().enumerate().map(of).collect();
            self.divisor = nnfn::losses::sum(&left);
            if self.divisor == 0.0 {
                return Err(Error::NoPositive);
            }
        }
        Ok(())
    }

    /// How many examples there are.
    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether an example has a weight above 0.
    pub(crate) fn counts(&self, i: usize) -> bool {
        self.weights[i] != 0.0
    }

    /// The examples that count.
    pub(crate) fn kept(&self) -> Vec<usize> {
        (0..self.weights.len())
            .filter(|&i| self.counts(i))
            .collect()
    }

    /// What the gradient of the loss of an example is multiplied by.
    pub(crate) fn factor(&self, i: usize) -> f64 {
        self.weights[i] / self.divisor
    }

    /// The losses of all examples, reduced; those of weight 0 are not looked at.
    pub(crate) fn reduce<A: Float>(&self, losses: &[f64]) -> Loss<A, Ix1> {
        let weighed = |factor: &dyn Fn(f64) -> f64| -> Vec<f64> {
            let pairs = losses.iter().zip(&self.weights);
            pairs
                .map(|(&loss, &weight)| match weight == 0.0 {
                    true => 0.0,
                    false => loss * factor(weight),
                })
                .collect()
        };
        let terms = weighed(&|weight| weight);
        if self.reduction == Reduction::None {
            return Loss::Each(terms.into_iter().map(A::nearest).collect::<Array1<A>>());
        }
        let mut total = nnfn::losses::sum(&terms) / self.divisor;
        if !total.is_finite() && self.reduction == Reduction::Mean {
            // The sum may overflow where the mean does not.
            total = nnfn::losses::sum(&weighed(&|weight| weight / self.divisor));
        }
        Loss::Total(A::nearest(total))
    }
}

/// Losses of those that are kept, in the places that they have among all.
pub(crate) fn scattered(n: usize, kept: &[usize], losses: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all = vec![0.0; n];
    for (&i, loss) in kept.iter().zip(losses) {
        all[i] = loss;
    }
    all
}
