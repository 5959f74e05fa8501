//! Chunks of large arrays, on one thread or, with the feature `rayon`, on all.
//!
//! Results do not depend on the number of threads: chunks are cut at the same places, and what they give is put
//! together in their order.

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
