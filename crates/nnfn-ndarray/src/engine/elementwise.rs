//! A kernel on every element.

use ndarray::{Array, ArrayRef, Dimension};

use super::block::compute;
use super::operand::assemble;
use super::threads::{self, CHUNK, front, slices};
use super::{BLOCK, Operand, Order, Part, Sink, operands};
use crate::Float;
use crate::isa::{Isa, Loop, dispatch};
use crate::kernels::Kernel;

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
        let part = if self.grads.iter().all(Sink::is_nowhere) {
            Part::Value
        } else if self.values.is_nowhere() {
            Part::Grads
        } else {
            Part::Both
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
            let value = self.values.block(start, n, &mut values);
            let mut places = self.grads.iter_mut().zip(&mut grads);
            let grad = [(); M].map(|()| {
                let (sink, buffer) = places.next().expect("as many buffers as sinks");
                sink.block(start, n, buffer)
            });
            compute::<I, A, A, N, M>(self.kernel, part, blocks, value, grad);
            self.values.finish(start, n, &values);
            for (sink, grad) in self.grads.iter_mut().zip(&grads) {
                sink.finish(start, n, grad);
            }
        }
    }
}

/// A chunk of arguments and results that lie in one piece each.
struct Chunk<'a, A, const N: usize, const M: usize> {
    inputs: [&'a [A]; N],
    values: Option<&'a mut [A]>,
    grads: [Option<&'a mut [A]>; M],
}

/// Runs the loop, in chunks if everything lies in one piece.
fn run<K: Kernel<N, M>, A: Float, const N: usize, const M: usize>(
    all: Elementwise<'_, '_, K, A, N, M>,
) {
    let scattered = [&all.values].into_iter().chain(&all.grads);
    let inputs = slices(&all.inputs).filter(|_| !scattered.into_iter().any(Sink::is_scattered));
    let Some(inputs) = inputs else {
        return dispatch(all);
    };
    let mut values = all.values.into_slice();
    let mut grads = all.grads.map(Sink::into_slice);
    let chunks = (0..all.n).step_by(CHUNK).map(|start| {
        let n = CHUNK.min(all.n - start);
        Chunk {
            inputs: inputs.map(|input| &input[start..start + n]),
            values: front(&mut values, n),
            grads: grads.each_mut().map(|grad| front(grad, n)),
        }
    });
    threads::each(chunks, |chunk: Chunk<A, N, M>| {
        dispatch(Elementwise {
            kernel: all.kernel,
            n: chunk.inputs[0].len(),
            inputs: chunk.inputs.map(Operand::Slice),
            values: Sink::of(chunk.values),
            grads: chunk.grads.map(Sink::of),
        });
    });
}

/// Values and derivatives as new arrays, laid out as the arguments; those that are not asked for are empty.
pub(crate) fn elementwise<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    part: Part,
    arrays: [&ArrayRef<A, D>; N],
) -> (Option<Array<A, D>>, Option<[Array<A, D>; M]>) {
    let (order, inputs) = operands(arrays);
    elementwise_of(kernel, part, arrays[0].raw_dim(), order, inputs)
}

/// [`elementwise`] of arguments that come in this order and have these dimensions.
pub(crate) fn elementwise_of<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    part: Part,
    dim: D,
    order: Order,
    inputs: [Operand<'_, A>; N],
) -> (Option<Array<A, D>>, Option<[Array<A, D>; M]>) {
    let n = dim.size();
    // Zeros cost little: a large array gets them from the operating system, whichever way it is made.
    let mut values = (part != Part::Grads).then(|| vec![A::zero(); n]);
    let mut grads = (part != Part::Value).then(|| [(); M].map(|()| vec![A::zero(); n]));
    run(Elementwise {
        kernel,
        n,
        inputs,
        values: values
            .as_mut()
            .map_or(Sink::Nowhere, |vec| Sink::Slice(vec)),
        grads: match &mut grads {
            Some(grads) => grads.each_mut().map(|vec| Sink::Slice(vec)),
            None => [(); M].map(|()| Sink::Nowhere),
        },
    });
    let assembled = |elements| assemble(dim.clone(), order, elements);
    (
        values.map(assembled),
        grads.map(|grads| grads.map(assembled)),
    )
}

/// Values and derivatives into given arrays of the same shape.
pub(crate) fn elementwise_into<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    arrays: [&ArrayRef<A, D>; N],
    values: Option<&mut ArrayRef<A, D>>,
    grads: [Option<&mut ArrayRef<A, D>>; M],
) {
    let (order, inputs) = operands(arrays);
    elementwise_of_into(kernel, arrays[0].len(), order, inputs, values, grads);
}

/// [`elementwise_into`] of `n` arguments that come in this order.
pub(crate) fn elementwise_of_into<A: Float, D: Dimension, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    n: usize,
    order: Order,
    inputs: [Operand<'_, A>; N],
    values: Option<&mut ArrayRef<A, D>>,
    grads: [Option<&mut ArrayRef<A, D>>; M],
) {
    run(Elementwise {
        kernel,
        n,
        inputs,
        values: Sink::given(values, order),
        grads: grads.map(|grad| Sink::given(grad, order)),
    });
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
    threads::each(slice.chunks_mut(CHUNK), |slice| {
        dispatch(InPlace {
            kernel,
            part,
            slice,
        });
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
        let [mut input, mut results, mut dropped] = [[A::zero(); BLOCK]; 3];
        for block in self.slice.chunks_mut(BLOCK) {
            let n = block.len();
            input[..n].copy_from_slice(block);
            input[n..].fill(A::one());
            let mut sink = Sink::Slice(block);
            let place = sink.block(0, n, &mut results);
            let (values, grads) = if self.part == Part::Grads {
                (&mut dropped, [place])
            } else {
                (place, [&mut dropped])
            };
            compute::<I, A, A, 1, 1>(self.kernel, self.part, [&input], values, grads);
            sink.finish(0, n, &results);
        }
    }
}
