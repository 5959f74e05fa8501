//! A kernel of lanes as a loss.

use ndarray::{Array, ArrayRef, ArrayView, Axis, Dimension, RemoveAxis};

use crate::domain::Domain;
use crate::error::shape;
use crate::lanes::{Lanes, assemble, check_axis};
use crate::losses::{Loss, Reduce, Reduction, Share};
use crate::rows::{Count, Factors, OfLane, Out, Values, each_lane, vec_for};
use crate::{Error, Float};

/// A loss and its gradient, by the logits or scores, whose shape has the dimension `G`.
pub type WithGrad<A, D, G = D> = (Loss<A, D>, Array<A, G>);

/// A reduced loss and its gradients by `M` arrays.
pub(super) type WithGrads<A, D, const M: usize> =
    (Loss<A, <D as Dimension>::Smaller>, [Array<A, D>; M]);

/// The losses of the lanes of arrays of the same shape, which have the axis, reduced.
pub(super) fn value<A: Float, D: RemoveAxis, const N: usize, const M: usize>(
    kernel: &mut impl OfLane<A, N, M>,
    arrays: [&ArrayRef<A, D>; N],
    axis: Axis,
    reduction: Reduction,
    factors: Factors<'_>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let none = [(); M].map(|()| Out::Nowhere);
    run(kernel, arrays, axis, reduction, factors, none)
}

/// [`value`] and the gradients of what it returns, laid out as lanes one after the other.
pub(super) fn with_grads<A: Float, D: RemoveAxis, const N: usize, const M: usize>(
    kernel: &mut impl OfLane<A, N, M>,
    arrays: [&ArrayRef<A, D>; N],
    axis: Axis,
    reduction: Reduction,
    factors: Factors<'_>,
) -> Result<WithGrads<A, D, M>, Error> {
    let mut grads = [(); M].map(|()| vec_for(arrays[0].len()));
    if let Some(refused) = grads.iter_mut().find_map(|grad| grad.as_mut().err()) {
        return Err(refused.clone());
    }
    let mut grads = grads.map(Result::unwrap_or_default);
    let outs = grads.each_mut().map(Out::Append);
    let loss = run(kernel, arrays, axis, reduction, factors, outs)?;
    Ok((loss, grads.map(|grad| assemble(arrays[0], axis, grad))))
}

fn run<A: Float, D: RemoveAxis, const N: usize, const M: usize>(
    kernel: &mut impl OfLane<A, N, M>,
    arrays: [&ArrayRef<A, D>; N],
    axis: Axis,
    reduction: Reduction,
    factors: Factors<'_>,
    outs: [Out<'_, A>; M],
) -> Result<Loss<A, D::Smaller>, Error> {
    let count = Count::of(arrays[0], axis);
    let lanes = arrays.map(|array| Lanes::new(array, axis));
    let divisor = factors.divisor;
    if reduction == Reduction::None {
        let mut losses = vec_for(count.lanes)?;
        each_lane(
            kernel,
            count,
            lanes,
            outs,
            Values::Each(&mut losses),
            factors,
        );
        let dim = arrays[0].raw_dim().remove_axis(axis);
        let losses = Array::from_shape_vec(dim, losses);
        return Ok(Loss::Each(losses.expect("one for each lane")));
    }
    let totals = each_lane(kernel, count, lanes, outs, Values::Total, factors);
    Ok(Loss::Total(A::nearest(totals.over(divisor))))
}

/// [`factors`] for rows of arrays with these names, which must have one shape and the axis.
pub(super) fn checked<'a, A: Float, D: RemoveAxis, const N: usize>(
    arrays: [&ArrayRef<A, D>; N],
    names: [&'static str; N],
    axis: Axis,
    reduce: &'a Reduce<'_, A, D::Smaller>,
) -> Result<Factors<'a>, Error> {
    for (array, name) in arrays.iter().zip(names).skip(1) {
        shape(name, array.shape(), arrays[0].shape())?;
    }
    check_axis(arrays[0], axis)?;
    factors(reduce, arrays[0].raw_dim().remove_axis(axis).slice())
}

/// Checks all entries, but those of lanes of weight 0.
pub(super) fn check_entries<A: Float, D: RemoveAxis>(
    domain: &Domain,
    what: &'static str,
    array: &ArrayRef<A, D>,
    axis: Axis,
    weights: Option<&ArrayView<'_, A, D::Smaller>>,
) -> Result<(), Error> {
    let Some(weights) = weights else {
        return domain.check_all(what, array, None);
    };
    let weights = weights.view().insert_axis(axis);
    let weights = weights.broadcast(array.raw_dim());
    let weights = weights.expect("one for each lane");
    let weights = weights.into_dimensionality::<D>();
    domain.check_all(what, array, Some(&weights.expect("as many axes")))
}

/// The factors of examples that are reduced so; `expected` is the shape of the losses.
pub(super) fn factors<'a, A: Float, D: Dimension>(
    reduce: &'a Reduce<'_, A, D>,
    expected: &[usize],
) -> Result<Factors<'a>, Error> {
    let share = Share::new(reduce, expected)?;
    let weights = reduce.weights.as_ref().map(|weights| {
        let scaled = weights
            .iter()
            .map(move |&weight| weight.into() * share.scale);
        Box::new(scaled) as Box<dyn Iterator<Item = f64> + 'a>
    });
    Ok(Factors {
        weights,
        divisor: share.divisor,
    })
}
