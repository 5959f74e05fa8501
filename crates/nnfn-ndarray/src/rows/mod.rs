//! Functions of rows: of all the elements along one axis of an array, a lane.
//!
//! A lane passes in chunks of a fixed length, which become vector instructions. Its softmax weights stay, in `f64`,
//! where the second cache holds them; they are summed as they come, and results are made of them in one more pass.

// Loops of a fixed length over several arrays at once read best with an index, and become vector code.

mod chunks;
mod largest;
mod masked;
mod out;
mod panel;
#[cfg(feature = "rayon")]
mod pieces;
mod power;
mod row;
mod run;
mod scaled;
mod softmax;
mod sum;
mod target;
mod vjp;
mod vjp_from_output;

pub(crate) use chunks::{Chunk, WIDTH, chunks_of};
pub(crate) use largest::largest;
pub(crate) use masked::Masked;
pub(crate) use out::Out;
pub(crate) use panel::{Columns, Panel, Results};
pub(crate) use row::{Row, Scratch, Temperature};
pub(crate) use run::{Count, Factors, OfLane, Totals, Values, each_lane, vec_for};
pub(crate) use softmax::{LogSoftmax, LogSumExp, Softmax, put_shares};
pub(crate) use sum::{Sum, sum, sum_of, sum_of_pairs};
pub(crate) use target::{CrossEntropyOfLane, Target};
pub(crate) use vjp::{LogSoftmaxVjp, SoftmaxVjp};
pub(crate) use vjp_from_output::{LogSoftmaxVjpFromOutput, SoftmaxVjpFromOutput};

/// The lane in `f64`, as the definition takes it.
pub(crate) fn widened<A: crate::Float>(lane: &[A]) -> Vec<f64> {
    lane.iter().map(|&x| x.into()).collect()
}
