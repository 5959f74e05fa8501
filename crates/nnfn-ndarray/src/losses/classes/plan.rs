//! What a loss with class indices checks and works out before it looks at a logit.

use std::fmt::Display;

use ndarray::{ArrayRef, ArrayView1, ArrayViewD, Axis, Dimension, Ix1, RemoveAxis};

use super::run;
use crate::engine::{Total, index};
use crate::error::shape;
use crate::lanes::check_axis;
use crate::losses::weights::to_near_one;
use crate::losses::{Reduce, Reduction};
use crate::rows::{Factors, vec_for};
use crate::{Error, Float};

/// A class index: any integer type.
pub trait Label: Copy + PartialEq + Display + TryInto<usize> {}

impl<L: Copy + PartialEq + Display + TryInto<usize>> Label for L {}

/// The class of an example that is ignored.
pub(super) const IGNORED: usize = usize::MAX;

/// The labels as indices below `k`, [`IGNORED`] where they are so.
pub(super) fn classes<L: Label, D: Dimension>(
    labels: &ArrayRef<L, D>,
    ignore_index: Option<L>,
    k: usize,
) -> Result<Vec<usize>, Error> {
    let mut classes = Vec::new();
    for (i, &label) in labels.iter().enumerate() {
        if i == 0 {
            classes = vec_for(labels.len())?;
        }
        classes.push(if ignore_index == Some(label) {
            IGNORED
        } else {
            class(label, k).ok_or_else(|| refused(label, i, labels.shape(), k))?
        });
    }
    Ok(classes)
}

/// The classes of the examples, and what these count.
pub(super) fn labelled<'a, A: Float, D: RemoveAxis, L: Label>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Axis,
    reduce: &'a Reduce<'_, A, D::Smaller>,
) -> Result<(Vec<usize>, Factors<'a>), Error> {
    let axis = class_axis(logits, labels, Some(axis))?;
    let factors = run::factors(reduce, labels.shape())?;
    let classes = match &reduce.weights {
        None => classes(labels, None, logits.len_of(axis))?,
        Some(weights) => {
            let k = logits.len_of(axis);
            classes_of_weight(labels, weights, k)?
        }
    };
    Ok((classes, factors))
}

/// The labels as indices below `k`, [`IGNORED`] where the weight is 0.
fn classes_of_weight<A: Float, L: Label, D: Dimension>(
    labels: &ArrayRef<L, D>,
    weights: &ArrayRef<A, D>,
    k: usize,
) -> Result<Vec<usize>, Error> {
    let mut classes = vec_for(labels.len())?;
    for (i, (&label, &weight)) in labels.iter().zip(weights).enumerate() {
        classes.push(if weight == A::zero() {
            IGNORED
        } else {
            class(label, k).ok_or_else(|| refused(label, i, labels.shape(), k))?
        });
    }
    Ok(classes)
}

fn class<L: Label>(label: L, k: usize) -> Option<usize> {
    label.try_into().ok().filter(|&class| class < k)
}

fn refused<L: Label>(label: L, i: usize, shape: &[usize], k: usize) -> Error {
    Error::Label {
        found: label.to_string(),
        at: index(i, shape),
        classes: k,
    }
}

/// Class weights, brought to a moderate size.
#[derive(Clone, Default)]
pub(super) struct ClassWeights<A> {
    /// Times the scale; `None`: all 1.
    pub(super) scaled: Option<Vec<A>>,
    /// A power of two that brings them near 1. Of `f32` numbers it is 1: `f64` holds whatever becomes of them.
    pub(super) scale: f64,
}

impl<A: Float> ClassWeights<A> {
    pub(super) fn new(given: Option<ArrayView1<'_, A>>, k: usize) -> Result<Self, Error> {
        let Some(given) = given else {
            let scale = 1.0;
            return Ok(Self {
                scaled: None,
                scale,
            });
        };
        let most = Self::check("class_weights", &given, k)?;
        let scale = if most == 0.0 || A::SHORT {
            1.0
        } else {
            to_near_one(most)
        };
        let scaled = given
            .iter()
            .map(|&weight| A::nearest(weight.into() * scale));
        Ok(Self {
            scaled: Some(scaled.collect()),
            scale,
        })
    }

