//! Where the results of lanes go.

use super::{Chunk, WIDTH};
use crate::Float;

/// The results of lanes, one lane after the other.
pub(crate) enum Out<'a, A> {
    Nowhere,
    Append(&'a mut Vec<A>),
    /// A slice, and how much of it is filled.
    Slice(&'a mut [A], usize),
}

/// Chunks that are put together.
const BLOCK: usize = 8;

impl<A: Float> Out<'_, A> {
    #[inline(always)]
    pub(crate) fn wanted(&self) -> bool {
        !matches!(self, Self::Nowhere)
    }

    /// Room for the next `n` results, which count as put; `None` where none are wanted.
    #[cfg(feature = "rayon")]
    pub(crate) fn places(&mut self, n: usize) -> Option<&mut [A]> {
        match self {
            Self::Nowhere => None,
            Self::Append(vec) => {
                let start = vec.len();
                if start == 0 && vec.capacity() >= n {
                    // Zeros of the system, which each thread is given where it writes. There was room for them.
                    **vec = Vec::new();
                    **vec = vec![A::zero(); n];
                } else {
                    vec.resize(start + n, A::zero());
                }
                Some(&mut vec[start..])
            }
            Self::Slice(slice, filled) => {
                let start = *filled;
                *filled += n;
                Some(&mut slice[start..start + n])
            }
        }
    }

    /// How many results there are so far.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Nowhere => 0,
            Self::Append(vec) => vec.len(),
            Self::Slice(_, filled) => *filled,
        }
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, results: &[A]) {
        match self {
            Self::Nowhere => {}
            Self::Append(vec) => vec.extend_from_slice(results),
            Self::Slice(slice, filled) => {
                let end = *filled + results.len();
                slice[*filled..end].copy_from_slice(results);
                *filled = end;
            }
        }
    }

    /// Puts `n` results, each the nearest to what `chunk(i, place)` leaves in `place` for the `i`-th chunk of them.
    #[inline(always)]
    pub(crate) fn put_chunks(&mut self, n: usize, mut chunk: impl FnMut(usize, &mut Chunk<f64>)) {
        let mut block = [[A::zero(); WIDTH]; BLOCK];
        let mut wide = [0.0; WIDTH];
        let chunks = n.div_ceil(WIDTH);
        for start in (0..chunks).step_by(BLOCK) {
            let end = chunks.min(start + BLOCK);
            for (i, narrow) in (start..end).zip(&mut block) {
                chunk(i, &mut wide);
                for k in 0..WIDTH {
                    narrow[k] = A::nearest(wide[k]);
                }
            }
            let count = (n - start * WIDTH).min(BLOCK * WIDTH);
            self.put(&block.as_flattened()[..count]);
        }
    }

    /// Puts numbers, rounded.
    pub(crate) fn put_all(&mut self, numbers: impl IntoIterator<Item = f64>) {
        for number in numbers {
            self.put(&[A::nearest(number)]);
        }
    }

    /// Puts `n` zeros.
    pub(crate) fn put_zeros(&mut self, n: usize) {
        match self {
            Self::Nowhere => {}
            Self::Append(vec) => vec.resize(vec.len() + n, A::zero()),
            Self::Slice(slice, filled) => {
                slice[*filled..*filled + n].fill(A::zero());
                *filled += n;
            }
        }
    }

    /// Replaces a result.
    #[inline(always)]
    pub(crate) fn set(&mut self, place: usize, number: f64) {
        match self {
            Self::Nowhere => {}
            Self::Append(vec) => vec[place] = A::nearest(number),
            Self::Slice(slice, _) => slice[place] = A::nearest(number),
        }
    }
}
