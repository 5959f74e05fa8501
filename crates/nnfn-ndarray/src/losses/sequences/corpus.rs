//! Measures of whole texts, from the log-probabilities of their tokens.

use ndarray::{Array, ArrayRef, Dimension};

use super::MaskEntry;
use super::aggregations::nothing;
use super::mask::counting;
use super::mean::{Few, over};
use crate::engine::Total;
use crate::error::parameter;
use crate::{Error, Float};

/// Perplexity of the tokens that the mask keeps, `exp(-mean)` of their log-probabilities, in nats. See
/// [`nnfn::losses::perplexity`].
///
/// One number for all of the array, whatever its axes: the mean of the perplexities of rows is another number.
///
/// # Errors
///
/// If the shapes differ, an entry of the mask is neither 0 nor 1, or the mask leaves nothing.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::perplexity;
/// let log_probabilities = array![[0.5_f64, 0.25], [0.125, 0.125]].mapv(f64::ln);
/// let found = perplexity(&log_probabilities, &array![[1, 1], [1, 1]])?;
/// assert!((found - 4.756_828_460).abs() < 1e-9);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn perplexity<A: Float, M: MaskEntry, D: Dimension>(
    log_probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
) -> Result<A, Error> {
    let (_, mean) = mean(log_probabilities, mask)?;
    Ok(A::nearest(nnfn::losses::perplexity(mean.numbers())))
}

/// [`perplexity`] and its gradient by the log-probabilities: minus the perplexity over the number of tokens, 0 where the
/// mask is.
///
/// # Errors
///
/// As [`perplexity`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::perplexity_with_grad;
/// let (_, grad) = perplexity_with_grad(&array![0.0, 0.0, -7.0], &array![true, true, false])?;
/// assert_eq!(grad, array![-0.5, -0.5, 0.0]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn perplexity_with_grad<A: Float, M: MaskEntry, D: Dimension>(
    log_probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
) -> Result<(A, Array<A, D>), Error> {
    let (counts, mean) = mean(log_probabilities, mask)?;
    let slope = mean.slope(nnfn::losses::perplexity_grad(mean.numbers())[0]);
    let value = A::nearest(nnfn::losses::perplexity(mean.numbers()));
    Ok((value, alike(&counts, slope, log_probabilities.raw_dim())))
}

/// Bits per byte of the tokens that the mask keeps: minus the sum of their log-probabilities, in nats, over
/// `ln 2·bytes`. See [`nnfn::losses::bits_per_byte`].
///
/// `bytes` is the length of their text. It is an `f64` whatever the array holds, as an `f32` does not count beyond
/// 16,777,216. No token costs 0; over no bytes it is `∞`, or NaN without a token.
///
/// # Errors
///
/// If the shapes differ, an entry of the mask is neither 0 nor 1, or `bytes` is negative or NaN.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::bits_per_byte;
/// let log_probabilities = array![[0.5_f64; 8]].mapv(f64::ln);
/// let mask = log_probabilities.map(|_| true);
/// assert_eq!(bits_per_byte(&log_probabilities, &mask, 1.0)?, 8.0);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn bits_per_byte<A: Float, M: MaskEntry, D: Dimension>(
    log_probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
    bytes: f64,
) -> Result<A, Error> {
    check(bytes)?;
    let (_, total, _) = kept(log_probabilities, mask)?;
    Ok(A::nearest(bits(&total, bytes)))
}

/// [`bits_per_byte`] and its gradient by the log-probabilities: `-1/(ln 2·bytes)`, 0 where the mask is.
///
/// # Errors
///
/// As [`bits_per_byte`].
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::losses::bits_per_byte_with_grad;
/// let (_, grad) = bits_per_byte_with_grad(&array![-1.0, -2.0], &array![1, 0], 1.0)?;
/// assert_eq!(grad, array![-std::f64::consts::LOG2_E, 0.0]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn bits_per_byte_with_grad<A: Float, M: MaskEntry, D: Dimension>(
    log_probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
    bytes: f64,
) -> Result<(A, Array<A, D>), Error> {
    check(bytes)?;
    let (counts, total, _) = kept(log_probabilities, mask)?;
    let [slope] = nnfn::losses::bits_per_byte_grad(&[0.0], bytes)[..] else {
        unreachable!("one token has one derivative")
    };
    let value = A::nearest(bits(&total, bytes));
    Ok((value, alike(&counts, slope, log_probabilities.raw_dim())))
}

fn check(bytes: f64) -> Result<(), Error> {
    parameter("bytes", bytes, "a number of at least 0", bytes >= 0.0)
}

/// Which log-probabilities count, their total, and how many they are.
fn kept<A: Float, M: MaskEntry, D: Dimension>(
    log_probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
) -> Result<(Vec<bool>, Total, usize), Error> {
    let counts = counting("mask", mask, log_probabilities.shape())?;
    let (mut total, mut n) = (Total::default(), 0);
    for (&l, _) in log_probabilities
        .iter()
        .zip(&counts)
        .filter(|(_, counts)| **counts)
    {
        total.add(l.into());
        n += 1;
    }
    Ok((counts, total, n))
}

/// Which log-probabilities count, and numbers that have their mean.
fn mean<A: Float, M: MaskEntry, D: Dimension>(
    log_probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<M, D>,
) -> Result<(Vec<bool>, Few), Error> {
    let (counts, total, n) = kept(log_probabilities, mask)?;
    if n == 0 {
        return Err(nothing("mask"));
    }
    let n = n as f64;
    Ok((counts, Few::new(over(&total, n), n)))
}

fn bits(total: &Total, bytes: f64) -> f64 {
    // What an infinite total lost is NaN.
    let (sum, lost) = total.parts();
    let lost = if lost.is_finite() { lost } else { 0.0 };
    nnfn::losses::bits_per_byte(&[sum, lost], bytes)
}

/// The same number wherever something counts.
fn alike<A: Float, D: Dimension>(counts: &[bool], slope: f64, dim: D) -> Array<A, D> {
    let slope = A::nearest(slope);
    let grad = counts
        .iter()
        .map(|&counts| if counts { slope } else { A::zero() });
    Array::from_shape_vec(dim, grad.collect()).expect("one for each token")
}
