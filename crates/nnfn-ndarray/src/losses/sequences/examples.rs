//! Losses of examples, which are computed one by one, and their reduction.

use ndarray::{Array, Dimension};

use crate::engine::Total;
use crate::losses::{Loss, Reduce, Reduction, Share};
use crate::{Error, Float};

/// What the examples of a call weigh. They are numbered in the order of the losses, the last axis running fastest.
pub(crate) struct Examples {
    share: Share,
    weights: Option<Vec<f64>>,
}

impl Examples {
    /// Checks the reduction and its weights; `expected` is the shape of the losses.
    pub(crate) fn new<A: Float, D: Dimension>(
        reduce: &Reduce<'_, A, D>,
        expected: &[usize],
    ) -> Result<Self, Error> {
        let share = Share::new(reduce, expected)?;
        let weigh = |&weight: &A| weight.into() * share.scale;
        let weights = reduce
            .weights
            .as_ref()
            .map(|all| all.iter().map(weigh).collect());
        Ok(Self { share, weights })
    }

    /// Whether the `i`-th example is looked at: not where its weight is 0.
    pub(crate) fn counts(&self, i: usize) -> bool {
        self.weight(i) != 0.0
    }

    fn weight(&self, i: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[i])
    }

    /// The derivative of what is returned, from that of the loss of the `i`-th example.
    pub(crate) fn slope(&self, i: usize, own: f64) -> f64 {
        match &self.weights {
            None => own / self.share.divisor,
            Some(weights) => own * (weights[i] / self.share.divisor),
        }
    }

    /// The losses, reduced; that of an example which is not looked at must be 0.
    pub(crate) fn reduce<A: Float, D: Dimension>(&self, losses: &[f64], dim: D) -> Loss<A, D> {
        if self.share.reduction == Reduction::None {
            let each = losses.iter().enumerate();
            let each = each.map(|(i, loss)| A::nearest(loss * self.weight(i)));
            let each = Array::from_shape_vec(dim, each.collect());
            return Loss::Each(each.expect("one loss for each example"));
        }
        let total = self.total(losses, 1.0);
        if total.is_finite() || self.share.reduction == Reduction::Sum {
            return Loss::Total(A::nearest(total));
        }
        // The sum may overflow where the mean does not.
        Loss::Total(A::nearest(self.total(losses, 2_f64.powi(-64))))
    }

    fn total(&self, losses: &[f64], damping: f64) -> f64 {
        let mut total = Total::default();
        for (i, loss) in losses.iter().enumerate() {
            total.add(self.weight(i) * (damping * loss));
        }
        total.value() / self.share.divisor / damping
    }
}
