//! The aggregations as functions of losses.

use ndarray::{Array, ArrayRef, Dimension};

use super::aggregation::Shares;
use super::mask::counting;
use super::{Aggregation, MaskEntry};
use crate::{Error, Float};

/// `aggregation! { name: Variant; /// docs value; /// docs grad; }`.
macro_rules! aggregation {
    ($name:ident: $variant:ident; $(#[$of_value:meta])* value; $(#[$of_grad:meta])* grad;) => { pastey::paste! {
        $(#[$of_value])*
        pub fn $name<A: Float, M: MaskEntry, D: Dimension>(
            losses: &ArrayRef<A, D>,
            mask: &ArrayRef<M, D>,
        ) -> Result<A, Error> {
            let shares = shares(Aggregation::$variant, losses, mask)?;
            Ok(total(&shares, losses))
        }

        #[doc = "[`" $name "`] and its gradient by the losses."]
        ///
        $(#[$of_grad])*
        ///
        /// # Errors
        ///
        #[doc = "As [`" $name "`]."]
        pub fn [<$name _with_grad>]<A: Float, M: MaskEntry, D: Dimension>(
            losses: &ArrayRef<A, D>,
            mask: &ArrayRef<M, D>,
        ) -> Result<(A, Array<A, D>), Error> {
            let shares = shares(Aggregation::$variant, losses, mask)?;
            let grad = Array::from_shape_vec(losses.raw_dim(), shares.grad());
            Ok((total(&shares, losses), grad.expect("one for each loss")))
        }
    } };
}

aggregation! {
    token_mean: TokenMean;
    /// The mean of the losses that the mask keeps, `Σ m·l / Σ m`: every token has one vote. See
    /// [`nnfn::losses::token_mean`].
    ///
    /// # Errors
    ///
    /// If the shapes differ, an entry of the mask is neither 0 nor 1, or the mask leaves nothing.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::token_mean;
    /// let losses = array![[2.0, 2.0], [1.0, f64::NAN]];
    /// assert_eq!(token_mean(&losses, &array![[1, 1], [1, 0]])?, 5.0 / 3.0);
    /// assert!(token_mean(&losses, &array![[0, 0], [0, 0]]).is_err());
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// `m / Σ m`.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::token_mean_with_grad;
    /// let (_, grad) = token_mean_with_grad(&array![[2.0, 2.0], [1.0, 7.0]], &array![[1, 1], [0, 0]])?;
    /// assert_eq!(grad, array![[0.5, 0.5], [0.0, 0.0]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

aggregation! {
    sequence_mean: SequenceMean;
    /// The mean over the sequences of the mean of their losses that the mask keeps: every sequence has one vote. See
    /// [`nnfn::losses::sequence_mean`].
    ///
    /// The losses of a sequence lie along the last axis. A sequence of which the mask leaves nothing adds 0 and is
    /// counted, as in [`nnfn`] and in TRL.
    ///
    /// # Errors
    ///
    /// If the shapes differ, an entry of the mask is neither 0 nor 1, or the mask leaves nothing of the whole batch,
    /// where [`nnfn`] gives 0.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::sequence_mean;
    /// let losses = array![[2.0, 2.0], [1.0, f64::NAN]];
    /// assert_eq!(sequence_mean(&losses, &array![[1, 1], [1, 0]])?, 1.5);
    /// assert_eq!(sequence_mean(&losses, &array![[1, 1], [0, 0]])?, 1.0); // not 2
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// `m` over the number of tokens that count in the sequence and over the number of sequences.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::sequence_mean_with_grad;
    /// let (_, grad) = sequence_mean_with_grad(&array![[2.0, 2.0], [1.0, 7.0]], &array![[1, 1], [1, 0]])?;
    /// assert_eq!(grad, array![[0.25, 0.25], [0.5, 0.0]]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

aggregation! {
    token_sum: TokenSum;
    /// The sum of the losses that the mask keeps, `Σ m·l`; of none it is 0. See [`nnfn::losses::token_sum`].
    ///
    /// # Errors
    ///
    /// If the shapes differ, or an entry of the mask is neither 0 nor 1.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::token_sum;
    /// let losses = array![[2.0, 2.0], [1.0, f64::NAN]];
    /// assert_eq!(token_sum(&losses, &array![[true, true], [true, false]])?, 5.0);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    value;
    /// The mask.
    ///
    /// ```
    /// use ndarray::array;
    /// use nnfn_ndarray::losses::token_sum_with_grad;
    /// let (_, grad) = token_sum_with_grad(&array![2.0, 7.0], &array![true, false])?;
    /// assert_eq!(grad, array![1.0, 0.0]);
    /// # Ok::<(), nnfn_ndarray::Error>(())
    /// ```
    grad;
}

fn shares<A: Float, M: MaskEntry, D: Dimension>(
    aggregation: Aggregation,
    losses: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
) -> Result<Shares, Error> {
    let counts = counting("mask", mask, losses.shape())?;
    Shares::new(aggregation, counts, losses.shape(), nothing("mask"))
}

/// The error of a mean of which a mask leaves nothing.
pub(crate) fn nothing(what: &'static str) -> Error {
    Error::AllMasked { what, at: vec![] }
}

fn total<A: Float, D: Dimension>(shares: &Shares, losses: &ArrayRef<A, D>) -> A {
    let losses: Vec<f64> = losses.iter().map(|&loss| loss.into()).collect();
    A::nearest(shares.total(&losses))
}
