//! Softmax and its relatives over an axis.

use ndarray::{Array, ArrayRef, Axis, RemoveAxis};

use crate::error::{parameter, shape};
use crate::fast::softmax as fast;
use crate::lanes::{Reader, assemble, check_axis};
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
    check_temperature(temperature)?;
    let lane = if temperature == A::one() {
        fast::softmax::<A, true>
    } else {
        fast::softmax::<A, false>
    };
    by_lane(logits, axis, |z, out| lane(z, temperature, out))
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
    check_temperature(temperature)?;
    let lane = if temperature == A::one() {
        fast::log_softmax::<A, true>
    } else {
        fast::log_softmax::<A, false>
    };
    by_lane(logits, axis, |z, out| lane(z, temperature, out))
}

/// Vector-Jacobian product of [`softmax`]: `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ)/T` in every lane, for the upstream gradient `u`.
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
    check_temperature(temperature)?;
    let lane = if temperature == A::one() {
        fast::softmax_vjp::<A, true>
    } else {
        fast::softmax_vjp::<A, false>
    };
    by_lanes(logits, upstream, axis, |zu, out| lane(zu, temperature, out))
}

/// Vector-Jacobian product of [`log_softmax`]: `(uⱼ - pⱼ·Σᵢ uᵢ)/T` in every lane, for the upstream gradient `u`.
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
    check_temperature(temperature)?;
    let lane = if temperature == A::one() {
        fast::log_softmax_vjp::<A, true>
    } else {
        fast::log_softmax_vjp::<A, false>
    };
    by_lanes(logits, upstream, axis, |zu, out| lane(zu, temperature, out))
}

fn check_temperature<A: Float>(temperature: A) -> Result<(), Error> {
    parameter(
        "temperature",
        temperature.into(),
        "a positive number",
        temperature > A::zero(),
    )
}

/// `f` appends a lane for each that it reads.
fn by_lane<A: Float, D: RemoveAxis>(
    x: &ArrayRef<A, D>,
    axis: Axis,
    f: impl Fn(&[A], &mut Vec<A>),
) -> Result<Array<A, D>, Error> {
    check_axis(x, axis)?;
    let (mut out, mut reader) = (Vec::with_capacity(x.len()), Reader::new());
    for lane in x.lanes(axis) {
        f(reader.read(lane), &mut out);
    }
    Ok(assemble(x, axis, out))
}

/// `f` appends a lane for each pair that it reads.
fn by_lanes<A: Float, D: RemoveAxis>(
    x: &ArrayRef<A, D>,
    upstream: &ArrayRef<A, D>,
    axis: Axis,
    f: impl Fn((&[A], &[A]), &mut Vec<A>),
) -> Result<Array<A, D>, Error> {
    shape("upstream", upstream.shape(), x.shape())?;
    check_axis(x, axis)?;
    let (mut out, mut readers) = (Vec::with_capacity(x.len()), (Reader::new(), Reader::new()));
    for (lane, upstream) in x.lanes(axis).into_iter().zip(upstream.lanes(axis)) {
        f((readers.0.read(lane), readers.1.read(upstream)), &mut out);
    }
    Ok(assemble(x, axis, out))
}
