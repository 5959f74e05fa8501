//! What [`cross_entropy`](super::cross_entropy) checks and works out before it looks at a logit.

use std::fmt::Display;

use ndarray::{ArrayRef, Axis, Dimension, RemoveAxis};

use super::{CrossEntropy, Reduction};
use crate::error::{parameter, shape};
use crate::fast::cross_entropy::Target;
use crate::lanes::check_axis;
use crate::{Error, Float};

/// A class index: any integer type.
pub trait Label: Copy + PartialEq + Display + TryInto<usize> {}

impl<L: Copy + PartialEq + Display + TryInto<usize>> Label for L {}

pub(crate) struct Plan<A> {
    pub(crate) axis: Axis,
    /// The class of every example; `None` if it is ignored.
    pub(crate) classes: Vec<Option<usize>>,
    pub(crate) reduction: Reduction,
    /// What the sum of the losses is divided by.
    pub(crate) divisor: f64,
    weights: Option<Vec<A>>,
    /// `ε` and `ε/K`.
    smoothing: (f64, f64),
}

impl<A: Float> Plan<A> {
    pub(crate) fn new<D: RemoveAxis, L: Label>(
        logits: &ArrayRef<A, D>,
        labels: &ArrayRef<L, D::Smaller>,
        options: &CrossEntropy<A, L>,
    ) -> Result<Self, Error> {
        let last = Axis(logits.ndim().saturating_sub(1));
        let axis = options.class_axis.unwrap_or(last);
        check_axis(logits, axis)?;
        let expected = logits.raw_dim().remove_axis(axis);
        shape("labels", labels.shape(), expected.slice())?;
        let k = logits.len_of(axis);
        let smoothing: f64 = options.label_smoothing.into();
        let holds = (0.0..=1.0).contains(&smoothing);
        parameter("label_smoothing", smoothing, "a number from 0 to 1", holds)?;

        let weights = options.class_weights.map(|weights| weights.to_vec());
        if let Some(weights) = &weights {
            shape("class_weights", &[weights.len()], &[k])?;
            let usable = |w: &A| *w >= A::zero() && w.is_finite();
            if let Some(class) = weights.iter().position(|w| !usable(w)) {
                let found = weights[class].into();
                return Err(Error::ClassWeight { class, found });
            }
        }
        let mut plan = Self {
            axis,
            classes: classes(labels, options.ignore_index, k)?,
            reduction: options.reduction,
            divisor: 1.0,
            weights,
            smoothing: (smoothing, smoothing / k as f64),
        };
        if plan.reduction == Reduction::Mean {
            plan.divisor = plan.weight_of_labels()?;
        }
        Ok(plan)
    }

    fn weight(&self, class: usize) -> f64 {
        self.weights
            .as_ref()
            .map_or(1.0, |weights| weights[class].into())
    }

    /// Sum of the weights of the labels that are not ignored.
    fn weight_of_labels(&self) -> Result<f64, Error> {
        if self.classes.is_empty() {
            return Err(Error::EmptyMean);
        }
        let weights: Vec<f64> = self
            .classes
            .iter()
            .flatten()
            .map(|&c| self.weight(c))
            .collect();
        if weights.is_empty() {
            return Err(Error::AllIgnored);
        }
        let sum = nnfn::losses::sum(&weights);
        if sum == 0.0 {
            Err(Error::NoWeight)
        } else {
            Ok(sum)
        }
    }

    /// The target distribution, times the weights, of an example of the class.
    pub(crate) fn target(&self, class: usize) -> Target<'_, A> {
        Target {
            class,
            mass: (1.0 - self.smoothing.0) * self.weight(class),
            spread: self.smoothing.1,
            over: self.weights.as_deref(),
        }
    }
}

/// The labels as indices below `k`; `None` where they are ignored.
fn classes<L: Label, D: Dimension>(
    labels: &ArrayRef<L, D>,
    ignore_index: Option<L>,
    k: usize,
) -> Result<Vec<Option<usize>>, Error> {
    let class = |(i, &label): (usize, &L)| {
        if ignore_index == Some(label) {
            return Ok(None);
        }
        match label.try_into() {
            Ok(class) if class < k => Ok(Some(class)),
            _ => Err(Error::Label {
                found: label.to_string(),
                at: index(i, labels.shape()),
                classes: k,
            }),
        }
    };
    labels.iter().enumerate().map(class).collect()
}

/// The index of the `i`-th element of an array of this shape, in logical order.
fn index(mut i: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for (place, &n) in index.iter_mut().zip(shape).rev() {
        *place = i % n;
        i /= n;
    }
    index
}
