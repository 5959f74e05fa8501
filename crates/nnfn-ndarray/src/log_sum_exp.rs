//! Log-sum-exp over an axis.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis};

use crate::activations::broadcast;
use crate::domain::POSITIVE;
use crate::error::shape;
use crate::lanes::{Lanes, assemble, check_axis};
use crate::rows::{
    Count, Factors, LogSumExp, Masked, OfLane, Out, Scratch, Temperature, Values, each_lane,
    vec_for,
};
use crate::{Error, Float};

/// `ln Σ exp(z)` of every lane along `axis`; its gradient is the
/// [softmax](crate::activations::softmax). See [`nnfn::log_sum_exp`].
///
/// # Errors
///
/// If the array has no such axis.
///
/// ```
/// use ndarray::{Axis, array};
/// let sums = nnfn_ndarray::log_sum_exp(&array![[1000.0, 1000.0], [0.0, f64::NEG_INFINITY]], Axis(1))?;
/// assert_eq!(sums, array![1000.0 + 2_f64.ln(), 0.0]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn log_sum_exp<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
) -> Result<Array<A, D::Smaller>, Error> {
    log_sum_exp_over(logits, axis, A::one())
}

/// `ln Σ exp(z/T)` of every lane along `axis`: what [log-softmax](crate::activations::log_softmax) at that temperature
/// subtracts.
///
/// # Errors
///
/// If the array has no such axis, or the temperature is not positive.
pub fn log_sum_exp_over<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
) -> Result<Array<A, D::Smaller>, Error> {
    let mut kernel = kernel(logits, axis, temperature)?;
    let (values, _) = run(&mut kernel, logits, axis, false)?;
    Ok(values)
}

/// [`log_sum_exp`] into a given array.
///
/// # Errors
///
/// As [`log_sum_exp`], or if `out` has not the shape of the logits without the axis; then it is left as it was.
pub fn log_sum_exp_into<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    out: &mut ArrayRef<A, D::Smaller>,
) -> Result<(), Error> {
    check_axis(logits, axis)?;
    let expected = logits.raw_dim().remove_axis(axis);
    shape("out", out.shape(), expected.slice())?;
    out.assign(&log_sum_exp(logits, axis)?);
    Ok(())
}

/// A value for each lane, and the gradients of the lanes.
type ValuesAndGrad<A, D> = (Array<A, <D as Dimension>::Smaller>, Array<A, D>);

/// [`log_sum_exp`] and its gradient by the logits, the softmax, in one pass.
///
/// # Errors
///
/// As [`log_sum_exp`].
pub fn log_sum_exp_with_grad<A: Float, D: RemoveAxis>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
) -> Result<ValuesAndGrad<A, D>, Error> {
    let mut kernel = kernel(logits, axis, A::one())?;
    let (values, grad) = run(&mut kernel, logits, axis, true)?;
    Ok((values, assemble(logits, axis, grad)))
}

/// [`log_sum_exp`] of what a mask keeps: an entry where it is `false` does not count, whatever it is.
///
/// `mask` has the shape of the logits, or one that can be broadcast to it. Of a lane that is masked entirely it is
/// `-∞`.
///
/// # Errors
///
/// As [`log_sum_exp`], or if the mask cannot be broadcast to the shape of the logits.
pub fn log_sum_exp_masked<A: Float, D: RemoveAxis, E: Dimension>(
    logits: &ArrayRef<A, D>,
    mask: &ArrayRef<bool, E>,
    axis: Axis,
) -> Result<Array<A, D::Smaller>, Error> {
    let kernel = kernel(logits, axis, A::one())?;
    let mask = broadcast(mask, logits)?;
    let mut kernel = Masked::new(kernel, &mask, axis, (f64::NEG_INFINITY, f64::NAN));
    let (values, _) = run(&mut kernel, logits, axis, false)?;
    Ok(values)
}

fn kernel<A: Float, D: Dimension>(
    logits: &ArrayRef<A, D>,
    axis: Axis,
    temperature: A,
) -> Result<LogSumExp, Error> {
    check_axis(logits, axis)?;
    let temperature = POSITIVE.check("temperature", temperature)?;
    Ok(LogSumExp {
        temperature: Temperature::new(temperature),
        scratch: Scratch::along(logits, axis)?,
    })
}

/// The values, and the gradients of the lanes if they are asked for.
fn run<A: Float, D: RemoveAxis>(
    kernel: &mut impl OfLane<A, 1, 1>,
    logits: &ArrayRef<A, D>,
    axis: Axis,
    with_grad: bool,
) -> Result<(Array<A, D::Smaller>, Vec<A>), Error> {
    let count = Count::of(logits, axis);
    let mut values = vec_for(count.lanes)?;
    let mut grads = vec_for(if with_grad { logits.len() } else { 0 })?;
    each_lane(
        kernel,
        count,
        [Lanes::new(logits, axis)],
        [if with_grad {
            Out::Append(&mut grads)
        } else {
            Out::Nowhere
        }],
        Values::Each(&mut values),
        Factors::one(),
    );
    let shape = logits.raw_dim().remove_axis(axis);
    let values = Array::from_shape_vec(shape, values).expect("one for each lane");
    Ok((values, grads))
}