    /// The largest of a number for each class, none of which may be negative or not finite.
    pub(super) fn check(
        what: &'static str,
        given: &ArrayRef<A, Ix1>,
        k: usize,
    ) -> Result<f64, Error> {
        shape(what, given.shape(), &[k])?;
        let mut most: f64 = 0.0;
        for (class, &weight) in given.iter().enumerate() {
            let found: f64 = weight.into();
            if !(0.0..f64::INFINITY).contains(&found) {
                return Err(Error::ClassWeight { class, found });
            }
            most = most.max(found);
        }
        Ok(most)
    }

    /// Times the scale.
    pub(super) fn of(&self, class: usize) -> f64 {
        let weight = |scaled: &Vec<A>| scaled[class].into();
        self.scaled.as_ref().map_or(1.0, weight)
    }
}

/// The largest of the weights, all of which must be finite and not negative.
fn largest<A: Float>(weights: &ArrayViewD<'_, A>) -> Result<f64, Error> {
    let mut largest: f64 = 0.0;
    for (i, &weight) in weights.iter().enumerate() {
        let found = weight.into();
        if !(0.0..f64::INFINITY).contains(&found) {
            let at = index(i, weights.shape());
            return Err(Error::Weight { at, found });
        }
        largest = largest.max(found);
    }
    Ok(largest)
}

/// The class axis of the logits, which is the last unless one is given; `labels` must have the shape without it.
pub(super) fn class_axis<A, L, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    labels: &ArrayRef<L, D::Smaller>,
    axis: Option<Axis>,
) -> Result<Axis, Error> {
    let axis = axis.unwrap_or(Axis(logits.ndim().saturating_sub(1)));
    check_axis(logits, axis)?;
    let expected = logits.raw_dim().remove_axis(axis);
    shape("labels", labels.shape(), expected.slice())?;
    Ok(axis)
}

/// What examples count whose targets are in units of `scale`, with `class_weight(i)` as the weight of the `i`-th and
/// `None` where it is ignored: PyTorch's mean divides by the sum of these weights.
pub(super) fn factors<'a, A: Float>(
    reduction: Reduction,
    sample_weights: Option<&'a ArrayViewD<'_, A>>,
    (n, expected): (usize, &[usize]),
    scale: f64,
    class_weight: impl Fn(usize) -> Option<f64>,
) -> Result<Factors<'a>, Error> {
    let mut unit = 1.0;
    if let Some(weights) = sample_weights {
        shape("sample_weights", weights.shape(), expected)?;
        let most = largest(weights)?;
        if reduction == Reduction::Mean && most > 0.0 {
            unit = to_near_one(most);
        }
    }
    let scaled = move |weights: &'a ArrayViewD<'_, A>| {
        weights.iter().map(move |&weight| weight.into() * unit)
    };
    let divisor = if reduction == Reduction::Mean {
        let mut sample = sample_weights.map(scaled);
        let mut total = Total::default();
        let (mut any, mut counted) = (false, false);
        for i in 0..n {
            let own = sample.as_mut().map_or(Some(1.0), Iterator::next);
            if let Some(weight) = class_weight(i) {
                let product = own.unwrap_or(0.0) * weight;
                total.add(product);
                counted |= product > 0.0;
                any = true;
            }
        }
        match (n, any, counted) {
            (0, ..) => return Err(Error::EmptyMean),
            (_, false, _) => return Err(Error::AllIgnored),
            (_, _, false) => return Err(Error::NoWeight),
            _ => total.value(),
        }
    } else {
        scale
    };
    let boxed = |weights| Box::new(scaled(weights)) as Box<dyn Iterator<Item = f64> + 'a>;
    Ok(Factors {
        weights: sample_weights.map(boxed),
        divisor,
    })
}
