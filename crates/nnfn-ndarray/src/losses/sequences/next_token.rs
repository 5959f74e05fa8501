//! Cross-entropy of a language model on the next token.

use ndarray::{Array, ArrayRef, RemoveAxis};

use super::Aggregate;
use super::aggregation::Shares;
use super::plan::{Named, plan};
use super::rows::CrossEntropy;
use super::run::run;
use super::targets::Of;
use crate::losses::{Label, Loss};
use crate::{Error, Float};

/// Next-token cross-entropy, `-ln softmax(z)` of each row at the token after it, in nats. See
/// [`nnfn::losses::next_token_cross_entropy`].
///
/// `logits` are `sequences × tokens × vocabulary`, `tokens` are those that were read, of any integer type. The shift is
/// made here: row `t` is scored on token `t + 1`, so of `T` tokens `T - 1` are scored, and the last row is not looked at.
/// A loss that stays by itself stands at its row: the last of a sequence is 0.
///
/// Sequences of different lengths are filled up with an id that is ignored: `Aggregation::TokenMean.ignoring(-100)` is
/// Transformers' `ForCausalLMLoss` without `num_items_in_batch`, and PyTorch's `cross_entropy` of shifted logits and
/// labels. With a mask instead it is [`sft`](super::sft).
///
/// # Errors
///
/// If shapes differ, a token that is scored is not in the vocabulary, or a mean is asked for and no token is scored.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Aggregation, next_token_cross_entropy};
/// let logits = array![[[0.0, 0.0], [0.0, 700.0], [5.0, 0.0]]];
/// let loss = next_token_cross_entropy(&logits, &array![[1, 0, 1]], Aggregation::TokenMean)?;
/// assert_eq!(loss.total(), 2_f64.ln() / 2.0);
/// let padded = Aggregation::TokenMean.ignoring(-100);
/// let loss = next_token_cross_entropy(&logits, &array![[1, 0, -100]], padded)?;
/// assert_eq!(loss.total(), 2_f64.ln());
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn next_token_cross_entropy<A: Float, L: Label, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    tokens: &ArrayRef<L, D::Smaller>,
    aggregation: impl Into<Aggregate<L>>,
) -> Result<Loss<A, D::Smaller>, Error> {
    let (classes, shares) = unmasked(logits, tokens, aggregation.into())?;
    let (loss, _) = run(CrossEntropy::new(logits)?, logits, &classes, &shares, false)?;
    Ok(loss)
}

/// [`next_token_cross_entropy`] and the gradient of what it returns, by the logits, in one pass.
///
/// Of a token mean `(softmax(z) - onehot(token))/n` in the `n` rows that are scored, 0 in the others.
///
/// # Errors
///
/// As [`next_token_cross_entropy`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::{Aggregation, next_token_cross_entropy_with_grad};
/// let (logits, tokens) = (array![[[0.0, 0.0], [0.0, 0.0]]], array![[1_u32, 0]]);
/// let (_, grad) = next_token_cross_entropy_with_grad(&logits, &tokens, Aggregation::TokenMean)?;
/// assert_eq!(grad, array![[[-0.5, 0.5], [0.0, 0.0]]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn next_token_cross_entropy_with_grad<A: Float, L: Label, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    tokens: &ArrayRef<L, D::Smaller>,
    aggregation: impl Into<Aggregate<L>>,
) -> Result<(Loss<A, D::Smaller>, Array<A, D>), Error> {
    let (classes, shares) = unmasked(logits, tokens, aggregation.into())?;
    let (loss, grad) = run(CrossEntropy::new(logits)?, logits, &classes, &shares, true)?;
    Ok((loss, grad.expect("asked for")))
}

fn unmasked<A: Float, L: Label, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    tokens: &ArrayRef<L, D::Smaller>,
    aggregate: Aggregate<L>,
) -> Result<(Vec<usize>, Shares), Error> {
    let mask: Option<Named<'_, bool, D::Smaller>> = None;
    plan(Of::Next, logits, ("tokens", tokens), mask, aggregate)
}
