//! Binary cross-entropy with a weight of its own for the positives of each class.

use ndarray::{Array, ArrayRef, Axis, Dimension, Ix1};
use nnfn::losses as definition;

use super::along::along;
use super::run::{self, Argument};
use super::{Loss, Reduce};
use crate::domain::NOT_NEGATIVE_FINITE;
use crate::kernels::losses::softplus;
use crate::kernels::{Kernel, Lane};
use crate::{Error, Float};

/// [`bce_with_logits`](super::bce_with_logits) with a weight of the positives for each class: `pos_weights` has as
/// many entries as the arrays are long along `axis`.
///
/// PyTorch's `pos_weight` of several entries, which lie along the last axis there unless their shape says otherwise:
/// of logits `[batch, classes]` it is `Axis(1)` here, of `[batch, classes, height, width]`, there `[classes, 1, 1]`,
/// it is `Axis(1)` as well.
///
/// The arrays have one shape, and a mean is over all their elements; `pos_weights` is not part of what it divides by.
///
/// # Errors
///
/// If shapes differ, there is no such axis, `pos_weights` has not as many entries as the axis, or one that is negative
/// or not finite, a weight is negative or not finite, or a mean is asked for and there is no element or no weight
/// above 0.
pub fn bce_with_logits_per_class<'a, A: Float, D: Dimension>(
    logit: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    pos_weights: &ArrayRef<A, Ix1>,
    axis: Axis,
    reduction: impl Into<Reduce<'a, A, D>>,
) -> Result<Loss<A, D>, Error> {
    let (what, domain, dim) = ("pos_weights", &NOT_NEGATIVE_FINITE, logit.raw_dim());
    let classes = along(what, pos_weights, domain, axis, &dim)?;
    let classes = classes.broadcast(dim).expect("of the axis' length");
    run::value(
        &PerClass,
        [logit, target, &classes],
        ARGUMENTS,
        reduction.into(),
    )
}

/// [`bce_with_logits_per_class`] and the gradient of what it returns, by `logit`, in one pass.
///
/// # Errors
///
/// As [`bce_with_logits_per_class`].
pub fn bce_with_logits_per_class_with_grad<'a, A: Float, D: Dimension>(
    logit: &ArrayRef<A, D>,
    target: &ArrayRef<A, D>,
    pos_weights: &ArrayRef<A, Ix1>,
    axis: Axis,
    reduction: impl Into<Reduce<'a, A, D>>,
) -> Result<(Loss<A, D>, Array<A, D>), Error> {
    let (what, domain, dim) = ("pos_weights", &NOT_NEGATIVE_FINITE, logit.raw_dim());
    let classes = along(what, pos_weights, domain, axis, &dim)?;
    let classes = classes.broadcast(dim).expect("of the axis' length");
    let (loss, [grad]) = run::with_grads(
        &PerClass,
        [logit, target, &classes],
        ARGUMENTS,
        reduction.into(),
    )?;
    Ok((loss, grad))
}

const ARGUMENTS: [Argument; 3] = [
    Argument::any("logit"),
    Argument::any("target"),
    Argument::any("pos_weights"),
];

struct PerClass;

impl Kernel<3, 1> for PerClass {
    #[inline(always)]
    fn both<L: Lane>(&self, [logit, target, pos_weight]: [f64; 3]) -> (f64, [f64; 1]) {
        softplus::bce_with_logits::<L>(logit, target, pos_weight)
    }

    #[inline(always)]
    fn has_hard(&self) -> bool {
        true
    }

    #[inline(always)]
    fn hard<L: Lane>(&self, [logit, target, _]: [f64; 3]) -> bool {
        softplus::bce_is_far(logit, target)
    }

    fn exact(&self, [logit, target, pos_weight]: [f64; 3]) -> (f64, [f64; 1]) {
        (
            definition::bce_with_logits(logit, target, pos_weight),
            [definition::bce_with_logits_grad(logit, target, pos_weight)],
        )
    }
}
