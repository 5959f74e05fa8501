//! From the loss of one group to the losses of many.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis};

use super::fast::{self, Way};
use crate::error::shape;
use crate::losses::{Examples, Loss, MaskEntry, Reduce, counting};
use crate::rows::vec_for;
use crate::{Error, Float};

/// The axes that number the groups: all but the last two, which are those of answers and tokens.
pub(crate) type Groups<D> = <<D as Dimension>::Smaller as Dimension>::Smaller;

/// The losses of groups and, if it is asked for, the gradient.
pub(crate) type WithGrad<A, D> = (Loss<A, Groups<D>>, Option<Array<A, D>>);

/// One group as the definitions take it.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) policy: Vec<Vec<f64>>,
    pub(crate) old: Vec<Vec<f64>>,
    pub(crate) mask: Vec<Vec<f64>>,
    pub(crate) rewards: Vec<f64>,
}

/// The definition of a loss of one group, by its two functions, and a faster way to the same.
pub(crate) trait Definition {
    fn way(&self, group: &Group) -> Way;

    fn value(&self, group: &Group) -> f64;

    /// By the log-probabilities of the policy.
    fn grad(&self, group: &Group) -> Vec<Vec<f64>>;
}

pub(crate) fn run<A: Float, M: MaskEntry, D: RemoveAxis>(
    definition: &impl Definition,
    policy: &ArrayRef<A, D>,
    old: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
    rewards: &ArrayRef<A, D::Smaller>,
    reduce: &Reduce<'_, A, Groups<D>>,
    with_grad: bool,
) -> Result<WithGrad<A, D>, Error>
where
    D::Smaller: RemoveAxis,
{
    let Some(outer) = policy.ndim().checked_sub(2) else {
        let ndim = policy.ndim();
        return Err(Error::Axis { found: 1, ndim });
    };
    let expected = policy.shape();
    shape("old", old.shape(), expected)?;
    let counts = counting("mask", mask, expected)?;
    shape("rewards", rewards.shape(), &expected[..=outer])?;
    let examples = Examples::new(reduce, &expected[..outer])?;
    let (answers, tokens) = (expected[outer], expected[outer + 1]);
    let n: usize = expected[..outer].iter().product();

    for i in (0..n).filter(|&i| examples.counts(i)) {
        let size = answers * tokens;
        if !counts[i * size..(i + 1) * size].contains(&true) {
            let at = crate::engine::index(i, &expected[..outer]);
            return Err(Error::AllMasked { what: "mask", at });
        }
    }
    let mut losses = vec![0.0; n];
    let mut grads = vec_for(if with_grad { policy.len() } else { 0 })?;
    if !policy.is_empty() {
        let last = Axis(outer + 1);
        let rows = policy.lanes(last).into_iter().zip(old.lanes(last));
        let mut rows = rows.zip(counts.chunks(tokens)).zip(rewards.iter());
        let mut group = Group::default();
        group.resize(answers, tokens);
        for (i, loss) in losses.iter_mut().enumerate() {
            for (j, (((policy, old), counts), reward)) in rows.by_ref().take(answers).enumerate() {
                fill(&mut group.policy[j], policy.iter().map(|&x| x.into()));
                fill(&mut group.old[j], old.iter().map(|&x| x.into()));
                fill(
                    &mut group.mask[j],
                    counts.iter().map(|&kept| f64::from(u8::from(kept))),
                );
                group.rewards[j] = (*reward).into();
            }
            if !examples.counts(i) {
                grads.resize(
                    grads.len() + if with_grad { answers * tokens } else { 0 },
                    A::zero(),
                );
                continue;
            }
            let (value, slopes) = fast::loss(definition, &group, with_grad).unwrap_or_else(|| {
                let grad = with_grad.then(|| definition.grad(&group).concat());
                (definition.value(&group), grad.unwrap_or_default())
            });
            *loss = value;
            grads.extend(slopes.iter().map(|&own| A::nearest(examples.slope(i, own))));
        }
    }
    let dim = rewards.raw_dim().remove_axis(Axis(outer));
    let grad = with_grad.then(|| Array::from_shape_vec(policy.raw_dim(), grads));
    let grad = grad.map(|grad| grad.expect("as many as log-probabilities"));
    Ok((examples.reduce(&losses, dim), grad))
}

impl Group {
    /// How many tokens of each answer count.
    pub(crate) fn lengths(&self) -> Vec<f64> {
        self.mask.iter().map(|row| row.iter().sum()).collect()
    }

    fn resize(&mut self, answers: usize, tokens: usize) {
        for table in [&mut self.policy, &mut self.old, &mut self.mask] {
            table.resize(answers, vec![0.0; tokens]);
        }
        self.rewards.resize(answers, 0.0);
    }
}

fn fill(row: &mut [f64], numbers: impl Iterator<Item = f64>) {
    row.iter_mut()
        .zip(numbers)
        .for_each(|(place, x)| *place = x);
}
