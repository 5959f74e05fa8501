//! A lane in pieces of a fixed length, which become vector instructions.

use crate::Float;

/// Elements that are treated side by side: so many that the compiler sees a loop to make vectors of, and not single
/// numbers to keep in registers.
pub(crate) const WIDTH: usize = 64;

pub(crate) type Chunk<T> = [T; WIDTH];

/// The whole chunks of a lane, and the rest of it filled up.
#[inline(always)]
pub(crate) fn chunks_of<A: Float>(lane: &[A], filling: A) -> (&[Chunk<A>], Chunk<A>) {
    let (whole, rest) = lane.as_chunks::<WIDTH>();
    let mut last = [filling; WIDTH];
    for (place, &x) in last.iter_mut().zip(rest) {
        *place = x;
    }
    (whole, last)
}
