//! Losses of a row of each of some arrays: pairs and triplets.

use ndarray::{Array2, ArrayRef, ArrayViewMut2, Axis, Ix1, Ix2};

use super::pieces::PIECE;
use super::weighing::Weighing;
use crate::engine::threads;
use crate::losses::Loss;
use crate::rows::vec_for;
use crate::{Error, Float};

/// The loss of a row, and its gradient by each array; nothing if it is 0 or was not asked for.
pub(crate) type RowLoss<const N: usize> = (f64, Option<[Vec<f64>; N]>);

/// The reduced loss of all rows that count, and the gradients by the arrays, if they are asked for.
///
/// # Errors
///
/// If there is no room for a loss of each row.
pub(crate) fn by_rows<A: Float, const N: usize>(
    arrays: [&ArrayRef<A, Ix2>; N],
    weighing: &Weighing,
    with_grads: bool,
    one: impl Fn(usize, &[Vec<f64>; N]) -> RowLoss<N> + Sync + Send,
) -> Result<(Loss<A, Ix1>, [Array2<A>; N]), Error> {
    let (n, d) = arrays[0].dim();
    let mut losses = vec_for(n)?;
    losses.resize(n, 0.0);
    let mut grads = [(); N].map(|()| Array2::zeros((n, if with_grads { d } else { 0 })));
    let mut pieces = grads
        .each_mut()
        .map(|grad| grad.axis_chunks_iter_mut(Axis(0), PIECE));
    let jobs = losses.chunks_mut(PIECE).enumerate().map(|(k, losses)| {
        let grads = pieces
            .each_mut()
            .map(|pieces| pieces.next().expect("as many as of losses"));
        (k * PIECE, losses, grads)
    });
    let piece = |(start, losses, mut grads): (usize, &mut [f64], [ArrayViewMut2<A>; N])| {
        let mut rows = [const { Vec::new() }; N];
        for (k, loss) in losses.iter_mut().enumerate() {
            let i = start + k;
            if !weighing.counts(i) {
                continue;
            }
            for (array, row) in arrays.iter().zip(&mut rows) {
                row.clear();
                row.extend(array.row(i).iter().map(|&x| -> f64 { x.into() }));
            }
            let (value, slopes) = one(i, &rows);
            *loss = value;
            for (grad, slopes) in grads.iter_mut().zip(slopes.iter().flatten()) {
                let factor = weighing.factor(i);
                for (place, slope) in grad.row_mut(k).iter_mut().zip(slopes) {
                    *place = A::nearest(factor * slope);
                }
            }
        }
    };
    threads::map(jobs.collect(), piece);
    Ok((weighing.reduce(&losses), grads))
}
