//! From the losses of elements or examples to one number.

use ndarray::{Array, Dimension};

use crate::Float;

/// What becomes of the losses of the elements, or of the examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reduction {
    /// Each stays by itself. A gradient holds the derivative of each loss by its own element or example.
    None,
    /// `Σ lᵢ`. Of nothing it is 0.
    Sum,
    /// `Σ lᵢ` over the number of elements, or over what [`cross_entropy`](super::cross_entropy) says. Of
    /// nothing it is an error.
    #[default]
    Mean,
}

impl Reduction {
    /// Reduces the losses; `divisor` is what a mean divides by.
    pub(crate) fn of<A: Float, D: Dimension>(
        self,
        losses: impl Iterator<Item = f64>,
        dim: D,
        divisor: f64,
    ) -> Loss<A, D> {
        if self == Self::None {
            let losses = losses.map(A::nearest).collect();
            return Loss::Each(Array::from_shape_vec(dim, losses).expect("one for each"));
        }
        let losses: Vec<f64> = losses.collect();
        let sum = nnfn::losses::sum(&losses) / divisor;
        Loss::Total(A::nearest(if sum.is_finite() {
            sum
        } else {
            nnfn::losses::mean(&losses) * (losses.len() as f64 / divisor) // the sum may overflow, the mean not
        }))
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

/// A loss and its gradient, by the prediction or the logits, whose shape has the dimension `G`.
pub type WithGrad<A, D, G = D> = (Loss<A, D>, Array<A, G>);

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
