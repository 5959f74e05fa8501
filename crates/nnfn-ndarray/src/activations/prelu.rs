//! PReLU, with a slope for each channel.

use ndarray::{Array, Array1, ArrayRef, ArrayRef1, Axis, Dimension};
use nnfn::activations as definition;

use super::channels::Channels;
use crate::engine::{Operand, Order, Part, elementwise_of, elementwise_of_into, in_standard_order};
use crate::error::shape;
use crate::kernels::{Kernel, Lane, piecewise};
use crate::{Error, Float};

/// `x` for `x > 0`, else `slope·x`, as a new array: `slopes` has one for each index along `channels`, or a single one
/// for all. See [`nnfn::activations::prelu`]; PyTorch's channels are along axis 1.
///
/// # Errors
///
/// If there is no such axis, `slopes` is neither as long nor of length 1, or a slope is not finite.
pub fn prelu<A: Float, D: Dimension>(
    x: &ArrayRef<A, D>,
    slopes: &ArrayRef1<A>,
    channels: Axis,
) -> Result<Array<A, D>, Error> {
    let (values, _) = pass(Part::Value, x, slopes, channels)?;
    Ok(values.expect("asked for"))
}

/// Derivative of [`prelu`] by `x` at every element. See [`nnfn::activations::prelu_grad`].
///
/// # Errors
///
/// As those of [`prelu`].
pub fn prelu_grad<A: Float, D: Dimension>(
    x: &ArrayRef<A, D>,
    slopes: &ArrayRef1<A>,
    channels: Axis,
) -> Result<Array<A, D>, Error> {
    let (_, grads) = pass(Part::Grads, x, slopes, channels)?;
    let [grad] = grads.expect("asked for");
    Ok(grad)
}

/// [`prelu`] and its derivatives by `x`, at every element, and by each slope, summed over all elements that have it.
/// See [`nnfn::activations::prelu_grad_slope`].
///
/// # Errors
///
/// As those of [`prelu`].
pub fn prelu_with_grad<A: Float, D: Dimension>(
    x: &ArrayRef<A, D>,
    slopes: &ArrayRef1<A>,
    channels: Axis,
) -> Result<(Array<A, D>, Array<A, D>, Array1<A>), Error> {
    let (values, grads) = pass(Part::Both, x, slopes, channels)?;
    let [by_x] = grads.expect("asked for");
    let along = Channels::new(x, slopes, channels)?;
    let by_slopes = along.sums([x], |[x]| by_slope(x));
    Ok((values.expect("asked for"), by_x, by_slopes))
}

/// [`prelu`] into an array of the same shape.
///
/// # Errors
///
/// As those of [`prelu`], and if the shapes differ; nothing is written then.
pub fn prelu_into<A: Float, D: Dimension>(
    x: &ArrayRef<A, D>,
    slopes: &ArrayRef1<A>,
    channels: Axis,
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    let along = Channels::new(x, slopes, channels)?;
    shape("out", out.shape(), x.shape())?;
    let inputs = [in_standard_order(x), along.operand()];
    let out = Some(out);
    elementwise_of_into(&Prelu, x.len(), Order::Standard, inputs, out, [None]);
    Ok(())
}

/// Vector-Jacobian products of [`prelu`]: `upstream` times the derivatives by `x`, of the shape of `x`, and by each
/// slope, summed over all elements that have it.
///
/// # Errors
///
/// As those of [`prelu`], and if `upstream` has not the shape of `x`.
pub fn prelu_vjp<A: Float, D: Dimension>(
    x: &ArrayRef<A, D>,
    slopes: &ArrayRef1<A>,
    channels: Axis,
    upstream: &ArrayRef<A, D>,
) -> Result<(Array<A, D>, Array1<A>), Error> {
    let along = Channels::new(x, slopes, channels)?;
    shape("upstream", upstream.shape(), x.shape())?;
    let inputs = [
        in_standard_order(x),
        along.operand(),
        in_standard_order(upstream),
    ];
    let (by_x, _) = elementwise_of(&Chain, Part::Value, x.raw_dim(), Order::Standard, inputs);
    let by_slopes = along.sums([x, upstream], |[x, upstream]| upstream * by_slope(x));
    Ok((by_x.expect("asked for"), by_slopes))
}

type Results<A, D> = (Option<Array<A, D>>, Option<[Array<A, D>; 1]>);

fn pass<A: Float, D: Dimension>(
    part: Part,
    x: &ArrayRef<A, D>,
    slopes: &ArrayRef1<A>,
    channels: Axis,
) -> Result<Results<A, D>, Error> {
    let along = Channels::new(x, slopes, channels)?;
    let inputs: [Operand<A>; 2] = [in_standard_order(x), along.operand()];
    Ok(elementwise_of(
        &Prelu,
        part,
        x.raw_dim(),
        Order::Standard,
        inputs,
    ))
}

/// `min(0, x)`, NaN staying.
#[inline(always)]
fn by_slope(x: f64) -> f64 {
    if x > 0.0 { 0.0 } else { x }
}

struct Prelu;

impl Kernel<2, 1> for Prelu {
    #[inline(always)]
    fn both<L: Lane>(&self, [x, slope]: [f64; 2]) -> (f64, [f64; 1]) {
        let (value, by_x) = piecewise::leaky_relu(x, slope);
        (value, [by_x])
    }

    fn exact(&self, [x, slope]: [f64; 2]) -> (f64, [f64; 1]) {
        (
            definition::prelu(x, slope),
            [definition::prelu_grad(x, slope)],
        )
    }
}

/// The derivative by `x` times the upstream gradient.
struct Chain;

impl Kernel<3, 0> for Chain {
    #[inline(always)]
    fn both<L: Lane>(&self, [x, slope, upstream]: [f64; 3]) -> (f64, [f64; 0]) {
        (upstream * piecewise::leaky_relu(x, slope).1, [])
    }
}
