//! Short rows, side by side: a vector instruction works on one class of several rows.

use super::power::raised_power;
use super::row::{CUT, MODERATE_LOGIT, RAISED_BY, Temperature, pick, quotient};
use super::{Chunk, WIDTH};
use crate::Float;
use crate::engine::For;
use crate::isa::Isa;
use crate::kernels::arithmetic::{fma, two_product, two_sum};
use crate::kernels::exp::{ROUND, exp_from, ln_1p};
use crate::kernels::{LN_2, Lane};

/// Rows of up to this length are put side by side.
pub(crate) const SHORT_ROW: usize = 48;

/// One number for each of the rows of a panel.
pub(crate) type Column = Chunk<f64>;

/// What a kernel is given of rows that are side by side.
pub(crate) struct Panel<'a, const N: usize> {
    /// The index of the first row.
    pub(crate) first: usize,
    /// How many rows there are; what stands beside them is of no account.
    pub(crate) rows: usize,
    /// For each array and class, the entries of the rows.
    pub(crate) lanes: [&'a [Column]; N],
    /// The factors of the gradients; 0 where the row is masked.
    pub(crate) factors: &'a Column,
    /// Whether gradients are wanted.
    pub(crate) wanted: bool,
}

/// What a kernel makes of them.
pub(crate) struct Results<'a> {
    /// For each class, what is put for the rows.
    pub(crate) entries: &'a mut [Column],
    /// The values of the rows.
    pub(crate) values: &'a mut Column,
    /// Rows that are left to the kernel of one lane.
    pub(crate) refused: &'a mut [bool; WIDTH],
}

/// As [`Row`](super::Row), of rows side by side.
pub(crate) struct Columns {
    pub(crate) top: Column,
    pub(crate) peak: Column,
    pub(crate) one: f64,
    pub(crate) others: Column,
    temperature: Temperature,
}

impl Columns {
    /// Leaves the weights in `weights`. Refuses what [`Row::new`](super::Row::new) does.
    #[inline(always)]
    pub(crate) fn new<I: Isa, A: Float>(
        logits: &[Column],
        temperature: Temperature,
        weights: &mut [Column],
        refused: &mut [bool; WIDTH],
    ) -> Self {
        let mut columns = Self {
            top: [0.0; WIDTH],
            peak: [f64::NEG_INFINITY; WIDTH],
            one: 2_f64.powi(pick::<A, _>(RAISED_BY)),
            others: [0.0; WIDTH],
            temperature,
        };
        for (j, column) in logits.iter().enumerate() {
            let class = j as f64;
            for k in 0..WIDTH {
                let more = column[k] > columns.peak[k];
                columns.top[k] = if more { class } else { columns.top[k] };
                columns.peak[k] = if more { column[k] } else { columns.peak[k] };
            }
        }
        for k in 0..WIDTH {
            refused[k] = !(columns.peak[k].abs() < MODERATE_LOGIT && temperature.is_moderate());
        }
        let mut others = Sums::new();
        let mut terms = [0.0; WIDTH];
        for (j, (column, weights)) in logits.iter().zip(weights).enumerate() {
            columns.weigh::<I, A>(column, weights);
            let class = j as f64;
            for k in 0..WIDTH {
                terms[k] = if columns.top[k] == class {
                    0.0
                } else {
                    weights[k]
                };
            }
            others.add::<For<I, A>>(&terms);
        }
        columns.others = others.values();
        columns
    }

    #[inline(always)]
    fn weigh<I: Isa, A: Float>(&self, logits: &Column, weights: &mut Column) {
        if A::SHORT {
            let unit = self.temperature.base_two();
            for k in 0..WIDTH {
                weights[k] = raised_power::<For<I, A>>((logits[k] - self.peak[k]) * unit);
            }
            return;
        }
        let origin = ROUND + f64::from(RAISED_BY.1);
        for k in 0..WIDTH {
            let (hi, lo) = self.gap::<For<I, A>>(k, logits[k]);
            let weight = exp_from::<For<I, A>>(hi, lo, origin);
            weights[k] = if hi < CUT { 0.0 } else { weight };
        }
    }

