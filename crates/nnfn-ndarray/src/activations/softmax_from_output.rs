//! Gradients of softmax and log-softmax from what they gave, as a backward pass has it.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis};

use super::softmax::{OF_NONE, broadcast, by_lanes, by_lanes_into, check};
use crate::error::shape;
use crate::rows::{LogSoftmaxVjpFromOutput, Masked, SoftmaxVjpFromOutput, Temperature};
use crate::{Error, Float};

/// [`softmax_vjp`](super::softmax_vjp) from the probabilities that [`softmax`](super::softmax) gave:
/// `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ/Σᵢ pᵢ)/T` in every lane.
///
/// This is what a backward pass asks for, which has kept the probabilities: it takes no exponentials. The division by
/// their sum, which is 1 but for rounding, lets a constant upstream gradient give 0 but for rounding.
///
/// Of the probabilities that are given, an `f32` entry is the nearest number but in rare cases, and an `f64` within 4
/// units in the last place, both at the size of its terms, `pⱼ·(|uⱼ| + Σᵢ pᵢ·|uᵢ|)/T`, where these cancel; a top that has
/// nearly all of the weight keeps its digits. What the result lacks against [`softmax_vjp`](super::softmax_vjp) is what
/// rounding took from the probabilities:
///
/// - Half a unit in the last place of each moves an entry by up to half a unit of `pⱼ·(|uⱼ - m| + Σᵢ pᵢ·|uᵢ - m|)/T`,
///   where `m` is the mean `Σᵢ uᵢ·pᵢ`.
/// - Probabilities below the smallest number are 0, and so are their entries, whatever the upstream gradient is: those
///   of logits more than `104·T` below the largest in `f32`, `745·T` in `f64`. Subnormal ones have few digits.
///
/// A lane of zeros gives zeros. Infinite entries of `u` give the limit, as there.
///
/// # Errors
///
/// If the shapes of `probabilities` and `upstream` differ, the array has no such axis, or the temperature is not
/// positive.
///
/// ```
/// use ndarray::{Axis, array};
/// use nnfn_ndarray::activations::{softmax, softmax_vjp_from_output};
/// let p = softmax(&array![[0.0, 0.0]], Axis(1), 2.0)?;
/// let by_logits = softmax_vjp_from_output(&p, Axis(1), 2.0, &array![[1.0, 0.0]])?;
/// assert_eq!(by_logits, array![[0.125, -0.125]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn softmax_vjp_from_output<A: Float, D: RemoveAxis>(
    probabilities: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let mut kernel = softmax_kernel(probabilities, axis, temperature, upstream)?;
    by_lanes(&mut kernel, [probabilities, upstream], axis)
}

/// [`softmax_vjp_from_output`] into a given array. Along the last axis of arrays in one piece it allocates nothing.
///
/// # Errors
///
/// As [`softmax_vjp_from_output`], or if `out` has another shape than the probabilities; then it is left as it was.
pub fn softmax_vjp_from_output_into<A: Float, D: RemoveAxis>(
    probabilities: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    let mut kernel = softmax_kernel(probabilities, axis, temperature, upstream)?;
    by_lanes_into(&mut kernel, [probabilities, upstream], axis, out)
}

/// [`log_softmax_vjp`](super::log_softmax_vjp) from the log-probabilities that [`log_softmax`](super::log_softmax)
/// gave: `(uⱼ - exp(lⱼ)·Σᵢ uᵢ)/T` in every lane.
///
/// This is what a backward pass asks for, which has kept the log-probabilities: it neither looks for the largest logit
/// nor sums the exponentials.
///
/// Of the log-probabilities that are given, an `f32` entry is the nearest number but in rare cases, and an `f64` within 5
/// units in the last place, both at the size of its terms, `(|uⱼ| + pⱼ·Σᵢ |uᵢ|)/T`, where these cancel; where the top has
/// nearly all of the weight, its `1 - p` keeps its digits. What the result lacks against
/// [`log_softmax_vjp`](super::log_softmax_vjp) is what rounding took from the log-probabilities: half a unit in the last place of `lⱼ` is up to `|lⱼ|` units in that of `exp(lⱼ)`, which
/// moves an entry by up to `|lⱼ|` units of `exp(lⱼ)·Σᵢ uᵢ/T`. A class of `f32` with the probability `10⁻⁴⁰` has lost
/// seven bits of 24.
///
/// # Errors
///
/// If the shapes of `log_probabilities` and `upstream` differ, the array has no such axis, or the temperature is not
/// positive.
///
/// ```
/// use ndarray::{Axis, array};
/// use nnfn_ndarray::activations::{log_softmax, log_softmax_vjp_from_output};
/// let l = log_softmax(&array![0.0, 200.0], Axis(0), 1.0)?;
/// let by_logits = log_softmax_vjp_from_output(&l, Axis(0), 1.0, &array![0.0, 1.0])?;
/// assert_eq!(by_logits, array![-(-200_f64).exp(), (-200_f64).exp()]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn log_softmax_vjp_from_output<A: Float, D: RemoveAxis>(
    log_probabilities: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let mut kernel = log_softmax_kernel(log_probabilities, axis, temperature, upstream)?;
    by_lanes(&mut kernel, [log_probabilities, upstream], axis)
}

