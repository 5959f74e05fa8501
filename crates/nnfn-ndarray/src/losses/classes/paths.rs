//! Hierarchical softmax.

use super::forms::rows;
use super::run;
use crate::Float;
use crate::domain::BIT;
use crate::engine::For;
use crate::isa::Isa;
use crate::kernels::logistic::log_sigmoid;
use crate::rows::{OfLane, Out, WIDTH, chunks_of, sum_of_pairs};

rows!(hierarchical_softmax[scores, code]()
    "Hierarchical softmax: `Σₙ softplus((1 - 2bₙ)·uₙ)`, the loss of one leaf of a binary tree, in nats,",
    "`scores` are those of the inner nodes on the path to the leaf, and `code`, of 0 and 1, says which way is taken at \
     each. Shorter paths are filled up with scores of `-∞` and a code of 0, which cost nothing.";
    kernel |_axis| Path; by scores; check |weights, axis| run::check_entries(&BIT, "code", code, axis, weights));

#[derive(Clone)]
struct Path;

impl<A: Float> OfLane<A, 2, 1> for Path {
    fn for_thread(&self) -> Option<Self> {
        Some(self.clone())
    }

    #[inline(always)]
    fn lane<I: Isa>(
        &mut self,
        _: usize,
        factor: f64,
        [scores, code]: [&[A]; 2],
        [out]: &mut [Out<A>; 1],
    ) -> f64 {
        if out.wanted() {
            let (scores_of, codes_of) = (chunks_of(scores, A::zero()), chunks_of(code, A::zero()));
            out.put_chunks(scores.len(), |i, place| {
                let scores = scores_of.0.get(i).unwrap_or(&scores_of.1);
                let codes = codes_of.0.get(i).unwrap_or(&codes_of.1);
                for k in 0..WIDTH {
                    let (score, bit): (f64, f64) = (scores[k].into(), codes[k].into());
                    let turn = 2.0 * bit - 1.0;
                    // σ(u) - b, which would cancel where the turn is likely.
                    let (_, slope) = log_sigmoid::<For<I, A>>(turn * score);
                    place[k] = -turn * slope * factor;
                }
            });
        }
        // Filled up with a score of -∞ and a code of 0.
        sum_of_pairs::<For<I, A>, A>((scores, A::neg_infinity()), code, |score, bit| {
            let (log, _) = log_sigmoid::<For<I, A>>((2.0 * bit - 1.0) * score);
            0.0 - log
        })
    }
}
