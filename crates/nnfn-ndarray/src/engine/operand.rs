//! The arguments of a loop, whatever the layout of the arrays.

use ndarray::{Array, ArrayRef, ArrayView1, Axis, Dimension};

use super::BLOCK;
use crate::Float;

/// In which order the elements are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The last axis runs fastest.
    Standard,
    /// The first axis runs fastest: all arrays are transposed and lie in one piece.
    Transposed,
}

/// The elements of one argument, block by block.
pub(crate) enum Operand<'a, A> {
    Slice(&'a [A]),
    /// Fills a buffer with the next elements.
    Gathered(Box<dyn FnMut(&mut [A]) + 'a>),
}

impl<A: Float> Operand<'_, A> {
    /// The next elements: those from `start` on, at most a block. A shorter one is filled up with ones, so that
    /// loops have a fixed length.
    #[inline(always)]
    pub(crate) fn next<'s>(
        &'s mut self,
        start: usize,
        n: usize,
        buffer: &'s mut [A; BLOCK],
    ) -> &'s [A; BLOCK] {
        match self {
            Self::Slice(slice) => {
                if let Some(block) = slice[start..].first_chunk() {
                    return block;
                }
                buffer[..n].copy_from_slice(&slice[start..start + n]);
            }
            Self::Gathered(fill) => fill(&mut buffer[..n]),
        }
        buffer[n..].fill(A::one());
        buffer
    }
}

/// The arguments, which have the same shape, and the order in which their elements come.
pub(crate) fn operands<'a, A: Float, D: Dimension, const N: usize>(
    arrays: [&'a ArrayRef<A, D>; N],
) -> (Order, [Operand<'a, A>; N]) {
    let transposed =
        |array: &&ArrayRef<A, D>| !array.is_standard_layout() && array.t().is_standard_layout();
    if arrays.iter().all(transposed) {
        let operands = arrays.map(|array| {
            let slice = array.t().to_slice();
            Operand::Slice(slice.expect("in standard layout when transposed"))
        });
        return (Order::Transposed, operands);
    }
    (Order::Standard, arrays.map(in_standard_order))
}

/// The elements with the last axis running fastest.
pub(crate) fn in_standard_order<A: Float, D: Dimension>(array: &ArrayRef<A, D>) -> Operand<'_, A> {
    if let Some(slice) = array.as_slice() {
        return Operand::Slice(slice);
    }
    if has_long_rows(array) {
        let mut rows = array.rows().into_iter();
        let mut row = ArrayView1::from(&[]);
        return Operand::Gathered(Box::new(move |mut buffer| {
            while !buffer.is_empty() {
                if row.is_empty() {
                    row = rows.next().expect("as many rows as were counted");
                }
                let (now, later) = row.split_at(Axis(0), row.len().min(buffer.len()));
                let (places, rest) = buffer.split_at_mut(now.len());
                places.copy_from_slice(now.to_slice().expect("a row in one piece"));
                (row, buffer) = (later, rest);
            }
        }));
    }
    let mut elements = array.iter();
    Operand::Gathered(Box::new(move |buffer| {
        for (place, &element) in buffer.iter_mut().zip(&mut elements) {
            *place = element;
        }
    }))
}

/// Whether the rows, along the last axis, lie in one piece each, and copying them is worth the while.
pub(super) fn has_long_rows<A, D: Dimension>(array: &ArrayRef<A, D>) -> bool {
    let last = array.ndim() - 1; // without an axis, an array is in standard order
    array.strides()[last] == 1 && array.shape()[last] >= 16
}

/// An array of this shape from its elements in this order.
pub(crate) fn assemble<A, D: Dimension>(dim: D, order: Order, elements: Vec<A>) -> Array<A, D> {
    if order == Order::Standard {
        return Array::from_shape_vec(dim, elements).expect("as many as in the arguments");
    }
    let mut shape = dim;
    shape.slice_mut().reverse();
    let array = Array::from_shape_vec(shape, elements).expect("as many as in the arguments");
    array.reversed_axes()
}

/// The index of the `i`-th element of an array of this shape, the last axis running fastest.
pub(crate) fn index(mut i: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for (place, &n) in index.iter_mut().zip(shape).rev() {
        *place = i % n;
        i /= n;
    }
    index
}
