//! Softmax and its relatives over an axis.

use ndarray::{Array, ArrayRef, ArrayView, Axis, Dimension, RemoveAxis};

use crate::domain::POSITIVE;
use crate::error::shape;
use crate::lanes::{Lanes, assemble, check_axis};
use crate::rows::{
    Count, Factors, LogSoftmax, LogSoftmaxVjp, Masked, OfLane, Out, Scratch, Softmax, SoftmaxVjp,
    Temperature, Values, each_lane, vec_for,
};
use crate::{Error, Float};

/// Softmax of every lane along `axis`: `exp(zᵢ/T) / Σⱼ exp(zⱼ/T)`. See [`nnfn::activations::softmax`].
///
/// # Errors
///
/// If the array has no such axis, or the temperature is not positive.
///
/// ```
/// use ndarray::{Axis, array};
/// let logits = array![[2.0_f32, 1.0, 0.1], [1000.0, 1000.0, f32::NEG_INFINITY]];
/// let p = nnfn_ndarray::activations::softmax(&logits, Axis(1), 1.0)?;
/// assert!((p[[0, 0]] - 0.659_001_1).abs() < 1e-7);
/// assert_eq!(p.row(1), array![0.5, 0.5, 0.0]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn softmax<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
) -> Result<Array<A, D>, Error> {
    let mut kernel = softmax_kernel(logits, axis, temperature)?;
    by_lanes(&mut kernel, [logits], axis)
}

/// [`softmax`] into a given array.
///
/// # Errors
///
/// As [`softmax`], or if `out` has another shape than the logits; then it is left as it was.
pub fn softmax_into<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    let mut kernel = softmax_kernel(logits, axis, temperature)?;
    by_lanes_into(&mut kernel, [logits], axis, out)
}

/// Log-softmax of every lane along `axis`: `zᵢ/T - ln Σⱼ exp(zⱼ/T)`. See [`nnfn::activations::log_softmax`].
///
/// # Errors
///
/// If the array has no such axis, or the temperature is not positive.
///
/// ```
/// use ndarray::{Axis, array};
/// let l = nnfn_ndarray::activations::log_softmax(&array![0.0, 200.0], Axis(0), 1.0)?;
/// assert_eq!(l, array![-200.0, -(-200_f64).exp()]); // ln(softmax) is -∞ in f32, and 0
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn log_softmax<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
) -> Result<Array<A, D>, Error> {
    let mut kernel = log_softmax_kernel(logits, axis, temperature)?;
    by_lanes(&mut kernel, [logits], axis)
}

/// [`log_softmax`] into a given array.
///
/// # Errors
///
/// As [`log_softmax`], or if `out` has another shape than the logits; then it is left as it was.
pub fn log_softmax_into<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    let mut kernel = log_softmax_kernel(logits, axis, temperature)?;
    by_lanes_into(&mut kernel, [logits], axis, out)
}

/// Vector-Jacobian product of [`softmax`]: `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ)/T` in every lane, for the upstream gradient `u`.
///
/// Who has the probabilities takes [`softmax_vjp_from_output`](super::softmax_vjp_from_output), which is faster.
///
/// # Errors
///
/// If the shapes of `logits` and `upstream` differ, the array has no such axis, or the temperature is not
/// positive.
pub fn softmax_vjp<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let mut kernel = softmax_vjp_kernel(logits, axis, temperature, upstream)?;
    by_lanes(&mut kernel, [logits, upstream], axis)
}

/// [`softmax_vjp`] into a given array.
///
/// # Errors
///
/// As [`softmax_vjp`], or if `out` has another shape than the logits; then it is left as it was.
pub fn softmax_vjp_into<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    let mut kernel = softmax_vjp_kernel(logits, axis, temperature, upstream)?;
    by_lanes_into(&mut kernel, [logits, upstream], axis, out)
}

