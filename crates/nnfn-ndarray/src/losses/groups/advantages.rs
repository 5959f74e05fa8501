//! Advantages within groups of answers.

use ndarray::{Array, ArrayRef, Axis, Dimension};

use crate::{Error, Float};

/// Advantages of GRPO, `(rᵢ - mean)/sd` of the rewards of a group. See [`nnfn::losses::group_advantages`].
///
/// The answers of a group lie along the axis: of `prompts × answers` it is `Axis(1)`, of the rewards of one group
/// `Axis(0)`. A group of equal rewards has advantages of 0.
///
/// TRL 1.16 (`trainer/grpo_trainer.py`) has `n - 1` below the root of the deviation, where this has `n`, and adds 1e-4
/// to it.
///
/// # Errors
///
/// If there is no such axis.
///
/// ```
/// use ndarray::{Axis, array};
/// use nnfn_ndarray::losses::group_advantages;
/// let rewards = array![[1.0, 0.0, 0.0, 1.0], [0.3, 0.3, 0.3, 0.3]];
/// let advantages = group_advantages(&rewards, Axis(1))?;
/// assert_eq!(advantages, array![[1.0, -1.0, -1.0, 1.0], [0.0, 0.0, 0.0, 0.0]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn group_advantages<A: Float, D: Dimension>(
    rewards: &ArrayRef<A, D>,
    axis: Axis,
) -> Result<Array<A, D>, Error> {
    of_groups(rewards, axis, nnfn::losses::group_advantages)
}

/// Advantages of RLOO: each reward less the mean of the others in its group. See
/// [`nnfn::losses::leave_one_out_advantages`].
///
/// The answers of a group lie along the axis. A single answer has the advantage 0.
///
/// # Errors
///
/// If there is no such axis.
///
/// ```
/// use ndarray::{Axis, array};
/// use nnfn_ndarray::losses::leave_one_out_advantages;
/// let advantages = leave_one_out_advantages(&array![3.0, 0.0, 0.0], Axis(0))?;
/// assert_eq!(advantages, array![3.0, -1.5, -1.5]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn leave_one_out_advantages<A: Float, D: Dimension>(
    rewards: &ArrayRef<A, D>,
    axis: Axis,
) -> Result<Array<A, D>, Error> {
    of_groups(rewards, axis, nnfn::losses::leave_one_out_advantages)
}

fn of_groups<A: Float, D: Dimension>(
    rewards: &ArrayRef<A, D>,
    axis: Axis,
    definition: fn(&[f64]) -> Vec<f64>,
) -> Result<Array<A, D>, Error> {
    let ndim = rewards.ndim();
    if axis.0 >= ndim {
        let found = axis.0;
        return Err(Error::Axis { found, ndim });
    }
    let mut advantages = Array::zeros(rewards.raw_dim());
    if rewards.is_empty() {
        return Ok(advantages);
    }
    let mut group = Vec::with_capacity(rewards.len_of(axis));
    for (found, mut out) in rewards
        .lanes(axis)
        .into_iter()
        .zip(advantages.lanes_mut(axis))
    {
        group.clear();
        group.extend(found.iter().map(|&reward| reward.into()));
        for (place, advantage) in out.iter_mut().zip(definition(&group)) {
            *place = A::nearest(advantage);
        }
    }
    Ok(advantages)
}
