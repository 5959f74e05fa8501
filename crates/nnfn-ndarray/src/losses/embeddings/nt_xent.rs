//! NT-Xent of two views of a batch.

use ndarray::{Array2, ArrayRef, Ix1, Ix2};

use super::quiz::Outcome;
use super::views::Views;
use super::weighing::{Weighing, scattered};
use crate::domain::POSITIVE;
use crate::error::shape;
use crate::losses::{Loss, Reduce};
use crate::{Error, Float};

/// NT-Xent, SimCLR's loss of two views of *n* examples: of each example the mean over its two views of
/// `-ln softmaxₖ≠ᵢ(cos(zᵢ, zₖ)/T)` at the partner. See [`nnfn::losses::nt_xent`].
///
/// `first` and `second` are *n × d*; row `i` of both are partners. Every view is asked for its partner among the
/// `2n - 1` others. A mean is over the examples, which is that over all `2n` views; a sum is half the sum over the
/// views. Each example has a weight, and [what has weight 0 is not in the batch](crate::losses#losses-of-a-batch). The vectors are
/// normalised inside, so their lengths do not matter: [`Similarity::Cosine`](super::Similarity::Cosine) says what
/// becomes of those without a direction.
///
/// Optax 0.2.8's `ntxent` takes labels, and has a temperature of 0.07 unless set. PyTorch Metric Learning 2.8.1's
/// `NTXentLoss`, too, 0.07, leaves the other positives of an anchor out of the denominator; with two views of each
/// example, labelled `0..n` twice, there are none.
///
/// # Errors
///
/// If the shapes differ, `temperature` is not positive, the weights are not *n*, one is negative or not finite, or a
/// mean is asked for and there is no row or no weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, nt_xent};
///
/// let first = array![[1.0_f64, 0.0], [0.0, 1.0]];
/// let second = array![[0.8, 0.6], [-0.6, 0.8]];
/// let loss = nt_xent(&first, &second, 0.5, Reduction::Mean)?.total();
/// assert!((loss - 0.430_190).abs() < 1e-6);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn nt_xent<'a, A: Float>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<Loss<A, Ix1>, Error> {
    let (temperature, weighing) = check(first, second, temperature, &reduction.into())?;
    let kept = weighing.kept();
    let views = Views::new(&[first, second], temperature, &kept)?;
    let outcomes = views.outcomes::<A>(&partners(kept.len()));
    Ok(reduce(&weighing, &kept, &outcomes))
}

/// [`nt_xent`] and the gradient of what it returns, by `first` and by `second`; of
/// [`Reduction::None`](crate::losses::Reduction::None) that of the sum.
///
/// Each row is at right angles to its vector.
///
/// # Errors
///
/// As [`nt_xent`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, nt_xent_with_grad};
///
/// let views = array![[1.0, 0.0], [0.0, 1.0]];
/// let (_, [by_first, by_second]) = nt_xent_with_grad(&views, &views, 1.0, Reduction::Mean)?;
/// assert_eq!((by_first[[0, 0]], by_first[[1, 1]]), (0.0, 0.0));
/// assert!(by_first[[0, 1]] > 0.0 && by_first[[1, 0]] > 0.0); // uphill is towards the other example
/// assert_eq!(by_first, by_second);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn nt_xent_with_grad<'a, A: Float>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, Ix1>>,
) -> Result<(Loss<A, Ix1>, [Array2<A>; 2]), Error> {
    let (temperature, weighing) = check(first, second, temperature, &reduction.into())?;
    let kept = weighing.kept();
    let n = kept.len();
    let (outcomes, grads) = Views::new(&[first, second], temperature, &kept)?
        .outcomes_with_grads::<A, 2>(
            &partners(n),
            |view| 0.5 * weighing.factor(kept[view % n]),
            first.nrows(),
        )?;
    Ok((reduce(&weighing, &kept, &outcomes), grads))
}

/// Of each of the `2n` views the other one of its example.
fn partners(n: usize) -> impl Fn(usize, &mut Vec<usize>) + Sync + Send {
    move |view, own| own.push((view + n) % (2 * n))
}

/// From the losses of the views to those of the examples.
fn reduce<A: Float>(weighing: &Weighing, kept: &[usize], outcomes: &[Outcome]) -> Loss<A, Ix1> {
    let n = kept.len();
    let losses = (0..n).map(|k| 0.5 * outcomes[k].loss + 0.5 * outcomes[k + n].loss);
    weighing.reduce(&scattered(weighing.len(), kept, losses))
}

fn check<A: Float>(
    first: &ArrayRef<A, Ix2>,
    second: &ArrayRef<A, Ix2>,
    temperature: A,
    reduce: &Reduce<'_, A, Ix1>,
) -> Result<(f64, Weighing), Error> {
    let temperature = POSITIVE.check("temperature", temperature)?;
    shape("second", second.shape(), first.shape())?;
    Ok((temperature, Weighing::new(reduce, first.nrows())?))
}
