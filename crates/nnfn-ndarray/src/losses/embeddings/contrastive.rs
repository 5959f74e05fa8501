//! Contrastive loss of pairs of vectors.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};
use nnfn::losses as definition;

use super::rows::by_rows;
use super::weighing::Weighing;
use crate::domain::POSITIVE;
use crate::error::shape;
use crate::losses::{Loss, Reduce};
use crate::{Error, Float};

/// Contrastive loss of each pair of rows: `d²` if they are the same, `max(0, margin - d)²` if not, with their
/// Euclidean distance `d`. See [`nnfn::losses::contrastive`].
///
/// `first` and `second` are *n × d*; `same` has *n* entries: `true` or 1 for the same, `false` or 0 for different
/// ones, or a share between. A mean is over the pairs.
///
/// Labels of 1 and −1, as PyTorch's `CosineEmbeddingLoss` has them, are refused. Halves of this loss: Hadsell and
/// others, and Sentence Transformers 5.1.1, whose distance is `1 - cos` and whose margin is 0.5 unless set. PyTorch
/// Metric Learning 3.0.1 does not square, and takes the mean over the pairs that cost anything, of same and
/// different ones apart.
///
/// # Errors
///
/// If shapes differ, `margin` is not positive, an entry of `same` that has a weight is not from 0 to 1, a weight is
/// negative or not finite, or a mean is asked for and there is no pair or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, contrastive};
///
/// let (first, second) = (array![[0.0, 0.0], [0.0, 0.0]], array![[0.0, 0.5], [0.0, 0.5]]);
/// let loss = contrastive(&first, &second, &array![true, false], 2.0, Reduction::None)?;
/// assert_eq!(loss.each(), array![0.25, 2.25]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn contrastive<'a, A: Float, S: Copy + Into<f64>>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    same: &ArrayRef<S, Ix1>,
    margin: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let pairs = Pairs::new(first, second, same, margin, &reduction.into())?;
    Ok(pairs.all(false)?.0)
}

/// [`contrastive`] and the gradient of what it returns, by `first` and by `second`.
///
/// A different pair at one point has no direction: its gradient is 0.
///
/// # Errors
///
/// As [`contrastive`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, contrastive_with_grad};
///
/// let (first, second) = (array![[0.0_f32, 0.0]], array![[0.0, 0.5]]);
/// let (loss, [by_first, by_second]) =
///     contrastive_with_grad(&first, &second, &array![0.0_f32], 2.0, Reduction::Mean)?;
/// assert_eq!(loss.total(), 2.25);
/// assert_eq!((by_first, by_second), (array![[0.0, 3.0]], array![[0.0, -3.0]]));
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn contrastive_with_grad<'a, A: Float, S: Copy + Into<f64>>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    same: &ArrayRef<S, Ix1>,
    margin: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, [Array2<A>; 2]), Error> {
    let pairs = Pairs::new(first, second, same, margin, &reduction.into())?;
    pairs.all(true)
}

struct Pairs<'p, A> {
    first: &'p ArrayRef<A, Ix2>,
    second: &'p ArrayRef<A, Ix2>,
    same: Vec<f64>,
    margin: f64,
    weighing: Weighing,
}

impl<'p, A: Float> Pairs<'p, A> {
    fn new<S: Copy + Into<f64>>(
        first: &'p ArrayRef<A, Ix2>,
        second: &'p ArrayRef<A, Ix2>,
        same: &ArrayRef<S, Ix1>,
        margin: A,
        reduce: &Reduce<'_, A, Ix1>,
    ) -> Result<Self, Error> {
        let margin = POSITIVE.check("margin", margin)?;
        shape("second", second.shape(), first.shape())?;
        shape("same", same.shape(), &[first.nrows()])?;
        let weighing = Weighing::new(reduce, first.nrows())?;
        let same: Vec<f64> = same.iter().map(|&share| share.into()).collect();
        for (i, &found) in same.iter().enumerate() {
            if weighing.counts(i) && !(found.is_nan() || (0.0..=1.0).contains(&found)) {
                return Err(Error::Entry {
                    what: "same",
                    at: vec![i],
                    found,
                    expected: "a number from 0 to 1",
                });
            }
        }
        Ok(Self {
            first,
            second,
            same,
            margin,
            weighing,
        })
    }

    fn all(&self, with_grads: bool) -> Result<(Loss<A, Ix1>, [Array2<A>; 2]), Error> {
        let arrays = [self.first, self.second];
        by_rows(arrays, &self.weighing, with_grads, |i, [first, second]| {
            let same = self.same[i];
            let loss = definition::contrastive(first, second, same, self.margin);
            let grads = with_grads.then(|| {
                let by_first = definition::contrastive_grad(first, second, same, self.margin);
                // That by the second is that by the first with its signs turned.
                let by_second = by_first.iter().map(|slope| 0.0 - slope).collect();
                [by_first, by_second]
            });
            (loss, grads)
        })
    }
}
