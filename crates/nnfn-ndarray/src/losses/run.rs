//! A kernel of numbers as a loss.

use ndarray::{Array, ArrayRef, Dimension};

use super::{Loss, Reduce, Share};
use crate::engine::reduced;
use crate::error::shape;
use crate::kernels::Kernel;
use crate::{Error, Float};

pub(crate) fn value<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    arrays: [&ArrayRef<A, D>; N],
    names: [&'static str; N],
    reduce: Reduce<'_, A, D>,
) -> Result<Loss<A, D>, Error> {
    let share = check(arrays, names, &reduce)?;
    let (loss, _) = reduced(kernel, arrays, reduce.weights.as_deref(), &share, false);
    Ok(loss)
}

#[allow(clippy::type_complexity)]
pub(crate) fn with_grads<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    arrays: [&ArrayRef<A, D>; N],
    names: [&'static str; N],
    reduce: Reduce<'_, A, D>,
) -> Result<(Loss<A, D>, [Array<A, D>; M]), Error> {
    let share = check(arrays, names, &reduce)?;
    let (loss, grads) = reduced(kernel, arrays, reduce.weights.as_deref(), &share, true);
    Ok((loss, grads.expect("asked for")))
}

fn check<A: Float, D: Dimension, const N: usize>(
    arrays: [&ArrayRef<A, D>; N],
    names: [&'static str; N],
    reduce: &Reduce<'_, A, D>,
) -> Result<Share, Error> {
    let expected = arrays[0].shape();
    for (array, name) in arrays.iter().zip(names).skip(1) {
        shape(name, array.shape(), expected)?;
    }
    Share::new(reduce, expected)
}
