//! Where results go, whatever the layout.

use ndarray::{ArrayRef, ArrayViewMut1, Axis, Dimension};

use super::Order;
use super::operand::has_long_rows;
use crate::Float;

/// The results of a loop, block by block.
pub(crate) enum Sink<'a, A> {
    Nowhere,
    Append(&'a mut Vec<A>),
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

    /// Appends to a new array, if one is wanted.
    pub(crate) fn new_array(wanted: bool, elements: &'a mut Vec<A>) -> Self {
        if wanted {
            Self::Append(elements)
        } else {
            Self::Nowhere
        }
    }

    /// Stores the results that begin with the `start`-th.
    #[inline(always)]
    pub(crate) fn put(&mut self, start: usize, results: &[A]) {
        match self {
            Self::Nowhere => {}
            Self::Append(vec) => vec.extend_from_slice(results),
            Self::Slice(slice) => slice[start..start + results.len()].copy_from_slice(results),
            Self::Scattered(store) => store(results),
        }
    }

    pub(crate) fn is_nowhere(&self) -> bool {
        matches!(self, Self::Nowhere)
    }
}
