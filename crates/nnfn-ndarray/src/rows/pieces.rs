//! Lanes in pieces, on all threads.
//!
//! What is made of a lane depends on no other, and values are added in the order of the lanes: results are those of one
//! thread, to the bit, wherever pieces are cut.

use super::run::{EachLane, are_side_by_side};
use super::{Count, Factors, OfLane, Out, Totals, Values, WIDTH};
use crate::Float;
use crate::engine::threads::{self, CHUNK};
use crate::isa::dispatch;
use crate::lanes::Lanes;

/// Pieces for each thread, so that none waits long for the last.
const EACH: usize = 4;

/// Runs the kernel on all threads, or on this one: where arrays are small or not in one piece, or where the kernel must
/// see lanes in their order.
pub(super) fn run<A: Float, K: OfLane<A, N, M>, const N: usize, const M: usize>(
    mut all: EachLane<'_, '_, K, A, N, M>,
) -> Totals {
    let size = lanes_of_a_piece::<A, K, N, M>(all.kernel, all.count);
    let in_one_piece = |lanes: &Lanes<A>| matches!(lanes, Lanes::InOnePiece(..));
    if size >= all.count.lanes || !all.lanes.iter().all(in_one_piece) {
        return dispatch(all);
    }
    let starts = (0..all.count.lanes).step_by(size);
    let kernels: Option<Vec<K>> = starts.clone().map(|_| all.kernel.for_thread()).collect();
    let Some(kernels) = kernels else {
        return dispatch(all);
    };
    let length = all.count.length;
    let weights: Option<Vec<f64>> = all.factors.weights.take().map(Iterator::collect);
    let divisor = all.factors.divisor;
    let keeps = !matches!(all.values, Values::Dropped);
    let mut places = (all.outs.each_mut()).map(|out| out.places(all.count.lanes * length));
    let jobs: Vec<_> = (starts.zip(kernels))
        .map(|(first, kernel)| {
            let lanes = size.min(all.count.lanes - first);
            let slices = all.lanes.each_mut().map(|all| all.front(lanes));
            let outs = places.each_mut().map(|place| match place {
                Some(place) => {
                    Out::Slice(place.split_off_mut(..lanes * length).unwrap_or_default(), 0)
                }
                None => Out::Nowhere,
            });
            let weights = weights
                .as_ref()
                .map(|weights| &weights[first..first + lanes]);
            (first, lanes, kernel, slices, outs, weights)
        })
        .collect();
    let values = threads::map(jobs, |(first, lanes, mut kernel, slices, outs, weights)| {
        let mut values = Vec::new();
        dispatch(EachLane {
            kernel: &mut kernel,
            first,
            count: Count { lanes, length },
            lanes: slices.map(|slice| Lanes::InOnePiece(slice, length)),
            outs,
            values: match keeps {
                true => Values::Kept(&mut values),
                false => Values::Dropped,
            },
            factors: Factors {
                weights: weights.map(|weights| Box::new(weights.iter().copied()) as Box<_>),
                divisor,
            },
        });
        values
    });
    let mut totals = Totals::default();
    let weight = |lane: usize| weights.as_ref().map_or(1.0, |weights| weights[lane]);
    for (lane, value) in values.into_iter().flatten().enumerate() {
        all.values.take(value, weight(lane), divisor, &mut totals);
    }
    totals
}

/// Enough lanes that handing them to a thread costs nothing beside them; whole panels, where lanes are taken several at
/// a time.
fn lanes_of_a_piece<A, K, const N: usize, const M: usize>(kernel: &K, count: Count) -> usize
where
    A: Float,
    K: OfLane<A, N, M>,
{
    let few = count.lanes.div_ceil(EACH * rayon::current_num_threads());
    let size = few.max(CHUNK.div_ceil(count.length.max(1)));
    if are_side_by_side::<A, K, N, M>(kernel, count.length) {
        size.next_multiple_of(WIDTH)
    } else {
        size
    }
}
