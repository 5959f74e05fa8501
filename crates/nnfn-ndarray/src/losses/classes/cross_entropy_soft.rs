//! Cross-entropy with target distributions.

use ndarray::{ArrayRef, Axis, Dimension, RemoveAxis};

use super::run::{WithGrad, factors, value, with_grads};
use crate::error::shape;
use crate::isa::Isa;
use crate::lanes::check_axis;
use crate::losses::{Loss, Reduce};
use crate::rows::{CrossEntropyOfLane, OfLane, Out, Scratch, Target, Temperature};
use crate::{Error, Float};

/// Cross-entropy of logits with target distributions along `axis`: `-Σ_c q_c·ln softmax(z)_c` of every lane, in
/// nats. See [`nnfn::losses::cross_entropy_soft`].
///
/// The targets are used as they are, not normalised. The mean is over the lanes, the examples.
///
/// # Errors
///
/// If the shapes differ, the arrays have no such axis, a weight is negative or not finite, or there is no example to
/// take the mean of.
///
/// ```
/// use ndarray::{Axis, array};
/// use nnfn_ndarray::losses::{Reduction, cross_entropy_soft};
/// let (logits, targets) = (array![[2.0, 1.0, 0.1]], array![[0.8, 0.1, 0.1]]);
/// let loss = cross_entropy_soft(&logits, &targets, Axis(1), Reduction::Mean)?;
/// assert!((loss.total() - 0.707_030_016_f64).abs() < 1e-9);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn cross_entropy_soft<'a, A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    targets: &ArrayRef<A, D>,
    axis: Axis,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let (reduce, mut kernel) = (reduction.into(), Soft::new(logits, targets, axis)?);
    let factors = factors(&reduce, logits.raw_dim().remove_axis(axis).slice())?;
    value(
        &mut kernel,
        [logits, targets],
        axis,
        reduce.reduction,
        factors,
    )
}

/// [`cross_entropy_soft`] and the gradient of what it returns, by the logits, in one pass.
///
/// # Errors
///
/// As [`cross_entropy_soft`].
pub fn cross_entropy_soft_with_grad<'a, A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    targets: &ArrayRef<A, D>,
    axis: Axis,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<WithGrad<A, D::Smaller, D>, Error> {
    let (reduce, mut kernel) = (reduction.into(), Soft::new(logits, targets, axis)?);
    let factors = factors(&reduce, logits.raw_dim().remove_axis(axis).slice())?;
    let arrays = [logits, targets];
    let (loss, [grad]) = with_grads(&mut kernel, arrays, axis, reduce.reduction, factors)?;
    Ok((loss, grad))
}

#[derive(Clone)]
struct Soft(CrossEntropyOfLane);

impl Soft {
    fn new<A: Float, D: Dimension>(
        logits: &ArrayRef<A, D>,
        targets: &ArrayRef<A, D>,
        axis: Axis,
    ) -> Result<Self, Error> {
        shape("targets", targets.shape(), logits.shape())?;
        check_axis(logits, axis)?;
        Ok(Self(CrossEntropyOfLane {
            temperature: Temperature::one(),
            scratch: Scratch::along(logits, axis)?,
        }))
    }
}

impl<A: Float> OfLane<A, 2, 1> for Soft {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        _: usize,
        factor: f64,
        [z, q]: [&[A]; 2],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        self.0.lane::<I, A, A>(z, Target::entries(q), factor, out)
    }
}
