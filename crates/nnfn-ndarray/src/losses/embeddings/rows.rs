//! Rows of an array as the definitions take them, and back.

use ndarray::{Array2, ArrayView1};

use crate::Float;

/// A row, widened.
pub(crate) fn wide<A: Float>(row: ArrayView1<'_, A>, buffer: &mut Vec<f64>) {
    buffer.clear();
    buffer.extend(row.iter().map(|&x| -> f64 { x.into() }));
}

/// Writes a multiple of a gradient to a row.
pub(crate) fn set_row<A: Float>(grads: &mut Array2<A>, i: usize, grad: &[f64], factor: f64) {
    for (place, slope) in grads.row_mut(i).iter_mut().zip(grad) {
        *place = A::nearest(factor * slope);
    }
}
