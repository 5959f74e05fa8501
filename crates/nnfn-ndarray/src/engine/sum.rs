//! Sums that lose no digit that matters, whatever their length.

use super::BLOCK;
use crate::kernels::two_sum;

/// A compensated total: what rounding takes from it is summed beside it (Neumaier).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Total {
    sum: f64,
    lost: f64,
}

impl Total {
    #[inline(always)]
    pub(crate) fn add(&mut self, term: f64) {
        let (sum, lost) = two_sum(self.sum, term);
        self.sum = sum;
        self.lost += lost;
    }

    /// Adds another total.
    #[inline(always)]
    pub(crate) fn join(&mut self, other: Self) {
        self.add(other.sum);
        self.lost += other.lost;
    }

    /// The total, and what rounding takes from it.
    pub(crate) fn parts(&self) -> (f64, f64) {
        let total = self.value();
        (total, (self.sum - total) + self.lost)
    }

    pub(crate) fn value(&self) -> f64 {
        if self.lost.is_finite() {
            self.sum + self.lost
        } else {
            self.sum // an infinite sum: what it lost is NaN
        }
    }
}

/// Totals that are kept side by side.
const LANES: usize = 32;

/// Totals of blocks. A block is added by halves down to one number for each total, so that four roundings, two units
/// in the last place of the sum of sizes, are all that is lost.
pub(crate) struct Totals {
    sums: [f64; LANES],
    lost: [f64; LANES],
}

impl Totals {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self {
            sums: [0.0; LANES],
            lost: [0.0; LANES],
        }
    }

    #[inline(always)]
    pub(crate) fn add(&mut self, block: &[f64; BLOCK]) {
        let halves = halved(block, LANES);
        let totals = self.sums.iter_mut().zip(&mut self.lost);
        for ((sum, lost), &half) in totals.zip(&halves) {
            let rounded = two_sum(*sum, half);
            *sum = rounded.0;
            *lost += rounded.1;
        }
    }

    #[inline(always)]
    pub(crate) fn total(&self) -> Total {
        let mut total = Total::default();
        for (&sum, &lost) in self.sums.iter().zip(&self.lost) {
            total.join(Total { sum, lost });
        }
        total
    }
}

/// A block added to itself by halves, until this many numbers are left.
#[inline(always)]
fn halved(block: &[f64; BLOCK], lanes: usize) -> [f64; BLOCK / 2] {
    let mut halves = [0.0; BLOCK / 2];
    let (low, high) = block.split_at(BLOCK / 2);
    for ((half, low), high) in halves.iter_mut().zip(low).zip(high) {
        *half = low + high;
    }
    let mut n = BLOCK / 4;
    while n >= lanes {
        for i in 0..n {
            halves[i] += halves[i + n];
        }
        n /= 2;
    }
    halves
}
