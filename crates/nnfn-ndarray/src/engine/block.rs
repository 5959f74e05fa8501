//! A kernel on one block of elements.

use std::marker::PhantomData;

use crate::Float;
use crate::float::sealed::Element;
use crate::isa::Isa;
use crate::kernels::{Kernel, Lane};

/// Elements that pass through the nearest cache together.
pub(crate) const BLOCK: usize = 512;

/// What is asked of a kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Value,
    Grads,
    Both,
}

/// A set of instructions, an element type, and whether derivatives are asked for, for a kernel.
#[derive(Clone, Copy)]
pub(crate) struct For<I, A, const GRADS: bool = true>(PhantomData<(I, A)>);

impl<I: Isa, A: Float, const GRADS: bool> Lane for For<I, A, GRADS> {
    const FUSED: bool = I::FUSED;
    const SHORT: bool = A::SHORT;
    const GRADS: bool = GRADS;
}

/// Computes a block. Results are of the type `V`: rounded, or still `f64`.
#[inline(always)]
pub(crate) fn compute<I: Isa, A: Float, V: Element, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    part: Part,
    inputs: [&[A; BLOCK]; N],
    values: &mut [V; BLOCK],
    mut grads: [&mut [V; BLOCK]; M],
) {
    // One loop for each: what is dropped is not computed.
    match part {
        Part::Value => {
            for i in 0..BLOCK {
                values[i] = V::nearest(kernel.both::<For<I, A, false>>(at(inputs, i)).0);
            }
        }
        Part::Grads => {
            for i in 0..BLOCK {
                let (_, slopes) = kernel.both::<For<I, A>>(at(inputs, i));
                for (grad, slope) in grads.iter_mut().zip(slopes) {
                    grad[i] = V::nearest(slope);
                }
            }
        }
        Part::Both => {
            for i in 0..BLOCK {
                let (value, slopes) = kernel.both::<For<I, A>>(at(inputs, i));
                values[i] = V::nearest(value);
                for (grad, slope) in grads.iter_mut().zip(slopes) {
                    grad[i] = V::nearest(slope);
                }
            }
        }
    }
    settle::<I, A, V, N, M>(kernel, inputs, values, grads);
}

/// Asks the definition where the kernel must not be believed.
#[inline(always)]
fn settle<I: Isa, A: Float, V: Element, const N: usize, const M: usize>(
    kernel: &impl Kernel<N, M>,
    inputs: [&[A; BLOCK]; N],
    values: &mut [V; BLOCK],
    mut grads: [&mut [V; BLOCK]; M],
) {
    let hard = |i| kernel.hard::<For<I, A>>(at(inputs, i));
    if !kernel.has_hard() || !(0..BLOCK).fold(false, |any, i| any | hard(i)) {
        return;
    }
    for i in (0..BLOCK).filter(|&i| hard(i)) {
        let (value, slopes) = kernel.exact(at(inputs, i));
        values[i] = V::nearest(value);
        for (grad, slope) in grads.iter_mut().zip(slopes) {
            grad[i] = V::nearest(slope);
        }
    }
}

#[inline(always)]
fn at<A: Float, const N: usize>(inputs: [&[A; BLOCK]; N], i: usize) -> [f64; N] {
    inputs.map(|input| input[i].into())
}