/// [`log_softmax_vjp_from_output`] into a given array. Along the last axis of arrays in one piece it allocates nothing.
///
/// # Errors
///
/// As [`log_softmax_vjp_from_output`], or if `out` has another shape than the log-probabilities; then it is left as it
/// was.
pub fn log_softmax_vjp_from_output_into<A: Float, D: RemoveAxis>(
    log_probabilities: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    let mut kernel = log_softmax_kernel(log_probabilities, axis, temperature, upstream)?;
    by_lanes_into(&mut kernel, [log_probabilities, upstream], axis, out)
}

/// [`softmax_masked_vjp`](super::softmax_masked_vjp) from the probabilities that
/// [`softmax_masked`](super::softmax_masked) gave: 0 where the mask is `false`, whatever stands there. Without the mask,
/// [`softmax_vjp_from_output`] gives the same unless an upstream gradient there is infinite or NaN.
///
/// A lane that is masked entirely is NaN.
///
/// # Errors
///
/// As [`softmax_vjp_from_output`], or if the mask cannot be broadcast to the shape of the probabilities.
pub fn softmax_masked_vjp_from_output<A: Float, D: RemoveAxis, E: Dimension>(
    probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<bool, E>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let kernel = softmax_kernel(probabilities, axis, temperature, upstream)?;
    let mask = broadcast(mask, probabilities)?;
    let mut kernel = Masked::new(kernel, &mask, axis, OF_NONE).of_shares();
    by_lanes(&mut kernel, [probabilities, upstream], axis)
}

/// [`log_softmax_masked_vjp`](super::log_softmax_masked_vjp) from the log-probabilities that
/// [`log_softmax_masked`](super::log_softmax_masked) gave: 0 where the mask is `false`, whatever stands there.
///
/// A lane that is masked entirely is NaN.
///
/// # Errors
///
/// As [`log_softmax_vjp_from_output`], or if the mask cannot be broadcast to the shape of the log-probabilities.
pub fn log_softmax_masked_vjp_from_output<A: Float, D: RemoveAxis, E: Dimension>(
    log_probabilities: &ArrayRef<A, D>,
    mask: &ArrayRef<bool, E>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let kernel = log_softmax_kernel(log_probabilities, axis, temperature, upstream)?;
    let mask = broadcast(mask, log_probabilities)?;
    let mut kernel = Masked::new(kernel, &mask, axis, OF_NONE);
    by_lanes(&mut kernel, [log_probabilities, upstream], axis)
}

fn softmax_kernel<A: Float, D: Dimension>(
    probabilities: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<SoftmaxVjpFromOutput, Error> {
    let temperature = checked(probabilities, axis, temperature, upstream)?;
    Ok(SoftmaxVjpFromOutput { temperature })
}

fn log_softmax_kernel<A: Float, D: Dimension>(
    log_probabilities: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<LogSoftmaxVjpFromOutput, Error> {
    let temperature = checked(log_probabilities, axis, temperature, upstream)?;
    Ok(LogSoftmaxVjpFromOutput { temperature })
}

fn checked<A: Float, D: Dimension>(
    output: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Temperature, Error> {
    shape("upstream", upstream.shape(), output.shape())?;
    check(output, axis, temperature)
}
