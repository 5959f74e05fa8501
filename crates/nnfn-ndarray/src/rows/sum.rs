//! Sums over a lane.

use super::{Chunk, WIDTH, chunks_of};
use crate::Float;
use crate::kernels::{Lane, two_sum};

/// Sums of which it is known what rounding took.
const LANES: usize = 16;

/// A sum side by side. In full, a chunk is added by halves down to [`LANES`], and what rounding takes from these sums is
/// summed beside them: then two roundings of every number are all that is lost.
#[derive(Clone, Copy)]
pub(crate) struct Sum {
    sum: Chunk<f64>,
    lost: [f64; LANES],
}

impl Sum {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self {
            sum: [0.0; WIDTH],
            lost: [0.0; LANES],
        }
    }

    #[inline(always)]
    pub(crate) fn add<L: Lane>(&mut self, terms: &Chunk<f64>) {
        if L::SHORT {
            for k in 0..WIDTH {
                self.sum[k] += terms[k];
            }
            return;
        }
        const { assert!(WIDTH == 4 * LANES) };
        for k in 0..LANES {
            let (a, b) = (terms[k], terms[k + LANES]);
            let (c, d) = (terms[k + 2 * LANES], terms[k + 3 * LANES]);
            let (sum, lost) = two_sum(self.sum[k], (a + b) + (c + d));
            self.sum[k] = sum;
            self.lost[k] += lost;
        }
    }

    /// The sum across, by halves.
    #[inline(always)]
    pub(crate) fn value<L: Lane>(mut self) -> f64 {
        let mut n = if L::SHORT { WIDTH } else { LANES };
        while n > 1 {
            n /= 2;
            for k in 0..n {
                if L::SHORT {
                    self.sum[k] += self.sum[k + n];
                } else {
                    let (sum, lost) = two_sum(self.sum[k], self.sum[k + n]);
                    self.sum[k] = sum;
                    self.lost[k] += self.lost[k + n] + lost;
                }
            }
        }
        let (sum, lost) = (self.sum[0], self.lost[0]);
        // Of an infinite sum, what it lost is NaN.
        if L::SHORT || !lost.is_finite() {
            sum
        } else {
            sum + lost
        }
    }
}

/// `Σ f(xᵢ)`; the lane is filled up with `filling`, of which `f` is 0.
#[inline(always)]
pub(crate) fn sum_of<L: Lane, A: Float>(lane: &[A], filling: A, f: impl Fn(f64) -> f64) -> f64 {
    let (whole, rest) = chunks_of(lane, filling);
    let mut sum = Sum::new();
    let mut terms = [0.0; WIDTH];
    for chunk in whole.iter().chain([&rest]) {
        for k in 0..WIDTH {
            terms[k] = f(chunk[k].into());
        }
        sum.add::<L>(&terms);
    }
    sum.value::<L>()
}

/// `Σ f(xᵢ, yᵢ)`; lanes are filled up with `filling` and 0, of which `f` is 0.
#[inline(always)]
pub(crate) fn sum_of_pairs<L: Lane, A: Float>(
    (lane, filling): (&[A], A),
    other: &[A],
    f: impl Fn(f64, f64) -> f64,
) -> f64 {
    let ((whole, rest), (others, other_rest)) =
        (chunks_of(lane, filling), chunks_of(other, A::zero()));
    let mut sum = Sum::new();
    let mut terms = [0.0; WIDTH];
    let pairs = whole.iter().zip(others).chain([(&rest, &other_rest)]);
    for (chunk, other) in pairs {
        for k in 0..WIDTH {
            terms[k] = f(chunk[k].into(), other[k].into());
        }
        sum.add::<L>(&terms);
    }
    sum.value::<L>()
}

/// `Σ xᵢ`.
#[inline(always)]
pub(crate) fn sum<L: Lane, A: Float>(lane: &[A]) -> f64 {
    sum_of::<L, A>(lane, A::zero(), |x| x)
}

/// `Σ xᵢ` but that at `place`.
#[inline(always)]
pub(crate) fn sum_but<L: Lane, A: Float>(lane: &[A], place: usize) -> f64 {
    sum::<L, A>(&lane[..place]) + sum::<L, A>(&lane[place + 1..])
}
