//! A kernel of one number, in the forms that are offered.

use ndarray::{Array, ArrayRef, Dimension};

use crate::engine::{Part, elementwise, elementwise_into};
use crate::error::shape;
use crate::kernels::{Kernel, Lane};
use crate::{Error, Float};

pub(crate) fn value<A: Float, D: Dimension>(
    kernel: &impl Kernel<1, 1>,
    x: &ArrayRef<A, D>,
) -> Array<A, D> {
    let (values, _) = elementwise(kernel, Part::Value, [x]);
    values.expect("asked for")
}

pub(crate) fn grad<A: Float, D: Dimension>(
    kernel: &impl Kernel<1, 1>,
    x: &ArrayRef<A, D>,
) -> Array<A, D> {
    let (_, grads) = elementwise(kernel, Part::Grads, [x]);
    let [grad] = grads.expect("asked for");
    grad
}

pub(crate) fn with_grad<A: Float, D: Dimension>(
    kernel: &impl Kernel<1, 1>,
    x: &ArrayRef<A, D>,
) -> (Array<A, D>, Array<A, D>) {
    let (values, grads) = elementwise(kernel, Part::Both, [x]);
    let [grad] = grads.expect("asked for");
    (values.expect("asked for"), grad)
}

pub(crate) fn into<A: Float, D: Dimension>(
    kernel: &impl Kernel<1, 1>,
    part: Part,
    x: &ArrayRef<A, D>,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    shape("out", out.shape(), x.shape())?;
    let out = Some(out);
    let (values, grads) = match part {
        Part::Grads => (None, [out]),
        Part::Value | Part::Both => (out, [None]),
    };
    elementwise_into(kernel, [x], values, grads);
    Ok(())
}

pub(crate) fn vjp<A: Float, D: Dimension>(
    kernel: impl Kernel<1, 1>,
    x: &ArrayRef<A, D>,
    upstream: &ArrayRef<A, D>,
) -> Result<Array<A, D>, Error> {
    shape("upstream", upstream.shape(), x.shape())?;
    let (_, grads) = elementwise(&Chain(kernel), Part::Grads, [x, upstream]);
    let [grad] = grads.expect("asked for");
    Ok(grad)
}

/// With the derivative times the upstream gradient as its derivative.
struct Chain<K>(K);

impl<K: Kernel<1, 1>> Kernel<2, 1> for Chain<K> {
    #[inline(always)]
    fn both<L: Lane>(&self, [x, upstream]: [f64; 2]) -> (f64, [f64; 1]) {
        let (value, [grad]) = self.0.both::<L>([x]);
        (value, [upstream * grad])
    }

    #[inline(always)]
    fn has_hard(&self) -> bool {
        self.0.has_hard()
    }

    #[inline(always)]
    fn hard<L: Lane>(&self, [x, _]: [f64; 2]) -> bool {
        self.0.hard::<L>([x])
    }

    fn exact(&self, [x, upstream]: [f64; 2]) -> (f64, [f64; 1]) {
        let (value, [grad]) = self.0.exact([x]);
        (value, [upstream * grad])
    }
}
