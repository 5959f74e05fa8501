//! Pinball losses of several levels at once.

use ndarray::{Array, ArrayRef, ArrayView, Axis, Dimension, Ix1, IxDyn, RemoveAxis};
use nnfn::losses as definition;

use super::along::along;
use super::{Loss, Reduce, Reduction, Share};
use crate::domain::LEVEL;
use crate::engine::reduced;
use crate::error::shape;
use crate::kernels::losses::{infinite, residuals};
use crate::kernels::{Kernel, Lane};
use crate::{Error, Float};

/// `Σ_k max((1 - q_k)·r_k, -q_k·r_k)`, where `r_k = prediction_k - target`: the sum of
/// [`pinball`](super::pinball) losses of several predictions of one target, which lie along the last axis, one for each
/// of the `levels`. See [`nnfn::losses::multi_quantile`].
///
/// `target`, weights and losses have the shape of `predictions` without the last axis: a mean is over examples, and
/// is not divided by the number of levels. Not in PyTorch.
///
/// # Errors
///
/// If shapes do not belong together, `predictions` has no axis, there are not as many levels as the last axis is long,
/// one of them is not between 0 and 1, a weight is negative or not finite, or a mean is asked for and there is no
/// example or no weight above 0.
pub fn multi_quantile<'a, A: Float, D: RemoveAxis>(
    predictions: &ArrayRef<A, D>,
    target: &ArrayRef<A, D::Smaller>,
    levels: &ArrayRef<A, Ix1>,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let (loss, _) = run(predictions, target, levels, reduction.into(), false)?;
    Ok(loss)
}

/// [`multi_quantile`] and the gradient of what it returns, by `predictions`.
///
/// # Errors
///
/// As [`multi_quantile`].
pub fn multi_quantile_with_grad<'a, A: Float, D: RemoveAxis>(
    predictions: &ArrayRef<A, D>,
    target: &ArrayRef<A, D::Smaller>,
    levels: &ArrayRef<A, Ix1>,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<(Loss<A, D::Smaller>, Array<A, D>), Error> {
    let (loss, grad) = run(predictions, target, levels, reduction.into(), true)?;
    Ok((loss, grad.expect("asked for")))
}

fn run<A: Float, D: RemoveAxis>(
    predictions: &ArrayRef<A, D>,
    target: &ArrayRef<A, D::Smaller>,
    levels: &ArrayRef<A, Ix1>,
    reduce: Reduce<'_, A, D::Smaller>,
    with_grad: bool,
) -> Result<(Loss<A, D::Smaller>, Option<Array<A, D>>), Error> {
    let Some(last) = predictions.ndim().checked_sub(1).map(Axis) else {
        return Err(Error::Axis { found: 0, ndim: 0 });
    };
    let dim = predictions.raw_dim();
    shape(
        "target",
        target.shape(),
        &predictions.shape()[..last.index()],
    )?;
    let of_levels = along("levels", levels, &LEVEL, last, &dim.clone().into_dyn())?;
    let share = Share::new(&reduce, target.shape())?;
    let each = share.reduction == Reduction::None;
    let all = dim.into_dyn();
    let of_examples = examples(target, last);
    let weights = reduce
        .weights
        .as_deref()
        .map(|weights| examples(weights, last));
    let weights = weights.as_ref().map(|weights| broadcast(weights, &all));
    let mut loss = None;
    let mut grad = None;
    if with_grad || !each {
        let predictions = predictions.view().into_dyn();
        let arrays = [
            &*predictions,
            &*broadcast(&of_examples, &all),
            &*broadcast(&of_levels, &all),
        ];
        let (total, grads) = reduced(&Tilted, arrays, weights.as_deref(), &share, with_grad);
        grad = grads.map(|[grad]| {
            grad.into_dimensionality()
                .expect("of the predictions' shape")
        });
        if let Loss::Total(total) = total {
            loss = Some(Loss::Total(total));
        }
    }
    let loss = loss.unwrap_or_else(|| Loss::Each(one_by_one(predictions, target, levels, &reduce)));
    Ok((loss, grad))
}

/// With an axis of length 1 in the place of that of the levels.
fn examples<A: Float, D: Dimension>(array: &ArrayRef<A, D>, last: Axis) -> ArrayView<'_, A, IxDyn> {
    array.view().into_dyn().insert_axis(last)
}

fn broadcast<'a, A: Float>(array: &'a ArrayRef<A, IxDyn>, dim: &IxDyn) -> ArrayView<'a, A, IxDyn> {
    let view = array.broadcast(dim.clone());
    view.expect("axes are of the same length, or of length 1")
}

/// The losses of the examples, times their weights.
fn one_by_one<A: Float, D: RemoveAxis>(
    predictions: &ArrayRef<A, D>,
    target: &ArrayRef<A, D::Smaller>,
    levels: &ArrayRef<A, Ix1>,
    reduce: &Reduce<'_, A, D::Smaller>,
) -> Array<A, D::Smaller> {
    let levels: Vec<f64> = levels.iter().map(|&level| level.into()).collect();
    let mut row = vec![0.0; levels.len()];
    let last = Axis(predictions.ndim() - 1);
    let mut losses = target.to_owned();
    let mut weights = reduce.weights.as_ref().map(|weights| weights.iter());
    for (lane, loss) in predictions.lanes(last).into_iter().zip(losses.iter_mut()) {
        row.iter_mut()
            .zip(lane)
            .for_each(|(wide, &x)| *wide = x.into());
        let weight: f64 = weights
            .as_mut()
            .and_then(Iterator::next)
            .map_or(1.0, |&w| w.into());
        *loss = match weight {
            0.0 => A::zero(),
            _ => A::nearest(weight * definition::multi_quantile(&row, (*loss).into(), &levels)),
        };
    }
    losses
}

/// The pinball loss with the level as an argument.
struct Tilted;

impl Kernel<3, 1> for Tilted {
    #[inline(always)]
    fn both<L: Lane>(&self, [prediction, target, level]: [f64; 3]) -> (f64, [f64; 1]) {
        residuals::pinball(prediction, target, level)
    }

    #[inline(always)]
    fn has_hard(&self) -> bool {
        true
    }

    #[inline(always)]
    fn hard<L: Lane>(&self, [prediction, target, _]: [f64; 3]) -> bool {
        infinite(prediction - target)
    }

    fn exact(&self, [prediction, target, level]: [f64; 3]) -> (f64, [f64; 1]) {
        (
            definition::multi_quantile(&[prediction], target, &[level]),
            [definition::multi_quantile_grad(&[prediction], target, &[level])[0]],
        )
    }
}
