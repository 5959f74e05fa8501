//! What the losses of a prediction and a target have in common.

use ndarray::{Array, ArrayRef, Dimension};

use super::{Loss, Reduction, WithGrad};
use crate::error::shape;
use crate::fast::sum::{Total, sum};
use crate::{Error, Float};

/// A loss of two numbers.
pub(crate) trait PairLoss {
    /// Value and slope, without a branch. The value may be infinite or NaN where the exact one is not.
    fn both(&self, prediction: f64, target: f64) -> (f64, f64);
    /// The value by `nnfn`.
    fn exact(&self, prediction: f64, target: f64) -> f64;
}

/// `r` within `±bound`. As [`f64::clamp`], whose check of the bounds would keep loops from becoming vector code.
#[inline(always)]
pub(crate) fn clamp(r: f64, bound: f64) -> f64 {
    let r = if r < -bound { -bound } else { r };
    if r > bound { bound } else { r }
}

/// The reduced loss and its gradient.
pub(crate) fn reduce_with_grad<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    loss: &impl PairLoss,
    reduction: Reduction,
) -> Result<WithGrad<A, D>, Error> {
    let mut grads = Vec::with_capacity(prediction.len());
    let loss = reduce(prediction, target, loss, reduction, Some(&mut grads))?;
    let grads = Array::from_shape_vec(prediction.raw_dim(), grads);
    Ok((loss, grads.expect("one for each element")))
}

/// The reduced loss; appends its gradient to `grads`. Blocks of both arrays pass through the nearest cache once.
pub(crate) fn reduce<A: Float, D: Dimension>(
    prediction: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    loss: &impl PairLoss,
    reduction: Reduction,
    mut grads: Option<&mut Vec<A>>,
) -> Result<Loss<A, D>, Error> {
    const BLOCK: usize = 512;
    shape("target", target.shape(), prediction.shape())?;
    let (prediction, target) = (prediction.view(), target.view());
    let (prediction, target) = (prediction.as_standard_layout(), target.as_standard_layout());
    let dim = prediction.raw_dim();
    let (prediction, target) = (
        prediction.as_slice().expect("standard layout"),
        target.as_slice().expect("standard layout"),
    );
    let n = prediction.len() as f64;
    if n == 0.0 && reduction == Reduction::Mean {
        return Err(Error::EmptyMean);
    }
    let share = if reduction == Reduction::Mean {
        n.recip()
    } else {
        1.0
    };

    let (mut total, mut each, mut buffer) = (Total::default(), Vec::new(), [0.0; BLOCK]);
    for (prediction, target) in prediction.chunks(BLOCK).zip(target.chunks(BLOCK)) {
        let pairs = || {
            prediction
                .iter()
                .zip(target)
                .map(|(&p, &t)| (p.into(), t.into()))
        };
        let values = &mut buffer[..prediction.len()];
        for (value, (p, t)) in values.iter_mut().zip(pairs()) {
            *value = loss.both(p, t).0;
        }
        let mut of_block = sum(values) * share;
        if !of_block.is_finite() {
            for (value, (p, t)) in values.iter_mut().zip(pairs()) {
                *value = loss.exact(p, t);
            }
            of_block = nnfn::losses::mean(values) * (values.len() as f64 * share);
        }
        if let Some(grads) = &mut grads {
            grads.extend(pairs().map(|(p, t)| A::nearest(loss.both(p, t).1 * share)));
        }
        match reduction {
            Reduction::None => each.extend(values.iter().map(|&value| A::nearest(value))),
            Reduction::Sum | Reduction::Mean => total.add(of_block),
        }
    }
    Ok(match reduction {
        Reduction::None => Loss::Each(Array::from_shape_vec(dim, each).expect("one for each")),
        Reduction::Sum | Reduction::Mean => Loss::Total(A::nearest(total.value())),
    })
}
