//! Special cases of cross-entropy under names of their own.

use ndarray::{ArrayRef, ArrayView1, Axis, RemoveAxis};

use super::cross_entropy::{CrossEntropy, cross_entropy, cross_entropy_with_grad};
use super::plan::{self, Label};
use super::run::{self, WithGrad};
use crate::domain::UNIT;
use crate::isa::Isa;
use crate::losses::{Loss, Reduce};
use crate::rows::{CrossEntropyOfLane, OfLane, Out, Scratch, Target, Temperature};
use crate::{Error, Float};

/// Cross-entropy with a weight for each class: `w_class·(ln Σⱼ exp(zⱼ) - z_class)`, in nats. See
/// [`nnfn::losses::weighted_cross_entropy`].
///
/// It is [`cross_entropy`] with nothing but [`CrossEntropy::class_weights`]: an example of a class of weight 0 counts for
/// nothing, whatever its logits hold. As PyTorch's, the mean is divided by the sum of the weights of the labels.
///
/// # Errors
///
/// As [`cross_entropy`].
pub fn weighted_cross_entropy<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    class_weights: &ArrayRef<A, ndarray::Ix1>,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let reduce = reduction.into();
    let options = options(axis, Some(class_weights.view()), A::zero(), &reduce);
    cross_entropy(logits, labels, &options)
}

/// [`weighted_cross_entropy`] and the gradient of what it returns, by the logits, in one pass.
///
/// # Errors
///
/// As [`cross_entropy`].
pub fn weighted_cross_entropy_with_grad<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    class_weights: &ArrayRef<A, ndarray::Ix1>,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<WithGrad<A, D::Smaller, D>, Error> {
    let reduce = reduction.into();
    let options = options(axis, Some(class_weights.view()), A::zero(), &reduce);
    cross_entropy_with_grad(logits, labels, &options)
}

/// Cross-entropy with a smoothed label: `(1 - ε)·ℓ_class + (ε/K)·Σₖ ℓₖ` with `ℓₖ = -ln softmax(z)ₖ`, in nats. See
/// [`nnfn::losses::smoothed_cross_entropy`].
///
/// It is [`cross_entropy`] with nothing but [`CrossEntropy::label_smoothing`].
///
/// # Errors
///
/// As [`cross_entropy`].
pub fn smoothed_cross_entropy<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    epsilon: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let reduce = reduction.into();
    cross_entropy(logits, labels, &options(axis, None, epsilon, &reduce))
}

/// [`smoothed_cross_entropy`] and the gradient of what it returns, by the logits, in one pass.
///
/// # Errors
///
/// As [`cross_entropy`].
pub fn smoothed_cross_entropy_with_grad<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    epsilon: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<WithGrad<A, D::Smaller, D>, Error> {
    let reduce = reduction.into();
    cross_entropy_with_grad(logits, labels, &options(axis, None, epsilon, &reduce))
}

fn options<'a, A: Float, L, D: ndarray::Dimension>(
    axis: Axis,
    class_weights: Option<ArrayView1<'a, A>>,
    label_smoothing: A,
    reduce: &'a Reduce<'_, A, D>,
) -> CrossEntropy<'a, A, L> {
    CrossEntropy {
        class_axis: Some(axis),
        ignore_index: None,
        class_weights,
        sample_weights: reduce.weights.as_ref().map(|w| w.view().into_dyn()),
        label_smoothing,
        reduction: reduce.reduction,
    }
}

/// Cross-entropy of examples that are mixed from two: `λ·CE(z, first) + (1 - λ)·CE(z, second)` along `axis`, in nats.
/// See [`nnfn::losses::mixup_cross_entropy`].
///
/// `first` and `second` are the labels of the two; `lambda` is the part of the first. The mean is over the examples;
/// the labels of an example of weight 0 are not looked at.
///
/// # Errors
///
/// If there is no such axis, labels have another shape than the logits without it or one names no class, `lambda` is
/// not in `[0, 1]`, a weight is negative or not finite, or a mean is asked for and there is no example or no weight
/// above 0.
pub fn mixup_cross_entropy<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    first: &ArrayRef<L, D::Smaller>,
    second: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    lambda: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let reduce = reduction.into();
    let lambda = UNIT.check("lambda", lambda)?;
    let (first, factors) = plan::labelled(logits, first, axis, &reduce)?;
    let (second, _) = plan::labelled(logits, second, axis, &reduce)?;
    let mut kernel = Mixed::new(logits, axis, [first, second], lambda)?;
    run::value(&mut kernel, [logits], axis, reduce.reduction, factors)
}

/// [`mixup_cross_entropy`] and the gradient of what it returns, by the logits, in one pass.
///
/// # Errors
///
/// As [`mixup_cross_entropy`].
pub fn mixup_cross_entropy_with_grad<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    first: &ArrayRef<L, D::Smaller>,
    second: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    lambda: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<WithGrad<A, D::Smaller, D>, Error> {
    let reduce = reduction.into();
    let lambda = UNIT.check("lambda", lambda)?;
    let (first, factors) = plan::labelled(logits, first, axis, &reduce)?;
    let (second, _) = plan::labelled(logits, second, axis, &reduce)?;
    let mut kernel = Mixed::new(logits, axis, [first, second], lambda)?;
    let (loss, [grad]) = run::with_grads(&mut kernel, [logits], axis, reduce.reduction, factors)?;
    Ok((loss, grad))
}

#[derive(Clone)]
struct Mixed {
    of_lane: CrossEntropyOfLane,
    classes: [Vec<usize>; 2],
    lambda: f64,
}

impl Mixed {
    fn new<A: Float, D: RemoveAxis>(
        logits: &ArrayRef<A, D>,
        axis: Axis,
        classes: [Vec<usize>; 2],
        lambda: f64,
    ) -> Result<Self, Error> {
        let of_lane = CrossEntropyOfLane {
            temperature: Temperature::one(),
            scratch: Scratch::along(logits, axis)?,
        };
        Ok(Self {
            of_lane,
            classes,
            lambda,
        })
    }
}

impl<A: Float> OfLane<A, 1, 1> for Mixed {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        [z]: [&[A]; 1],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let [first, second] = self.classes.each_ref().map(|classes| classes[i]);
        let target = Target {
            points: [(first, self.lambda), (second, 1.0 - self.lambda)],
            ..Target::point(first, 0.0)
        };
        self.of_lane.lane::<I, A, A>(z, target, factor, out)
    }
}
