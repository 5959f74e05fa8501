//! Any scalar function of `nnfn` on arrays.

use ndarray::{Array, ArrayRef, Dimension, Zip};

use crate::error::shape;
use crate::{Error, Float};

/// `f` of every element, computed in `f64` and rounded once.
///
/// For functions that have no entry of their own here; those that have are several times faster.
///
/// ```
/// use ndarray::array;
/// use nnfn_ndarray::map;
/// let x = array![[-1.0_f32, 0.0], [1.0, f32::NAN]];
/// let y = map(&x, nnfn::activations::gelu_grad);
/// assert_eq!(y[[0, 1]], 0.5);
/// assert!(y[[1, 1]].is_nan());
/// ```
#[must_use]
pub fn map<A: Float, D: Dimension>(x: &ArrayRef<A, D>, f: impl Fn(f64) -> f64) -> Array<A, D> {
    x.map(|&x| A::nearest(f(x.into())))
}

/// `f` of every pair of elements, computed in `f64` and rounded once.
///
/// # Errors
///
/// If the shapes differ.
///
/// ```
/// use ndarray::array;
/// use nnfn::losses::huber;
/// let losses = nnfn_ndarray::zip_map(&array![1.0, 5.0], &array![0.0, 0.0], |p, t| huber(p, t, 1.0))?;
/// assert_eq!(losses, array![0.5, 4.5]);
/// # Ok::<(), nnfn_ndarray::Error>(())
/// ```
pub fn zip_map<A: Float, D: Dimension>(
    a: &ArrayRef<A, D>,
    b: &ArrayRef<A, D>,
    f: impl Fn(f64, f64) -> f64,
) -> Result<Array<A, D>, Error> {
    shape("second array", b.shape(), a.shape())?;
    Ok(Zip::from(a)
        .and(b)
        .map_collect(|&a, &b| A::nearest(f(a.into(), b.into()))))
}
