//! What the losses of tokens check and work out before they look at a logit.

use ndarray::{ArrayRef, Dimension, RemoveAxis};

use super::aggregation::Shares;
use super::aggregations::nothing;
use super::mask::counting;
use super::targets::{Of, Targets};
use super::{Aggregate, MaskEntry};
use crate::error::shape;
use crate::losses::Label;
use crate::{Error, Float};

/// An argument and its name.
pub(crate) type Named<'a, T, D> = (&'static str, &'a ArrayRef<T, D>);

/// The shape of the logits without the axis of the vocabulary, and the length of that axis.
pub(crate) fn places<A: Float, D: Dimension>(
    logits: &ArrayRef<A, D>,
) -> Result<(&[usize], usize), Error> {
    match logits.shape().split_last() {
        Some((&vocabulary, outer)) => Ok((outer, vocabulary)),
        None => Err(Error::Axis { found: 0, ndim: 0 }),
    }
}

/// The token that each row of logits is scored on, and what each counts.
pub(crate) fn plan<A: Float, L: Label, M: MaskEntry, D: RemoveAxis>(
    of: Of,
    logits: &ArrayRef<A, D>,
    (name, tokens): Named<'_, L, D::Smaller>,
    mask: Option<Named<'_, M, D::Smaller>>,
    aggregate: Aggregate<L>,
) -> Result<(Vec<usize>, Shares), Error> {
    let (outer, vocabulary) = places(logits)?;
    if outer.is_empty() {
        // A row of logits alone is no sequence.
        return Err(Error::Axis { found: 1, ndim: 1 });
    }
    shape(name, tokens.shape(), outer)?;
    let counts = match mask {
        Some((what, mask)) => Some(counting(what, mask, outer)?),
        None => None,
    };
    let ignored = aggregate.ignore_index;
    let targets = Targets::new(of, tokens, counts.as_deref(), ignored, vocabulary)?;
    let masked = counts.is_some_and(|counts| !counts.contains(&true));
    let none = match (mask, ignored) {
        (Some((what, _)), ignored) if masked || ignored.is_none() => nothing(what),
        (_, Some(_)) => Error::AllIgnored,
        (_, None) => Error::EmptyMean,
    };
    let shares = Shares::new(aggregate.aggregation, targets.counts, outer, none)?;
    Ok((targets.classes, shares))
}
