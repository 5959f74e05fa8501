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
    pub(crate) fn join(&mut self, other: Self) {
        self.add(other.sum);
        self.lost += other.lost;
    }

    /// The sum, and what rounding took from it.
    pub(crate) fn parts(&self) -> (f64, f64) {
        (self.sum, self.lost)
    }

    pub(crate) fn value(&self) -> f64 {
        if self.lost.is_finite() {
            self.sum + self.lost
        } else {
            self.sum // an infinite sum: what it lost is NaN
        }
    }
}

/// Elements that are added side by side.
const LANES: usize = 8;

/// Adds a block: by halves down to eight, each of which is added with compensation. Six roundings at most, three
/// units in the last place of the sum of sizes.
#[inline(always)]
pub(crate) fn add_block(total: &mut Total, block: &[f64; BLOCK]) {
    let mut halves = [0.0; BLOCK / 2];
    let (low, high) = block.split_at(BLOCK / 2);
    for i in 0..BLOCK / 2 {
        halves[i] = low[i] + high[i];
    }
    let mut n = BLOCK / 4;
    while n >= LANES {
        for i in 0..n {
            halves[i] += halves[i + n];
        }
        n /= 2;
    }
    for &lane in &halves[..LANES] {
        total.add(lane);
    }
}
