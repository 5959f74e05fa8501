//! The lanes of an array along an axis, as slices.

use ndarray::{Array, ArrayRef, ArrayView1, Axis, Dimension, RemoveAxis};

use crate::{Error, Float};

/// Checks that the array has the axis.
pub(crate) fn check_axis<A, D: Dimension>(x: &ArrayRef<A, D>, axis: Axis) -> Result<(), Error> {
    let (found, ndim) = (axis.index(), x.ndim());
    if found < ndim {
        Ok(())
    } else {
        Err(Error::Axis { found, ndim })
    }
}

/// The lanes of an array, one after the other, in the order of the other axes.
pub(crate) enum Lanes<'a, A> {
    /// Each begins where the one before it ends; their length.
    InOnePiece(&'a [A], usize),
    Scattered(Gathered<'a, A>),
}

/// Lanes that are gathered, several at a time: neighbours often share cache lines.
pub(crate) struct Gathered<'a, A> {
    lanes: Box<dyn Iterator<Item = ArrayView1<'a, A>> + 'a>,
    n: usize,
    panel: Vec<A>,
    /// How many lanes of the panel have been taken, and how many there are.
    taken: usize,
    ready: usize,
}

/// Lanes in a panel.
const PANEL: usize = 16;

impl<'a, A: Float> Lanes<'a, A> {
    pub(crate) fn new<D: RemoveAxis>(x: &'a ArrayRef<A, D>, axis: Axis) -> Self {
        let n = x.len_of(axis);
        if let (Some(slice), true) = (x.as_slice(), axis.index() + 1 == x.ndim()) {
            return Self::InOnePiece(slice, n);
        }
        Self::Scattered(Gathered {
            lanes: Box::new(x.lanes(axis).into_iter()),
            n,
            panel: Vec::new(),
            taken: 0,
            ready: 0,
        })
    }

    /// Takes the first `count` lanes off, which lie in one piece.
    #[cfg(feature = "rayon")]
    pub(crate) fn front(&mut self, count: usize) -> &'a [A] {
        match self {
            Self::InOnePiece(slice, n) => {
                let (front, rest) = slice.split_at(count * *n);
                *slice = rest;
                front
            }
            Self::Scattered(_) => unreachable!("asked for only of lanes in one piece"),
        }
    }

    /// The next lane.
    #[inline(always)]
    pub(crate) fn next_lane(&mut self) -> &[A] {
        match self {
            Self::InOnePiece(slice, n) => {
                let (lane, rest) = slice.split_at(*n);
                *slice = rest;
                lane
            }
            Self::Scattered(gathered) => gathered.next_lane(),
        }
    }
}

impl<A: Float> Gathered<'_, A> {
    #[inline(never)]
    fn next_lane(&mut self) -> &[A] {
        if self.taken == self.ready {
            self.gather();
        }
        let start = self.taken * self.n;
        self.taken += 1;
        &self.panel[start..start + self.n]
    }

    fn gather(&mut self) {
        let lanes: Vec<_> = self.lanes.by_ref().take(PANEL).collect();
        (self.taken, self.ready) = (0, lanes.len());
        self.panel.resize(self.ready * self.n, A::zero());
        if lanes.iter().all(|lane| lane.as_slice().is_some()) {
            for (place, lane) in self.panel.chunks_mut(self.n.max(1)).zip(&lanes) {
                place.copy_from_slice(lane.as_slice().expect("asked above"));
            }
            return;
        }
        for j in 0..self.n {
            for (place, lane) in self.panel.iter_mut().skip(j).step_by(self.n).zip(&lanes) {
                *place = lane[j];
            }
        }
    }
}

/// An array shaped like `x` from its lanes along `axis`, one after the other.
pub(crate) fn assemble<A, B, D: RemoveAxis>(
    x: &ArrayRef<A, D>,
    axis: Axis,
    lanes: Vec<B>,
) -> Array<B, D> {
    let (axis, ndim) = (axis.index(), x.ndim());
    let mut shape = x.raw_dim();
    shape.slice_mut()[axis..].rotate_left(1);
    let mut order = D::zeros(ndim);
    for (i, place) in order.slice_mut().iter_mut().enumerate() {
        *place = i;
    }
    order.slice_mut()[axis..].rotate_right(1);
    Array::from_shape_vec(shape, lanes)
        .expect("as many as in `x`")
        .permuted_axes(order)
}
