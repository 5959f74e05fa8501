//! From the log-probabilities of tokens to those of sequences.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis};

use crate::engine::Total;
use crate::error::shape;
use crate::losses::{MaskEntry, counting};
use crate::rows::vec_for;
use crate::{Error, Float};

/// The logarithm of the probability of each sequence: the sum of the log-probabilities of its tokens that the mask keeps.
///
/// Tokens lie along the last axis. The sums are what [`dpo`](nnfn::losses::dpo), [`ipo`](nnfn::losses::ipo),
/// [`kto`](super::kto) and their kin take: `logps` in TRL 1.16 (`trainer/dpo_trainer.py`), without its factor for the
/// tokens by which one answer is longer (`ld_alpha`). A sequence without tokens has the sum 0.
///
/// From logits: the losses of [`sft`](crate::losses::sft) that stay by themselves (`Aggregation::None`) are minus the
/// log-probabilities of the tokens, each at the place before its token, and 0 where nothing is scored, so that the mask
/// may be all 1.
///
/// # Errors
///
/// If the shapes differ, there is no axis, or an entry of the mask is neither 0 nor 1.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::sequence_log_probabilities;
/// let tokens = array![[-1.0, -0.5, f64::NAN], [-0.25, -0.25, -0.25]];
/// let mask = array![[1, 1, 0], [1, 1, 1]];
/// assert_eq!(sequence_log_probabilities(&tokens, &mask)?, array![-1.5, -0.75]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn sequence_log_probabilities<A: Float, M: MaskEntry, D: RemoveAxis>(
    token_log_probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
) -> Result<Array<A, D::Smaller>, Error> {
    let all = token_log_probabilities;
    let (last, length) = last_axis(all.shape())?;
    let counts = counting("mask", mask, all.shape())?;
    let dim = all.raw_dim().remove_axis(last);
    let mut sums = vec_for(dim.size())?;
    let mut tokens = all.iter().zip(&counts);
    for _ in 0..dim.size() {
        let mut total = Total::default();
        for (&token, _) in tokens.by_ref().take(length).filter(|(_, counts)| **counts) {
            total.add(token.into());
        }
        sums.push(A::nearest(total.value()));
    }
    let sums = Array::from_shape_vec(dim, sums);
    Ok(sums.expect("one for each sequence"))
}

/// The gradient by the log-probabilities of tokens, from the one by [`sequence_log_probabilities`].
///
/// The upstream number of the sequence for a token that the mask keeps, 0 for another.
///
/// # Errors
///
/// As [`sequence_log_probabilities`], and if `upstream` has not the shape of the mask without its last axis.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::sequence_log_probabilities_vjp;
/// let mask = array![[1, 1, 0], [1, 1, 1]];
/// let grad = sequence_log_probabilities_vjp(&mask, &array![2.0, -1.0])?;
/// assert_eq!(grad, array![[2.0, 2.0, 0.0], [-1.0, -1.0, -1.0]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn sequence_log_probabilities_vjp<A: Float, M: MaskEntry, D: RemoveAxis>(
    mask: &ArrayRef<M, D>,
    upstream: &ArrayRef<A, D::Smaller>,
) -> Result<Array<A, D>, Error> {
    let (last, length) = last_axis(mask.shape())?;
    shape("upstream", upstream.shape(), &mask.shape()[..last.0])?;
    let counts = counting("mask", mask, mask.shape())?;
    let mut grad = Vec::with_capacity(counts.len());
    for (counts, &upstream) in counts.chunks(length.max(1)).zip(upstream) {
        let entries = counts
            .iter()
            .map(|&counts| if counts { upstream } else { A::zero() });
        grad.extend(entries);
    }
    let grad = Array::from_shape_vec(mask.raw_dim(), grad);
    Ok(grad.expect("one for each token"))
}

fn last_axis(shape: &[usize]) -> Result<(Axis, usize), Error> {
    match shape.split_last() {
        Some((&length, outer)) => Ok((Axis(outer.len()), length)),
        None => Err(Error::Axis { found: 0, ndim: 0 }),
    }
}
