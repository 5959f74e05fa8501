//! Cross-entropy over a temperature.

use ndarray::{Array, ArrayRef, Axis, RemoveAxis};

use super::plan::{self, Label};
use super::run;
use crate::domain::POSITIVE;
use crate::isa::Isa;
use crate::losses::{Loss, Reduce, Reduction};
use crate::rows::{
    CrossEntropyOfLane, Factors, OfLane, Out, Scratch, Target, Temperature, Totals, vec_for,
};
use crate::{Error, Float};

/// Cross-entropy over a temperature along `axis`: `ln Σⱼ exp(zⱼ/T) - z_class/T` for every row, in nats. See
/// [`nnfn::losses::temperature_scaled_cross_entropy`].
///
/// `labels` has the shape of `logits` without the axis of the classes; a mean is over the examples. The label of an
/// example of weight 0 is not looked at.
///
/// # Errors
///
/// If there is no such axis, the labels have another shape or one names no class, the temperature is not positive, a
/// weight is negative or not finite, or a mean is asked for and there is no example or no weight above 0.
pub fn temperature_scaled_cross_entropy<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let reduce = reduction.into();
    let (mut kernel, factors) = Tempered::plan(logits, labels, axis, temperature, &reduce)?;
    run::value(&mut kernel, [logits], axis, reduce.reduction, factors)
}

/// What [`temperature_scaled_cross_entropy_with_grad`] returns: the loss, and its gradients by the logits and by the
/// temperature.
pub type WithTemperature<A, D, S> = (Loss<A, S>, Array<A, D>, Loss<A, S>);

/// [`temperature_scaled_cross_entropy`] and the gradients of what it returns, by the logits and by the temperature, in
/// one pass. The derivative by the temperature, `(z_class - Σⱼ softmax(z/T)ⱼ·zⱼ)/T²`, is reduced as the loss is: one for
/// each example, or one for all.
///
/// # Errors
///
/// As [`temperature_scaled_cross_entropy`].
pub fn temperature_scaled_cross_entropy_with_grad<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    temperature: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<WithTemperature<A, D, D::Smaller>, Error> {
    let reduce = reduction.into();
    let (mut kernel, factors) = Tempered::plan(logits, labels, axis, temperature, &reduce)?;
    if reduce.reduction == Reduction::None {
        let mut each = vec_for(labels.len())?;
        each.resize(labels.len(), A::zero());
        kernel.each = each;
    }
    let (loss, [grad]) = run::with_grads(&mut kernel, [logits], axis, reduce.reduction, factors)?;
    let by_temperature = match reduce.reduction {
        Reduction::None => {
            let slopes = Array::from_shape_vec(labels.raw_dim(), kernel.each);
            Loss::Each(slopes.expect("one for each label"))
        }
        Reduction::Sum | Reduction::Mean => Loss::Total(A::nearest(kernel.total.over(1.0))),
    };
    Ok((loss, grad, by_temperature))
}

struct Tempered<A> {
    of_lane: CrossEntropyOfLane,
    classes: Vec<usize>,
    /// Derivatives by the temperature, times the factors: one by one, unless it is empty, and together.
    each: Vec<A>,
    total: Totals,
}

impl<A: Float> Tempered<A> {
    fn plan<'a, D: RemoveAxis, L: Label>(
        logits: &ArrayRef<A, D>,
        labels: &ArrayRef<L, D::Smaller>,
        axis: Axis,
        temperature: A,
        reduce: &'a Reduce<'_, A, D::Smaller>,
    ) -> Result<(Self, Factors<'a>), Error> {
        let temperature = POSITIVE.check("temperature", temperature)?;
        let (classes, factors) = plan::labelled(logits, labels, axis, reduce)?;
        let kernel = Self {
            of_lane: CrossEntropyOfLane {
                temperature: Temperature::new(temperature),
                scratch: Scratch::along(logits, axis)?,
            },
            classes,
            each: Vec::new(),
            total: Totals::default(),
        };
        Ok((kernel, factors))
    }
}

impl<A: Float> OfLane<A, 1, 1> for Tempered<A> {
    // Its derivatives by the temperature are summed lane by lane.
    fn for_thread(&self) -> Option<Self> {
        None
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        [z]: [&[A]; 1],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        let (class, wanted) = (self.classes[i], out.wanted());
        let target = Target::point(class, 1.0);
        let (loss, row) = self.of_lane.lane_and_row::<I, A, A>(z, target, factor, out);
        if wanted {
            let t = self.of_lane.temperature.given;
            let slope = row.map_or(f64::NAN, |row| {
                row.slope_by_temperature::<I, A>(z, class, &self.of_lane.scratch)
            });
            let slope = if slope.is_finite() {
                slope
            } else {
                definition(&crate::rows::widened(z), class, t)
            };
            if let Some(place) = self.each.get_mut(i) {
                *place = A::nearest(slope * factor);
            }
            self.total.add(slope, factor);
        }
        loss
    }
}

fn definition(z: &[f64], class: usize, temperature: f64) -> f64 {
    nnfn::losses::temperature_scaled_cross_entropy_grad_temperature(z, class, temperature)
}
