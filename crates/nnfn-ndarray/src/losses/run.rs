//! A kernel of numbers as a loss.

use ndarray::{Array, ArrayRef, Dimension};

use super::{Loss, Reduce, Share};
use crate::domain::Domain;
use crate::engine::reduced;
use crate::error::shape;
use crate::kernels::Kernel;
use crate::{Error, Float};

/// What is known of an array before the call.
#[derive(Clone, Copy)]
pub(crate) struct Argument {
    pub(crate) name: &'static str,
    /// What its entries must be; none if any number will do.
    pub(crate) entries: Option<&'static Domain>,
}

impl Argument {
    /// One that may hold any numbers.
    pub(crate) const fn any(name: &'static str) -> Self {
        Self {
            name,
            entries: None,
        }
    }
}

pub(crate) fn value<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    arrays: [&ArrayRef<A, D>; N],
    arguments: [Argument; N],
    reduce: Reduce<'_, A, D>,
) -> Result<Loss<A, D>, Error> {
    let share = check(arrays, arguments, &reduce)?;
    let (loss, _) = reduced(kernel, arrays, reduce.weights.as_deref(), &share, false);
    Ok(loss)
}

pub(crate) fn with_grads<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    arrays: [&ArrayRef<A, D>; N],
    arguments: [Argument; N],
    reduce: Reduce<'_, A, D>,
) -> Result<(Loss<A, D>, [Array<A, D>; M]), Error> {
    let share = check(arrays, arguments, &reduce)?;
    let (loss, grads) = reduced(kernel, arrays, reduce.weights.as_deref(), &share, true);
    Ok((loss, grads.expect("asked for")))
}

fn check<A: Float, D: Dimension, const N: usize>(
    arrays: [&ArrayRef<A, D>; N],
    arguments: [Argument; N],
    reduce: &Reduce<'_, A, D>,
) -> Result<Share, Error> {
    let expected = arrays[0].shape();
    for (array, argument) in arrays.iter().zip(arguments).skip(1) {
        shape(argument.name, array.shape(), expected)?;
    }
    let share = Share::new(reduce, expected)?;
    for (array, argument) in arrays.iter().zip(arguments) {
        if let Some(domain) = argument.entries {
            domain.check_all(argument.name, array, reduce.weights.as_deref())?;
        }
    }
    Ok(share)
}
