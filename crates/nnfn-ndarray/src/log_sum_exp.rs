//! Log-sum-exp over an axis.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis};

use crate::fast::softmax as fast;
use crate::lanes::{Reader, check_axis};
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
    check_axis(logits, axis)?;
    let shape = logits.raw_dim().remove_axis(axis);
    let (mut out, mut reader) = (Vec::with_capacity(shape.size()), Reader::new());
    for lane in logits.lanes(axis) {
        fast::log_sum_exp(reader.read(lane), &mut out);
    }
    Ok(Array::from_shape_vec(shape, out).expect("one for each lane"))
}
