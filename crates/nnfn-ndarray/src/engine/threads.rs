//! Chunks of large arrays, on one thread or, with the feature `rayon`, on all.
//!
//! Results do not depend on the number of threads: chunks are cut at the same places, and what they give is put
//! together in their order.

use super::Operand;

/// Elements of a chunk: enough that handing one to a thread costs nothing beside it.
pub(crate) const CHUNK: usize = 64 * super::BLOCK;

/// Does every job, and gives the results in the order of the jobs.
pub(crate) fn map<J: Send, T: Send>(jobs: Vec<J>, work: impl Fn(J) -> T + Sync + Send) -> Vec<T> {
    #[cfg(feature = "rayon")]
    if jobs.len() > 1 {
        use rayon::prelude::*;
        return jobs.into_par_iter().map(work).collect();
    }
    jobs.into_iter().map(work).collect()
}

/// Does every job. On one thread it allocates nothing.
pub(crate) fn each<J: Send>(jobs: impl Iterator<Item = J>, work: impl Fn(J) + Sync + Send) {
    #[cfg(feature = "rayon")]
    map(jobs.collect(), work);
    #[cfg(not(feature = "rayon"))]
    jobs.for_each(work);
}

/// The arguments, if each lies in one piece.
pub(super) fn slices<'a, A, const N: usize>(
    operands: &[Operand<'a, A>; N],
) -> Option<[&'a [A]; N]> {
    let mut slices = [&[][..]; N];
    for (slice, operand) in slices.iter_mut().zip(operands) {
        match operand {
            Operand::Slice(found) => *slice = found,
            Operand::Gathered(_) => return None,
        }
    }
    Some(slices)
}

/// Cuts the first `n` off a slice.
pub(super) fn front<'a, A>(slice: &mut Option<&'a mut [A]>, n: usize) -> Option<&'a mut [A]> {
    let (front, rest) = slice.take()?.split_at_mut(n);
    *slice = Some(rest);
    Some(front)
}
