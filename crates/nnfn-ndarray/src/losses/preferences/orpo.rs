//! Odds ratio preference optimisation.

use ndarray::{Array, ArrayRef, RemoveAxis};

use super::pairs::{Definition, Side, run};
use crate::domain::NOT_NEGATIVE_FINITE;
use crate::losses::{Loss, MaskEntry, Reduce};
use crate::{Error, Float};

struct Orpo {
    lambda: f64,
}

impl Definition for Orpo {
    fn value(&self, chosen: &[f64], rejected: &[f64]) -> f64 {
        nnfn::losses::orpo(chosen, rejected, self.lambda)
    }

    fn slopes(&self, chosen: &[f64], rejected: &[f64]) -> [f64; 2] {
        [
            nnfn::losses::orpo_grad(chosen, rejected, self.lambda)[0],
            nnfn::losses::orpo_grad_rejected(chosen, rejected, self.lambda)[0],
        ]
    }
}

/// ORPO loss of each pair of answers, `-w̄ - lambda·ln σ(o(w̄) - o(l̄))`, in nats, where `o(v) = v - ln(1 - exp(v))`. See
/// [`nnfn::losses::orpo`].
///
/// `chosen` and `rejected` are log-probabilities of tokens, `pairs × tokens`, the two of a pair in rows of the same
/// place; they may differ in the number of tokens. `w̄` and `l̄` are the means over the tokens that the masks keep. What
/// is before the last axis numbers pairs, over which the reduction goes. A pair of weight 0 is not looked at.
///
/// `lambda` is `beta` in TRL 1.16 (`experimental/orpo/orpo_trainer.py`), which takes the first term over prompt and
/// answer together and as a mean over the tokens of the batch; here it is over the tokens that the mask keeps, pair by
/// pair, as the paper has it.
///
/// # Errors
///
/// If shapes differ, an entry of a mask is neither 0 nor 1, a mask leaves no token of an answer, `lambda` is negative or
/// not finite, a weight is negative or not finite, or a mean is asked for and there is no pair or none with a weight
/// above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, orpo};
/// let (chosen, rejected) = (array![[0.4_f64.ln(), 7.0]], array![[0.2_f64.ln()]]);
/// let loss = orpo(&chosen, &array![[1, 0]], &rejected, &array![[1]], 0.1, Reduction::Mean)?;
/// assert!((loss.total() - 0.948_136_105).abs() < 1e-9);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn orpo<'a, A: Float, M: MaskEntry, D: RemoveAxis>(
    chosen: &ArrayRef<A, D>,
    chosen_mask: &ArrayRef<M, D>,
    rejected: &ArrayRef<A, D>,
    rejected_mask: &ArrayRef<M, D>,
    lambda: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let lambda = NOT_NEGATIVE_FINITE.check("lambda", lambda)?;
    let sides = Side::both(chosen, chosen_mask, rejected, rejected_mask);
    let (loss, _) = run(&Orpo { lambda }, sides, &reduction.into(), false)?;
    Ok(loss)
}

/// [`orpo`] and the gradients of what it returns, by `chosen` and by `rejected`.
///
/// The same for all tokens of an answer.
///
/// # Errors
///
/// As [`orpo`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, orpo_with_grad};
/// let half = array![[0.5_f64.ln(), 0.5_f64.ln()]];
/// let (one, two) = (array![[true, false]], array![[true, true]]);
/// let (_, [chosen, rejected]) = orpo_with_grad(&half, &one, &half, &two, 1.0, Reduction::Mean)?;
/// assert!((chosen[[0, 0]] + 2.0).abs() < 1e-15 && chosen[[0, 1]] == 0.0);
/// assert!((rejected[[0, 0]] - 0.5).abs() < 1e-15);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn orpo_with_grad<'a, A: Float, M: MaskEntry, D: RemoveAxis>(
    chosen: &ArrayRef<A, D>,
    chosen_mask: &ArrayRef<M, D>,
    rejected: &ArrayRef<A, D>,
    rejected_mask: &ArrayRef<M, D>,
    lambda: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<(Loss<A, D::Smaller>, [Array<A, D>; 2]), Error> {
    let lambda = NOT_NEGATIVE_FINITE.check("lambda", lambda)?;
    let sides = Side::both(chosen, chosen_mask, rejected, rejected_mask);
    let (loss, grads) = run(&Orpo { lambda }, sides, &reduction.into(), true)?;
    Ok((loss, grads.expect("asked for")))
}
