//! From the losses of elements or examples to one number.

use ndarray::{Array, ArrayRef, ArrayView, Dimension};

use crate::Float;

/// What becomes of the losses of the elements, or of the examples.
///
/// A gradient is always that of what is returned: of the sum, of the mean, or, where nothing is reduced, of each loss
/// by its own arguments.
///
/// Without weights, the three are PyTorch's. With weights libraries divide a mean by different things, and some by
/// different things in different functions:
///
/// - by the sum of the weights, as here: PyTorch's `mse_loss` and `l1_loss`, Keras' reduction
///   `"mean_with_sample_weight"`, scikit-learn's `sample_weight`;
/// - by the number of elements, masked ones included: PyTorch's `binary_cross_entropy_with_logits` and `huber_loss`,
///   Keras' default `"sum_over_batch_size"`. Here that is [`Reduction::Sum`], over the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reduction {
    /// Each stays by itself, times its weight.
    None,
    /// `Σ wᵢ·lᵢ`. Of nothing it is 0.
    Sum,
    /// `Σ wᵢ·lᵢ / Σ wᵢ`; without weights the sum divided by the number of elements or examples. Each function says
    /// where it divides by something else. Of nothing, or where no weight is above 0, it is an error.
    #[default]
    Mean,
}

impl Reduction {
    /// With a weight for every element or example, of the shape of the losses.
    ///
    /// Weights are finite and at least 0. What has weight 0 is masked: it counts for nothing whatever it holds, NaN
    /// and infinities included, and its gradient is 0. A mask of `bool` becomes weights by
    /// `mask.mapv(|counts| if counts { 1.0 } else { 0.0 })`.
    pub fn weighted<A, D: Dimension>(self, weights: &ArrayRef<A, D>) -> Reduce<'_, A, D> {
        Reduce {
            reduction: self,
            weights: Some(weights.view()),
        }
    }
}

/// A [`Reduction`], with weights or without.
#[derive(Debug, Clone)]
pub struct Reduce<'a, A, D: Dimension> {
    /// What becomes of the losses.
    pub reduction: Reduction,
    /// A weight for each.
    pub weights: Option<ArrayView<'a, A, D>>,
}

impl<A, D: Dimension> From<Reduction> for Reduce<'_, A, D> {
    fn from(reduction: Reduction) -> Self {
        Self {
            reduction,
            weights: None,
        }
    }
}

/// A loss, reduced or not.
#[derive(Debug, Clone, PartialEq)]
pub enum Loss<A, D: Dimension> {
    /// One for each element or example: [`Reduction::None`].
    Each(Array<A, D>),
    /// One for all: [`Reduction::Sum`] or [`Reduction::Mean`].
    Total(A),
}

impl<A: Float, D: Dimension> Loss<A, D> {
    /// The sum or mean.
    ///
    /// # Panics
    ///
    /// If the reduction was [`Reduction::None`].
    #[must_use]
    pub fn total(self) -> A {
        match self {
            Self::Total(total) => total,
            Self::Each(_) => panic!("Loss::total: the reduction was None, there is no total"),
        }
    }

    /// The losses one by one.
    ///
    /// # Panics
    ///
    /// If the reduction was not [`Reduction::None`].
    #[must_use]
    pub fn each(self) -> Array<A, D> {
        match self {
            Self::Each(losses) => losses,
            Self::Total(_) => panic!("Loss::each: the losses were reduced to one"),
        }
    }
}