    /// `(z - max z)/T` in the `k`-th row.
    #[inline(always)]
    pub(crate) fn gap<L: Lane>(&self, k: usize, logit: f64) -> (f64, f64) {
        let (inverse, inverse_lo) = self.temperature.inverse;
        if L::SHORT {
            return ((logit - self.peak[k]) * inverse, -0.0);
        }
        let (difference, lost) = two_sum(logit, -self.peak[k]);
        let (hi, lo) = two_product::<L>(difference, inverse);
        (
            hi,
            fma::<L>(difference, inverse_lo, fma::<L>(lost, inverse, lo)),
        )
    }

    /// `ln Σ exp((zᵢ - max z)/T)` in every row.
    #[inline(always)]
    pub(crate) fn log_sums<L: Lane>(&self) -> Column {
        let mut log_sums = [0.0; WIDTH];
        for k in 0..WIDTH {
            log_sums[k] = log_1p::<L>(self.others[k] / self.one);
        }
        log_sums
    }

    /// `ln Σ exp(zᵢ/T)` in the `k`-th row.
    #[inline(always)]
    pub(crate) fn log_sum_exp<L: Lane>(&self, k: usize, log_sum: f64) -> f64 {
        let (inverse, inverse_lo) = self.temperature.inverse;
        let (hi, lo) = two_product::<L>(self.peak[k], inverse);
        let (sum, lost) = two_sum(hi, log_sum);
        sum + (lost + fma::<L>(self.peak[k], inverse_lo, lo))
    }

    /// 1 over the totals of the rows, in double length.
    #[inline(always)]
    pub(crate) fn inverse_totals<L: Lane>(&self) -> (Column, Column) {
        let (mut inverse, mut inverse_lo) = ([0.0; WIDTH], [0.0; WIDTH]);
        for k in 0..WIDTH {
            if L::SHORT {
                inverse[k] = 1.0 / (self.one + self.others[k]);
            } else {
                let total = two_sum(self.one, self.others[k]);
                (inverse[k], inverse_lo[k]) = quotient::<L>(1.0, total);
            }
        }
        (inverse, inverse_lo)
    }

    /// In every row the entry at its top.
    #[inline(always)]
    pub(crate) fn at_top(&self, entries: &[Column]) -> Column {
        let mut found = [0.0; WIDTH];
        for (j, column) in entries.iter().enumerate() {
            let class = j as f64;
            for k in 0..WIDTH {
                found[k] = if self.top[k] == class {
                    column[k]
                } else {
                    found[k]
                };
            }
        }
        found
    }
}

/// Sums of terms in every row; in full, what rounding takes from them is summed beside them.
#[derive(Clone, Copy)]
pub(crate) struct Sums {
    sum: Column,
    lost: Column,
}

impl Sums {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self {
            sum: [0.0; WIDTH],
            lost: [0.0; WIDTH],
        }
    }

    #[inline(always)]
    pub(crate) fn add<L: Lane>(&mut self, terms: &Column) {
        for k in 0..WIDTH {
            if L::SHORT {
                self.sum[k] += terms[k];
            } else {
                let (sum, lost) = two_sum(self.sum[k], terms[k]);
                self.sum[k] = sum;
                self.lost[k] += lost;
            }
        }
    }

    #[inline(always)]
    pub(crate) fn values(mut self) -> Column {
        for k in 0..WIDTH {
            self.sum[k] += self.lost[k];
        }
        self.sum
    }
}

/// `ln(1 + x)` for `0 ≤ x < 2^20`.
#[inline(always)]
fn log_1p<L: Lane>(x: f64) -> f64 {
    let total = 1.0 + x;
    let bits = total.to_bits();
    // The exponent in the low bits of 2^52, and the number brought to between 1 and 2.
    let exponent = f64::from_bits((bits >> 52) | 0x4330_0000_0000_0000) - 4_503_599_627_371_519.0;
    let near = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    // Its bits taken apart, NaN would be lost.
    let small = x < 1.0 || x.is_nan();
    let e = if small { x } else { near - 1.0 };
    let k = if small { 0.0 } else { exponent };
    fma::<L>(k, LN_2.0, fma::<L>(k, LN_2.1, ln_1p::<L>(e)))
}
