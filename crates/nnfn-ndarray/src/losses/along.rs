//! Numbers along an axis, the same for all elements that have the same index there.

use ndarray::{Array, ArrayRef, Axis, Dimension, Ix1};

use crate::domain::Domain;
use crate::error::shape;
use crate::{Error, Float};

/// The entries of a vector along an axis of arrays of this shape, to be broadcast to it; the other axes have length 1.
pub(crate) fn along<A: Float, D: Dimension>(
    what: &'static str,
    entries: &ArrayRef<A, Ix1>,
    domain: &Domain,
    axis: Axis,
    dim: &D,
) -> Result<Array<A, D>, Error> {
    let ndim = dim.ndim();
    if axis.index() >= ndim {
        let found = axis.index();
        return Err(Error::Axis { found, ndim });
    }
    shape(what, entries.shape(), &[dim[axis.index()]])?;
    domain.check_all(what, entries, None)?;
    let mut unit = dim.clone();
    unit.slice_mut().fill(1);
    unit[axis.index()] = entries.len();
    let entries = entries.iter().copied().collect();
    Ok(Array::from_shape_vec(unit, entries).expect("all other axes have length 1"))
}
