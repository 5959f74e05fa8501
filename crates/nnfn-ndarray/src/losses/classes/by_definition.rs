//! Losses of lanes by their definitions, lane by lane in `f64`.

use crate::Float;
use crate::isa::Isa;
use crate::rows::{OfLane, Out};

/// A loss by its definition. Both closures take the index of the lane and the lanes; the second gives the gradients.
#[derive(Clone)]
pub(super) struct ByDefinition<V, G, const N: usize> {
    value: V,
    grads: G,
    wide: [Vec<f64>; N],
}

impl<V, G, const N: usize> ByDefinition<V, G, N> {
    pub(super) fn new<const M: usize>(value: V, grads: G) -> Self
    where
        V: Fn(usize, [&[f64]; N]) -> f64,
        G: Fn(usize, [&[f64]; N]) -> [Vec<f64>; M],
    {
        let wide = [(); N].map(|()| Vec::new());
        Self { value, grads, wide }
    }
}

impl<A, V, G, const N: usize, const M: usize> OfLane<A, N, M> for ByDefinition<V, G, N>
where
    A: Float,
    V: Fn(usize, [&[f64]; N]) -> f64 + Clone + Send,
    G: Fn(usize, [&[f64]; N]) -> [Vec<f64>; M] + Clone + Send,
{
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        i: usize,
        factor: f64,
        lanes: [&[A]; N],
        outs: &mut [Out<A>; M],
    ) -> f64 {
        for (wide, lane) in self.wide.iter_mut().zip(lanes) {
            wide.clear();
            wide.extend(lane.iter().map(|&x| -> f64 { x.into() }));
        }
        let lanes = self.wide.each_ref().map(|wide| &wide[..]);
        if outs.iter().any(Out::wanted) {
            for (out, grad) in outs.iter_mut().zip((self.grads)(i, lanes)) {
                out.put_all(grad.into_iter().map(|slope| factor * slope));
            }
        }
        (self.value)(i, lanes)
    }
}
