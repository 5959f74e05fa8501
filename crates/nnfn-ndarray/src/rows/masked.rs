//! A function of lanes that leaves out what a mask does.

use ndarray::{ArrayView, ArrayView1, Axis, RemoveAxis};

use super::{OfLane, Out};
use crate::Float;
use crate::isa::Isa;

/// A kernel of logits, and perhaps an upstream gradient, that sees masked logits as `-∞` and their upstream gradient as
/// 0, whatever they are.
pub(crate) struct Masked<'m, K, A, const N: usize> {
    kernel: K,
    masks: Masks<'m>,
    lanes: [Vec<A>; N],
    /// What the first array and the others hold where they are masked.
    fillings: [A; 2],
    /// What becomes of a lane that is masked entirely: the value, and the entries of the result.
    of_none: (f64, f64),
}

/// The masks of the lanes.
enum Masks<'m> {
    /// Each begins where the one before it ends; their length.
    InOnePiece(&'m [bool], usize),
    /// To be taken in their order.
    Scattered(Box<dyn Iterator<Item = ArrayView1<'m, bool>> + Send + 'm>),
}

impl<'m> Masks<'m> {
    fn new<D: RemoveAxis>(mask: &'m ArrayView<'m, bool, D>, axis: Axis) -> Self {
        match mask.as_slice() {
            Some(slice) if axis.index() + 1 == mask.ndim() => {
                Self::InOnePiece(slice, mask.len_of(axis))
            }
            _ => Self::Scattered(Box::new(mask.lanes(axis).into_iter())),
        }
    }

    /// The mask of the `i`-th lane.
    fn of_lane(&mut self, i: usize) -> Option<ArrayView1<'m, bool>> {
        match self {
            Self::InOnePiece(all, n) => Some(ArrayView1::from(all.get(i * *n..(i + 1) * *n)?)),
            Self::Scattered(masks) => masks.next(),
        }
    }
}

impl<'m, K, A: Float, const N: usize> Masked<'m, K, A, N> {
    /// `mask` has the shape of the arrays; `true` is kept.
    pub(crate) fn new<D: RemoveAxis>(
        kernel: K,
        mask: &'m ArrayView<'m, bool, D>,
        axis: Axis,
        of_none: (f64, f64),
    ) -> Self {
        Self {
            kernel,
            masks: Masks::new(mask, axis),
            lanes: [(); N].map(|()| Vec::new()),
            fillings: [A::neg_infinity(), A::zero()],
            of_none,
        }
    }

    /// With shares in the place of logits: masked ones are 0.
    pub(crate) fn of_shares(self) -> Self {
        Self {
            fillings: [A::zero(); 2],
            ..self
        }
    }
}

impl<A: Float, K: OfLane<A, N, 1>, const N: usize> OfLane<A, N, 1> for Masked<'_, K, A, N> {
    fn for_thread(&self) -> Option<Self> {
        let Masks::InOnePiece(masks, n) = self.masks else {
            return None;
        };
        Some(Self {
            kernel: self.kernel.for_thread()?,
            masks: Masks::InOnePiece(masks, n),
            lanes: [(); N].map(|()| Vec::new()),
            ..*self
        })
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        lanes: [&[A]; N],
        outs: &mut [Out<A>; 1],
    ) -> f64 {
        let Some(mask) = self.masks.of_lane(i) else {
            return self.of_none.0; // of lanes that are all empty
        };
        if !mask.iter().any(|&kept| kept) {
            let [out] = outs;
            if out.wanted() {
                out.put_all(lanes[0].iter().map(|_| self.of_none.1));
            }
            return self.of_none.0;
        }
        for ((buffer, lane), filling) in self.lanes.iter_mut().zip(lanes).zip(self.fillings) {
            let pairs = lane.iter().zip(mask);
            buffer.clear();
            buffer.extend(pairs.map(|(&x, &kept)| if kept { x } else { filling }));
        }
        let lanes = self.lanes.each_ref().map(|lane| &lane[..]);
        self.kernel.lane::<I>(i, factor, lanes, outs)
    }
}
