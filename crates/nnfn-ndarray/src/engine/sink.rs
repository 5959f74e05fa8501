//! Where results go, whatever the layout.

use ndarray::{ArrayRef, ArrayViewMut1, Axis, Dimension};

use super::operand::has_long_rows;
use super::{BLOCK, Order};
use crate::Float;

/// The results of a loop, block by block.
pub(crate) enum Sink<'a, A> {
    Nowhere,
    Slice(&'a mut [A]),
    /// Takes the next elements.
    Scattered(Box<dyn FnMut(&[A]) + 'a>),
}

impl<'a, A: Float> Sink<'a, A> {
    /// A given array, whose elements come in this order.
    fn array<D: Dimension>(out: &'a mut ArrayRef<A, D>, order: Order) -> Self {
        if order == Order::Standard && !out.is_standard_layout() && has_long_rows(out) {
            let mut rows = out.rows_mut().into_iter();
            let mut row = ArrayViewMut1::from(&mut []);
            return Self::Scattered(Box::new(move |mut results| {
                while !results.is_empty() {
                    if row.is_empty() {
                        row = rows.next().expect("as many rows as were counted");
                    }
                    let n = row.len().min(results.len());
                    let (now, later) = std::mem::replace(&mut row, ArrayViewMut1::from(&mut []))
                        .split_at(Axis(0), n);
                    let places = now.into_slice().expect("a row in one piece");
                    places.copy_from_slice(&results[..n]);
                    (row, results) = (later, &results[n..]);
                }
            }));
        }
        let out = match order {
            Order::Standard => out.view_mut(),
            Order::Transposed => out.view_mut().reversed_axes(),
        };
        if out.is_standard_layout() {
            return Self::Slice(out.into_slice().expect("in standard layout"));
        }
        let mut places = out.into_iter();
        Self::Scattered(Box::new(move |results| {
            for (&result, place) in results.iter().zip(&mut places) {
                *place = result;
            }
        }))
    }

    /// [`Sink::array`], if there is one.
    pub(crate) fn given<D: Dimension>(out: Option<&'a mut ArrayRef<A, D>>, order: Order) -> Self {
        out.map_or(Self::Nowhere, |out| Self::array(out, order))
    }

    /// Where to put the `n` results that begin with the `start`-th: a whole block right in its place, if that is in
    /// one piece, others in the buffer.
    #[inline(always)]
    pub(crate) fn block<'s>(
        &'s mut self,
        start: usize,
        n: usize,
        buffer: &'s mut [A; BLOCK],
    ) -> &'s mut [A; BLOCK] {
        match self {
            Self::Slice(slice) if n == BLOCK => slice[start..]
                .first_chunk_mut()
                .expect("as many results as places"),
            _ => buffer,
        }
    }

    /// Takes from the buffer what [`Sink::block`] had put there.
    #[inline(always)]
    pub(crate) fn finish(&mut self, start: usize, n: usize, buffer: &[A; BLOCK]) {
        match self {
            Self::Slice(slice) if n < BLOCK => {
                slice[start..start + n].copy_from_slice(&buffer[..n]);
            }
            Self::Slice(_) | Self::Nowhere => {}
            Self::Scattered(store) => store(&buffer[..n]),
        }
    }

    /// The slice, if there is one.
    pub(super) fn of(slice: Option<&'a mut [A]>) -> Self {
        slice.map_or(Self::Nowhere, Self::Slice)
    }

    /// The slice; none if it is nowhere or scattered.
    pub(super) fn into_slice(self) -> Option<&'a mut [A]> {
        match self {
            Self::Slice(slice) => Some(slice),
            Self::Nowhere | Self::Scattered(_) => None,
        }
    }

    pub(super) fn is_scattered(&self) -> bool {
        matches!(self, Self::Scattered(_))
    }

    pub(crate) fn is_nowhere(&self) -> bool {
        matches!(self, Self::Nowhere)
    }
}
