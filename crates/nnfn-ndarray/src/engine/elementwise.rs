//! A kernel on every element.

use ndarray::{Array, ArrayRef, ArrayViewMut, Dimension};

use super::block::compute;
use super::operand::assemble;
use super::{BLOCK, Operand, Order, Part, operands};
use crate::error::shape;
use crate::isa::{Isa, Loop, dispatch};
use crate::kernels::Kernel;
use crate::{Error, Float};

/// Where results go.
pub(crate) enum Sink<'a, A> {
    Nowhere,
    Append(&'a mut Vec<A>),
    Slice(&'a mut [A]),
}

impl<A: Float> Sink<'_, A> {
    /// Stores the results that begin with the `start`-th.
    #[inline(always)]
    fn put(&mut self, start: usize, results: &[A]) {
        match self {
            Self::Nowhere => {}
            Self::Append(vec) => vec.extend_from_slice(results),
            Self::Slice(slice) => slice[start..start + results.len()].copy_from_slice(results),
        }
    }
}

struct Elementwise<'k, 'a, K, A, const N: usize, const M: usize> {
    kernel: &'k K,
    n: usize,
    inputs: [Operand<'a, A>; N],
    values: Sink<'a, A>,
    grads: [Sink<'a, A>; M],
}

impl<K: Kernel<N, M>, A: Float, const N: usize, const M: usize> Loop
    for Elementwise<'_, '_, K, A, N, M>
{
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(mut self) {
        let part = match (&self.values, self.grads.first()) {
            (_, None | Some(Sink::Nowhere)) => Part::Value,
            (Sink::Nowhere, _) => Part::Grads,
            _ => Part::Both,
        };
        let mut buffers = [[A::zero(); BLOCK]; N];
        let mut values = [A::zero(); BLOCK];
        let mut grads = [[A::zero(); BLOCK]; M];
        for start in (0..self.n).step_by(BLOCK) {
            let n = BLOCK.min(self.n - start);
            let mut places = self.inputs.iter_mut().zip(&mut buffers);
            let blocks = [(); N].map(|()| {
                let (input, buffer) = places.next().expect("as many buffers as inputs");
                input.next(start, n, buffer)
            });
            compute::<I, A, A, N, M>(self.kernel, part, blocks, &mut values, &mut grads);
            self.values.put(start, &values[..n]);
            for (sink, grad) in self.grads.iter_mut().zip(&grads) {
                sink.put(start, &grad[..n]);
            }
        }
    }
}

/// Values and derivatives as new arrays, laid out as the arguments; those that are not asked for are empty.
pub(crate) fn elementwise<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    part: Part,
    arrays: [&ArrayRef<A, D>; N],
) -> (Option<Array<A, D>>, Option<[Array<A, D>; M]>) {
    let (dim, n) = (arrays[0].raw_dim(), arrays[0].len());
    let (order, inputs) = operands(arrays);
    let (want_values, want_grads) = (part != Part::Grads, part != Part::Value);
    let mut values = Vec::with_capacity(if want_values { n } else { 0 });
    let mut grads = [(); M].map(|()| Vec::with_capacity(if want_grads { n } else { 0 }));
    dispatch(Elementwise {
        kernel,
        n,
        inputs,
        values: if want_values {
            Sink::Append(&mut values)
        } else {
            Sink::Nowhere
        },
        grads: grads.each_mut().map(|grad| {
            if want_grads {
                Sink::Append(grad)
            } else {
                Sink::Nowhere
            }
        }),
    });
    let assembled = |elements| assemble(dim.clone(), order, elements);
    (
        want_values.then(|| assembled(values)),
        want_grads.then(|| grads.map(assembled)),
    )
}

/// Values or, where `part` is [`Part::Grads`], derivatives by the first argument, into a given array.
pub(crate) fn elementwise_into<A: Float, D: Dimension, const N: usize>(
    kernel: &impl Kernel<N, 1>,
    part: Part,
    arrays: [&ArrayRef<A, D>; N],
    out: &mut ArrayRef<A, D>,
) -> Result<(), Error> {
    shape("out", out.shape(), arrays[0].shape())?;
    let n = out.len();
    let (order, inputs) = operands(arrays);
    let in_order = match order {
        Order::Standard => out.as_slice_mut(),
        Order::Transposed => as_transposed_slice(out.view_mut()),
    };
    let Some(slice) = in_order else {
        let (values, grads) = elementwise(kernel, part, arrays);
        let results = values.or_else(|| grads.map(|[grad]| grad));
        out.assign(&results.expect("one part was asked for"));
        return Ok(());
    };
    let (values, grads) = if part == Part::Grads {
        (Sink::Nowhere, Sink::Slice(slice))
    } else {
        (Sink::Slice(slice), Sink::Nowhere)
    };
    dispatch(Elementwise {
        kernel,
        n,
        inputs,
        values,
        grads: [grads],
    });
    Ok(())
}

fn as_transposed_slice<A, D: Dimension>(view: ArrayViewMut<'_, A, D>) -> Option<&mut [A]> {
    view.reversed_axes().into_slice()
}

/// Replaces every element by its value or, where `part` is [`Part::Grads`], by its derivative.
pub(crate) fn elementwise_inplace<A: Float, D: Dimension>(
    kernel: &impl Kernel<1, 1>,
    part: Part,
    x: &mut ArrayRef<A, D>,
) {
    let Some(slice) = x.as_slice_memory_order_mut() else {
        let (values, grads) = elementwise(kernel, part, [&*x]);
        let results = values.or_else(|| grads.map(|[grad]| grad));
        x.assign(&results.expect("one part was asked for"));
        return;
    };
    dispatch(InPlace {
        kernel,
        part,
        slice,
    });
}

struct InPlace<'k, 'a, K, A> {
    kernel: &'k K,
    part: Part,
    slice: &'a mut [A],
}

impl<K: Kernel<1, 1>, A: Float> Loop for InPlace<'_, '_, K, A> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        let (mut input, mut values, mut grads) =
            ([A::zero(); BLOCK], [A::zero(); BLOCK], [[A::zero(); BLOCK]]);
        for block in self.slice.chunks_mut(BLOCK) {
            input[..block.len()].copy_from_slice(block);
            input[block.len()..].fill(A::one());
            compute::<I, A, A, 1, 1>(self.kernel, self.part, [&input], &mut values, &mut grads);
            let results = if self.part == Part::Grads {
                &grads[0]
            } else {
                &values
            };
            block.copy_from_slice(&results[..block.len()]);
        }
    }
}
