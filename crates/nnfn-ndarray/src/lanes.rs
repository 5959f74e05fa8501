//! The lanes of an array along an axis, as slices.

use ndarray::{Array, ArrayRef, ArrayView1, Axis, Dimension, RemoveAxis};

use crate::Error;

/// Checks that the array has the axis.
pub(crate) fn check_axis<A, D: Dimension>(x: &ArrayRef<A, D>, axis: Axis) -> Result<(), Error> {
    let (found, ndim) = (axis.index(), x.ndim());
    if found < ndim {
        Ok(())
    } else {
        Err(Error::Axis { found, ndim })
    }
}

/// Lanes that are not contiguous are copied, into the same buffer one after the other.
pub(crate) struct Reader<A>(Vec<A>);

impl<A: Copy> Reader<A> {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn read<'a>(&'a mut self, lane: ArrayView1<'a, A>) -> &'a [A] {
        if let Some(slice) = lane.to_slice() {
            return slice;
        }
        self.0.clear();
        self.0.extend(lane);
        &self.0
    }
}

/// An array shaped like `x` from its lanes along `axis`, one after the other.
pub(crate) fn assemble<A, D: RemoveAxis>(
    x: &ArrayRef<A, D>,
    axis: Axis,
    lanes: Vec<A>,
) -> Array<A, D> {
    let (axis, ndim) = (axis.index(), x.ndim());
    let mut shape = x.raw_dim();
    shape.slice_mut()[axis..].rotate_left(1);
    let mut order = D::zeros(ndim);
    for (i, place) in order.slice_mut().iter_mut().enumerate() {
        *place = i;
    }
    order.slice_mut()[axis..].rotate_right(1);
    Array::from_shape_vec(shape, lanes)
        .expect("as many as in `x`")
        .permuted_axes(order)
}