/// Vector-Jacobian product of [`log_softmax`]: `(uⱼ - pⱼ·Σᵢ uᵢ)/T` in every lane, for the upstream gradient `u`.
///
/// Who has the log-probabilities takes [`log_softmax_vjp_from_output`](super::log_softmax_vjp_from_output), which is
/// faster.
///
/// # Errors
///
/// If the shapes of `logits` and `upstream` differ, the array has no such axis, or the temperature is not
/// positive.
pub fn log_softmax_vjp<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let mut kernel = log_softmax_vjp_kernel(logits, axis, temperature, upstream)?;
    by_lanes(&mut kernel, [logits, upstream], axis)
}

/// [`log_softmax_vjp`] into a given array.
///
/// # Errors
///
/// As [`log_softmax_vjp`], or if `out` has another shape than the logits; then it is left as it was.
pub fn log_softmax_vjp_into<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    let mut kernel = log_softmax_vjp_kernel(logits, axis, temperature, upstream)?;
    by_lanes_into(&mut kernel, [logits, upstream], axis, out)
}

/// [`softmax`] of what a mask keeps: an entry where it is `false` has the probability 0, whatever its logit is.
///
/// `mask` has the shape of the logits, or one that can be broadcast to it. A lane that is masked entirely is NaN, as one
/// of several logits of `-∞` is.
///
/// # Errors
///
/// As [`softmax`], or if the mask cannot be broadcast to the shape of the logits.
///
/// ```
/// use ndarray::{Axis, array};
/// let (logits, mask) = (array![[0.0, f64::NAN, 0.0]], array![true, false, true]);
/// let p = nnfn_ndarray::activations::softmax_masked(&logits, &mask, Axis(1), 1.0)?;
/// assert_eq!(p, array![[0.5, 0.0, 0.5]]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn softmax_masked<A: Float, D: RemoveAxis, E: Dimension>(
    logits: &ArrayRef<A, D>,
    mask: &ArrayRef<bool, E>,
    axis: Axis,
    temperature: A,
) -> Result<Array<A, D>, Error> {
    let kernel = softmax_kernel(logits, axis, temperature)?;
    let mask = broadcast(mask, logits)?;
    let mut kernel = Masked::new(kernel, &mask, axis, OF_NONE);
    by_lanes(&mut kernel, [logits], axis)
}

/// [`log_softmax`] of what a mask keeps: an entry where it is `false` has the log-probability `-∞`, whatever its logit
/// is.
///
/// `mask` has the shape of the logits, or one that can be broadcast to it. A lane that is masked entirely is NaN.
///
/// # Errors
///
/// As [`log_softmax`], or if the mask cannot be broadcast to the shape of the logits.
pub fn log_softmax_masked<A: Float, D: RemoveAxis, E: Dimension>(
    logits: &ArrayRef<A, D>,
    mask: &ArrayRef<bool, E>,
    axis: Axis,
    temperature: A,
) -> Result<Array<A, D>, Error> {
    let kernel = log_softmax_kernel(logits, axis, temperature)?;
    let mask = broadcast(mask, logits)?;
    let mut kernel = Masked::new(kernel, &mask, axis, OF_NONE);
    by_lanes(&mut kernel, [logits], axis)
}

/// Vector-Jacobian product of [`softmax_masked`]: 0 where the mask is `false`, whatever logit and upstream gradient are
/// there.
///
/// # Errors
///
/// As [`softmax_vjp`], or if the mask cannot be broadcast to the shape of the logits.
pub fn softmax_masked_vjp<A: Float, D: RemoveAxis, E: Dimension>(
    logits: &ArrayRef<A, D>,
    mask: &ArrayRef<bool, E>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let kernel = softmax_vjp_kernel(logits, axis, temperature, upstream)?;
    let mask = broadcast(mask, logits)?;
    let mut kernel = Masked::new(kernel, &mask, axis, OF_NONE);
    by_lanes(&mut kernel, [logits, upstream], axis)
}

