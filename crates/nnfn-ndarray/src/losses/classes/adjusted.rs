//! Cross-entropy with logits that are raised by how frequent the classes are.

use ndarray::{ArrayRef, Axis, Ix1, RemoveAxis};
use nnfn::losses as definition;

use super::plan::{self, ClassWeights, Label};
use super::run::{self, WithGrad};
use crate::domain::NOT_NEGATIVE_FINITE;
use crate::isa::Isa;
use crate::losses::{Loss, Reduce};
use crate::rows::{
    CrossEntropyOfLane, Factors, OfLane, Out, Scratch, Target, Temperature, widened,
};
use crate::{Error, Float};

/// Logit-adjusted cross-entropy along `axis`: the cross-entropy of the logits `zₖ + τ·ln qₖ` for every row, in nats. See
/// [`nnfn::losses::logit_adjusted_cross_entropy`].
///
/// `priors` are the shares of the classes in the training data, or their counts. `labels` has the shape of `logits`
/// without the axis of the classes; a mean is over the examples. The label of an example of weight 0 is not looked at.
///
/// # Errors
///
/// If there is no such axis, the labels or priors have another shape, a label names no class, a prior or a weight is
/// negative or not finite, `tau` is, or a mean is asked for and there is no example or no weight above 0.
pub fn logit_adjusted_cross_entropy<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    priors: &ArrayRef<A, Ix1>,
    tau: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let reduce = reduction.into();
    let (mut kernel, factors) = Adjusted::plan(logits, labels, axis, priors, tau, &reduce)?;
    run::value(&mut kernel, [logits], axis, reduce.reduction, factors)
}

/// [`logit_adjusted_cross_entropy`] and the gradient of what it returns, by the logits, in one pass.
///
/// # Errors
///
/// As [`logit_adjusted_cross_entropy`].
pub fn logit_adjusted_cross_entropy_with_grad<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    priors: &ArrayRef<A, Ix1>,
    tau: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<WithGrad<A, D::Smaller, D>, Error> {
    let reduce = reduction.into();
    let (mut kernel, factors) = Adjusted::plan(logits, labels, axis, priors, tau, &reduce)?;
    let (loss, [grad]) = run::with_grads(&mut kernel, [logits], axis, reduce.reduction, factors)?;
    Ok((loss, grad))
}

#[derive(Clone)]
struct Adjusted {
    of_lane: CrossEntropyOfLane,
    classes: Vec<usize>,
    priors: Vec<f64>,
    tau: f64,
    /// `τ·ln qₖ`.
    raises: Vec<f64>,
    /// The raised logits of a lane.
    raised: Vec<f64>,
}

impl Adjusted {
    fn plan<'a, A: Float, D: RemoveAxis, L: Label>(
        logits: &ArrayRef<A, D>,
        labels: &ArrayRef<L, D::Smaller>,
        axis: Axis,
        priors: &ArrayRef<A, Ix1>,
        tau: A,
        reduce: &'a Reduce<'_, A, D::Smaller>,
    ) -> Result<(Self, Factors<'a>), Error> {
        let tau = NOT_NEGATIVE_FINITE.check("tau", tau)?;
        let (classes, factors) = plan::labelled(logits, labels, axis, reduce)?;
        ClassWeights::check("priors", priors, logits.len_of(axis))?;
        let priors: Vec<f64> = priors.iter().map(|&q| q.into()).collect();
        let raise = |q: &f64| if tau == 0.0 { 0.0 } else { tau * q.ln() };
        let kernel = Self {
            of_lane: CrossEntropyOfLane {
                temperature: Temperature::one(),
                scratch: Scratch::along(logits, axis)?,
            },
            classes,
            raises: priors.iter().map(raise).collect(),
            priors,
            tau,
            raised: Vec::new(),
        };
        Ok((kernel, factors))
    }
}

impl<A: Float> OfLane<A, 1, 1> for Adjusted {
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
        let class = self.classes[i];
        self.raised.clear();
        let pairs = z.iter().zip(&self.raises);
        self.raised.extend(pairs.map(|(&z, &raise)| {
            let z: f64 = z.into();
            if raise == f64::NEG_INFINITY && !z.is_nan() {
                raise // whatever the logit is
            } else {
                z + raise
            }
        }));
        let largest = self
            .raised
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        // The rounding of the raised logits is too much for an `f64` result.
        if A::SHORT && largest.is_finite() {
            let target = Target::point(class, 1.0);
            return self
                .of_lane
                .lane::<I, f64, A>(&self.raised, target, factor, out);
        }
        let (z, priors) = (widened(z), &self.priors);
        if out.wanted() {
            let grad = definition::logit_adjusted_cross_entropy_grad(&z, class, priors, self.tau);
            out.put_all(grad.iter().map(|g| factor * g));
        }
        definition::logit_adjusted_cross_entropy(&z, class, priors, self.tau)
    }
}
