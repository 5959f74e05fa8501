//! Simple preference optimisation.

use ndarray::{Array, ArrayRef, RemoveAxis};

use super::pairs::{Definition, Side, run};
use crate::domain::{FINITE, POSITIVE_FINITE};
use crate::losses::{Loss, MaskEntry, Reduce};
use crate::{Error, Float};

struct Simpo {
    beta: f64,
    gamma: f64,
}

impl Simpo {
    fn new<A: Float>(beta: A, gamma: A) -> Result<Self, Error> {
        Ok(Self {
            beta: POSITIVE_FINITE.check("beta", beta)?,
            gamma: FINITE.check("gamma", gamma)?,
        })
    }
}

impl Definition for Simpo {
    fn value(&self, chosen: &[f64], rejected: &[f64]) -> f64 {
        nnfn::losses::simpo(chosen, rejected, self.beta, self.gamma)
    }

    fn slopes(&self, chosen: &[f64], rejected: &[f64]) -> [f64; 2] {
        [
            nnfn::losses::simpo_grad(chosen, rejected, self.beta, self.gamma)[0],
            nnfn::losses::simpo_grad_rejected(chosen, rejected, self.beta, self.gamma)[0],
        ]
    }
}

/// SimPO loss of each pair of answers, `-ln σ(beta·(mean(chosen) - mean(rejected)) - gamma)`, in nats. See
/// [`nnfn::losses::simpo`].
///
/// `chosen` and `rejected` are log-probabilities of tokens, `pairs × tokens`, the two of a pair in rows of the same
/// place; they may differ in the number of tokens. The means are over the tokens that the masks keep. What is before
/// the last axis numbers pairs, over which the reduction goes. A pair of weight 0 is not looked at.
///
/// In TRL 1.16 (`experimental/cpo/cpo_trainer.py`) `gamma` is `simpo_gamma`, and SimPO is a type of CPO, to which it adds
/// the negative log-likelihood of the chosen answers unless `cpo_alpha=0`. The authors' later code takes `gamma/beta`.
///
/// # Errors
///
/// If shapes differ, an entry of a mask is neither 0 nor 1, a mask leaves no token of an answer, `beta` is not positive
/// and finite, `gamma` is not finite, a weight is negative or not finite, or a mean is asked for and there is no pair or
/// none with a weight above 0.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, simpo};
/// let (chosen, rejected) = (array![[-0.25, -0.75, f64::NAN]], array![[-0.9, -0.9]]);
/// let loss = simpo(&chosen, &array![[1, 1, 0]], &rejected, &array![[1, 1]], 2.0, 1.0, Reduction::Mean)?;
/// assert!((loss.total() - 0.798_138_869).abs() < 1e-9);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn simpo<'a, A: Float, M: MaskEntry, D: RemoveAxis>(
    chosen: &ArrayRef<A, D>,
    chosen_mask: &ArrayRef<M, D>,
    rejected: &ArrayRef<A, D>,
    rejected_mask: &ArrayRef<M, D>,
    beta: A,
    gamma: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let definition = Simpo::new(beta, gamma)?;
    let sides = Side::both(chosen, chosen_mask, rejected, rejected_mask);
    let (loss, _) = run(&definition, sides, &reduction.into(), false)?;
    Ok(loss)
}

/// [`simpo`] and the gradients of what it returns, by `chosen` and by `rejected`.
///
/// The same for all tokens of an answer.
///
/// # Errors
///
/// As [`simpo`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Reduction, simpo_with_grad};
/// let (chosen, rejected) = (array![[-1.0, -3.0]], array![[-2.0, -9.0]]);
/// let masks = (array![[true, true]], array![[true, false]]);
/// let (_, grads) = simpo_with_grad(&chosen, &masks.0, &rejected, &masks.1, 2.0, 0.0, Reduction::Mean)?;
/// assert_eq!(grads, [array![[-0.5, -0.5]], array![[1.0, 0.0]]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn simpo_with_grad<'a, A: Float, M: MaskEntry, D: RemoveAxis>(
    chosen: &ArrayRef<A, D>,
    chosen_mask: &ArrayRef<M, D>,
    rejected: &ArrayRef<A, D>,
    rejected_mask: &ArrayRef<M, D>,
    beta: A,
    gamma: A,
    reduction: impl Into<Reduce<'a, A, D::Smaller>>,
) -> Result<(Loss<A, D::Smaller>, [Array<A, D>; 2]), Error> {
    let definition = Simpo::new(beta, gamma)?;
    let sides = Side::both(chosen, chosen_mask, rejected, rejected_mask);
    let (loss, grads) = run(&definition, sides, &reduction.into(), true)?;
    Ok((loss, grads.expect("asked for")))
}