/// Vector-Jacobian product of [`log_softmax_masked`]: 0 where the mask is `false`, whatever logit and upstream gradient
/// are there.
///
/// # Errors
///
/// As [`log_softmax_vjp`], or if the mask cannot be broadcast to the shape of the logits.
pub fn log_softmax_masked_vjp<A: Float, D: RemoveAxis, E: Dimension>(
    logits: &ArrayRef<A, D>,
    mask: &ArrayRef<bool, E>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let kernel = log_softmax_vjp_kernel(logits, axis, temperature, upstream)?;
    let mask = broadcast(mask, logits)?;
    let mut kernel = Masked::new(kernel, &mask, axis, OF_NONE);
    by_lanes(&mut kernel, [logits, upstream], axis)
}

/// Of a lane that is masked entirely.
pub(super) const OF_NONE: (f64, f64) = (f64::NEG_INFINITY, f64::NAN);

/// The mask in the shape of the array.
pub(crate) fn broadcast<'m, A, D: Dimension, E: Dimension>(
    mask: &'m ArrayRef<bool, E>,
    x: &ArrayRef<A, D>,
) -> Result<ArrayView<'m, bool, D>, Error> {
    mask.broadcast(x.raw_dim()).ok_or_else(|| Error::Shape {
        what: "mask",
        found: mask.shape().to_vec(),
        expected: x.shape().to_vec(),
    })
}

fn softmax_kernel<A: Float, D: Dimension>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
) -> Result<Softmax, Error> {
    let temperature = check(logits, axis, temperature)?;
    let scratch = Scratch::along(logits, axis)?;
    Ok(Softmax {
        temperature,
        scratch,
    })
}

fn log_softmax_kernel<A: Float, D: Dimension>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
) -> Result<LogSoftmax, Error> {
    let temperature = check(logits, axis, temperature)?;
    Ok(LogSoftmax { temperature })
}

fn softmax_vjp_kernel<A: Float, D: Dimension>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<SoftmaxVjp, Error> {
    shape("upstream", upstream.shape(), logits.shape())?;
    let temperature = check(logits, axis, temperature)?;
    let scratch = Scratch::along(logits, axis)?;
    Ok(SoftmaxVjp {
        temperature,
        scratch,
    })
}

fn log_softmax_vjp_kernel<A: Float, D: Dimension>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
    upstream: &ArrayRef<A, D>,
) -> Result<LogSoftmaxVjp, Error> {
    shape("upstream", upstream.shape(), logits.shape())?;
    let temperature = check(logits, axis, temperature)?;
    let scratch = Scratch::along(logits, axis)?;
    Ok(LogSoftmaxVjp {
        temperature,
        scratch,
    })
}

pub(super) fn check<A: Float, D: Dimension>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
) -> Result<Temperature, Error> {
    check_axis(logits, axis)?;
    let temperature = POSITIVE.check("temperature", temperature)?;
    Ok(Temperature::new(temperature))
}

/// What the kernel puts for every lane, as an array of the shape of the first.
pub(super) fn by_lanes<A: Float, D: RemoveAxis, const N: usize>(
    kernel: &mut impl OfLane<A, N, 1>,
    arrays: [&ArrayRef<A, D>; N],
    axis: Axis,
) -> Result<Array<A, D>, Error> {
    let count = Count::of(arrays[0], axis);
    let mut out = vec_for(arrays[0].len())?;
    each_lane(
        kernel,
        count,
        arrays.map(|array| Lanes::new(array, axis)),
        [Out::Append(&mut out)],
        Values::Dropped,
        Factors::one(),
    );
    Ok(assemble(arrays[0], axis, out))
}

pub(super) fn by_lanes_into<A: Float, D: RemoveAxis, const N: usize>(
    kernel: &mut impl OfLane<A, N, 1>,
    arrays: [&ArrayRef<A, D>; N],
    axis: Axis,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    shape("out", out.shape(), arrays[0].shape())?;
    let last = axis.index() + 1 == out.ndim();
    match out.as_slice_mut().filter(|_| last) {
        Some(slice) => {
            let count = Count::of(arrays[0], axis);
            each_lane(
                kernel,
                count,
                arrays.map(|array| Lanes::new(array, axis)),
                [Out::Slice(slice, 0)],
                Values::Dropped,
                Factors::one(),
            );
        }
        None => out.assign(&by_lanes(kernel, arrays, axis)?),
    }
    Ok(())
}
