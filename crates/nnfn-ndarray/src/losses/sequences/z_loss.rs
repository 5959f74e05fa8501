//! Z-loss of the rows of logits of sequences.

use ndarray::{Array, ArrayRef, RemoveAxis};

use super::aggregation::Shares;
use super::aggregations::nothing;
use super::mask::counting;
use super::plan::places;
use super::rows::ZLoss;
use super::run::run;
use super::{Aggregation, MaskEntry};
use crate::losses::Loss;
use crate::{Error, Float};

/// Z-loss of each row of logits that the mask keeps, `(ln Σ exp(z))²`. See [`nnfn::losses::z_loss`]; the same of all rows
/// along any axis, with a [`Reduction`](crate::losses::Reduction), is [`z_loss`](crate::losses::z_loss).
///
/// `logits` are `sequences × tokens × vocabulary`; `mask` has no axis of the vocabulary and is that of the rows, with no
/// shift. It is added with a small weight to the cross-entropy of the same rows: for [`sft`](super::sft) the mask is that of
/// its tokens, moved one place to the front.
///
/// # Errors
///
/// If shapes differ, an entry of the mask is neither 0 nor 1, or a mean is asked for and the mask leaves nothing.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Aggregation, token_z_loss};
/// let logits = array![[[2.0, 1.0, 0.1], [f64::NAN, 0.0, 0.0]]];
/// let loss = token_z_loss(&logits, &array![[1, 0]], Aggregation::TokenMean)?;
/// assert!((loss.total() - 5.842_034_1).abs() < 1e-7);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn token_z_loss<A: Float, M: MaskEntry, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D::Smaller>,
    aggregation: Aggregation,
) -> Result<Loss<A, D::Smaller>, Error> {
    let shares = shares(logits, mask, aggregation)?;
    let (loss, _) = run(ZLoss::new(logits)?, logits, &[], &shares, false)?;
    Ok(loss)
}

/// [`token_z_loss`] and the gradient of what it returns, by the logits, in one pass.
///
/// Of a token mean `2·(ln Σ exp(z))·softmax(z)/n` in the `n` rows that the mask keeps, 0 in the others.
///
/// # Errors
///
/// As [`token_z_loss`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Aggregation, token_z_loss_with_grad};
/// let (_, grad) = token_z_loss_with_grad(&array![[[0.0, 0.0]]], &array![[true]], Aggregation::TokenSum)?;
/// assert_eq!(grad, array![[[2_f64.ln(), 2_f64.ln()]]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn token_z_loss_with_grad<A: Float, M: MaskEntry, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D::Smaller>,
    aggregation: Aggregation,
) -> Result<(Loss<A, D::Smaller>, Array<A, D>), Error> {
    let shares = shares(logits, mask, aggregation)?;
    let (loss, grad) = run(ZLoss::new(logits)?, logits, &[], &shares, true)?;
    Ok((loss, grad.expect("asked for")))
}

fn shares<A: Float, M: MaskEntry, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D::Smaller>,
    aggregation: Aggregation,
) -> Result<Shares, Error> {
    let (outer, _) = places(logits)?;
    let counts = counting("mask", mask, outer)?;
    Shares::new(aggregation, counts, outer, nothing("mask"))
}
