//! Cross-entropy of tokens that a mask selects.

use ndarray::{Array, ArrayRef, RemoveAxis};

use super::forms::token_loss;
use super::plan::plan;
use super::rows::{CrossEntropy, Dft};
use super::run::run;
use super::targets::Of;
use super::{Aggregate, MaskEntry};
use crate::losses::{Label, Loss};
use crate::{Error, Float};

token_loss! {
    masked_lm(labels, selected): CrossEntropy, Of::Own;
    /// Masked language modelling, `-ln softmax(z)` at the labels of the selected places, in nats. See
    /// [`nnfn::losses::masked_lm`].
    ///
    /// `logits` are `sequences × tokens × vocabulary`; `labels` and `selected` have no axis of the vocabulary. Nothing is
    /// shifted. Where nothing is selected, neither logits nor label are looked at.
    ///
    /// Transformers' `ForMaskedLMLoss` has no second array but labels of -100: that is
    /// `Aggregation::TokenMean.ignoring(-100)` with everything selected.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Aggregation, masked_lm};
    /// let logits = array![[[0.0, 0.0], [0.0, f64::NAN], [0.0, 3_f64.ln()]]];
    /// let loss = masked_lm(&logits, &array![[0, 7, 1]], &array![[0, 0, 1]], Aggregation::TokenMean)?;
    /// assert!((loss.total() - (4_f64 / 3.0).ln()).abs() < 1e-15);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// Of a token mean `(softmax(z) - onehot(label))/n` in the `n` selected rows, 0 in the others.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Aggregation, masked_lm_with_grad};
    /// let (logits, labels) = (array![[[0.0, 0.0], [5.0, 1.0]]], array![[1, 0]]);
    /// let selected = array![[true, false]];
    /// let (_, grad) = masked_lm_with_grad(&logits, &labels, &selected, Aggregation::TokenMean)?;
    /// assert_eq!(grad, array![[[0.5, -0.5], [0.0, 0.0]]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

token_loss! {
    sft(tokens, mask): CrossEntropy, Of::Next;
    /// Supervised fine-tuning: the next-token cross-entropy of the tokens that the mask keeps, in nats. See
    /// [`nnfn::losses::sft`].
    ///
    /// `logits` are `sequences × tokens × vocabulary`; `tokens` and `mask` have no axis of the vocabulary. The mask is 1 at
    /// the tokens that the model has to say, mostly those of the answer. The shift is made here, for the mask as for the
    /// tokens: row `t` is scored on token `t + 1`, if the mask is 1 *there*. What the mask says of the first token
    /// changes nothing. A loss that stays by itself stands at its row: the last of a sequence is 0.
    ///
    /// In Transformers and TRL 1.16 (`trainer/sft_trainer.py`) the labels of other tokens are -100: that is
    /// [`next_token_cross_entropy`](super::next_token_cross_entropy) with `Aggregation::TokenMean.ignoring(-100)`. TRL
    /// divides by the number of tokens of all batches that are accumulated: see [`Aggregation`](super::Aggregation).
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Aggregation, sft};
    /// // Two letters of a prompt, two of an answer: the second and the third row are scored.
    /// let logits = array![[[9.0, 0.0], [0.0, 0.0], [0.0, 0.0], [9.0, 0.0]]];
    /// let (tokens, mask) = (array![[0, 1, 0, 1]], array![[0, 0, 1, 1]]);
    /// let loss = sft(&logits, &tokens, &mask, Aggregation::TokenMean)?;
    /// assert_eq!(loss.total(), 2_f64.ln());
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// Of a token mean `(softmax(z) - onehot(token))/n` in the `n` rows that are scored, 0 in the others.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Aggregation, sft_with_grad};
    /// let (logits, tokens) = (array![[[0.0, 0.0], [0.0, 0.0]]], array![[1, 0]]);
    /// let (_, grad) = sft_with_grad(&logits, &tokens, &array![[0, 1]], Aggregation::TokenMean)?;
    /// assert_eq!(grad, array![[[-0.5, 0.5], [0.0, 0.0]]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

token_loss! {
    dft(tokens, mask): Dft, Of::Next;
    /// Dynamic fine-tuning, `-p·ln p` of the tokens that the mask keeps, where `p` is the probability that the model
    /// gives the token, and the first `p` is held fixed. See [`nnfn::losses::dft`].
    ///
    /// Arguments and shift are those of [`sft`]. A mean divides by the number of tokens, not by the sum of their
    /// weights, and so does TRL 1.16 (`trainer/sft_trainer.py`, `loss_type="dft"`).
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Aggregation, dft};
    /// let even = array![[[0.0, 0.0], [0.0, 0.0]]];
    /// let loss = dft(&even, &array![[0, 1]], &array![[0, 1]], Aggregation::TokenMean)?;
    /// assert_eq!(loss.total(), 0.5 * 2_f64.ln());
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// Of a token mean `p·(softmax(z) - onehot(token))/n` in the `n` rows that are scored, 0 in the others: not the
    /// derivative of the value, in which the weight moves as well.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::{Aggregation, dft_with_grad};
    /// let (logits, tokens) = (array![[[0.0, 0.0], [0.0, 0.0]]], array![[1, 0]]);
    /// let (_, grad) = dft_with_grad(&logits, &tokens, &array![[0, 1]], Aggregation::TokenMean)?;
    /// assert_eq!(grad, array![[[-0.25, 0.25], [0.0, 0.0]]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}
