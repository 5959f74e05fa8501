//! Gates of one array, whose halves along an axis are value and gate.

use ndarray::{Array, ArrayRef, ArrayView, Axis, Dimension};

use crate::engine::elementwise_into;
use crate::error::shape;
use crate::kernels::{Kernel, Lane};
use crate::{Error, Float};

/// The halves of an array along an axis.
pub(crate) fn halves<A, D: Dimension>(
    x: &ArrayRef<A, D>,
    axis: Axis,
) -> Result<[ArrayView<'_, A, D>; 2], Error> {
    let Some(&length) = x.shape().get(axis.index()) else {
        return Err(Error::Axis {
            found: axis.index(),
            ndim: x.ndim(),
        });
    };
    if length % 2 == 1 {
        return Err(Error::OddAxis {
            axis: axis.index(),
            length,
        });
    }
    let (first, second) = x.view().split_at(axis, length / 2);
    Ok([first, second])
}

pub(crate) fn with_grad<A: Float, D: Dimension>(
    kernel: &impl Kernel<2, 2>,
    x: &ArrayRef<A, D>,
    axis: Axis,
) -> Result<(Array<A, D>, Array<A, D>), Error> {
    let [a, b] = halves(x, axis)?;
    let mut values = Array::zeros(a.raw_dim());
    let mut grad = Array::zeros(x.raw_dim());
    let (mut by_a, mut by_b) = grad.view_mut().split_at(axis, a.shape()[axis.index()]);
    let out = Some(&mut *values);
    elementwise_into(
        kernel,
        [&*a, &*b],
        out,
        [Some(&mut *by_a), Some(&mut *by_b)],
    );
    Ok((values, grad))
}

pub(crate) fn vjp<A: Float, D: Dimension>(
    kernel: impl Kernel<2, 2>,
    x: &ArrayRef<A, D>,
    axis: Axis,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    let [a, b] = halves(x, axis)?;
    shape("upstream", upstream.shape(), a.shape())?;
    let mut grad = Array::zeros(x.raw_dim());
    let (mut by_a, mut by_b) = grad.view_mut().split_at(axis, a.shape()[axis.index()]);
    let inputs = [&*a, &*b, upstream];
    elementwise_into(
        &Chain(kernel),
        inputs,
        None,
        [Some(&mut *by_a), Some(&mut *by_b)],
    );
    Ok(grad)
}

/// The derivatives times the upstream gradient.
pub(crate) struct Chain<K>(pub(crate) K);

impl<K: Kernel<2, 2>> Kernel<3, 2> for Chain<K> {
    #[inline(always)]
    fn both<L: Lane>(&self, [a, b, upstream]: [f64; 3]) -> (f64, [f64; 2]) {
        let (value, grads) = self.0.both::<L>([a, b]);
        (value, grads.map(|grad| upstream * grad))
    }

    #[inline(always)]
    fn has_hard(&self) -> bool {
        self.0.has_hard()
    }

    #[inline(always)]
    fn hard<L: Lane>(&self, [a, b, _]: [f64; 3]) -> bool {
        self.0.hard::<L>([a, b])
    }

    fn exact(&self, [a, b, upstream]: [f64; 3]) -> (f64, [f64; 2]) {
        let (value, grads) = self.0.exact([a, b]);
        (value, grads.map(|grad| upstream * grad))
    }
}
