//! A row of logits and its softmax weights, as `nnfn`'s `Row` with vector instructions.
//!
//! The weights are `exp((z - max z)/T)` up to a common factor, which the normalisation takes out. Rounding
//! `z - max z` would cost an exponential as many units in the last place as the difference is large. So the
//! factor is chosen to be a power of two: where `max z / T` is at most `NEAR`, the exponential's own exact
//! reduction by multiples of `ln 2` starts from `z/T` itself, and the power of two of the largest is taken
//! from all. Where it is more, `z - max z` is exact for all that count, being within a factor of two of it.

use super::arithmetic::{fma, reciprocal, two_product};
use super::exp::exp_from;
use super::sum::{BLOCK, Total, largest, sum};
use crate::float::sealed::Lane;

/// Where the largest logit stands, and how a logit becomes a weight. `PLAIN`: the temperature is 1.
pub(crate) struct Row<A, const PLAIN: bool> {
    /// Index of the largest logit.
    pub(crate) top: usize,
    /// The largest logit.
    pub(crate) peak: A,
    shift: A,
    inverse_temperature: (A, A),
    origin: A,
    cut: A,
}

/// Sums of the weights of a row.
pub(crate) struct Sums {
    pub(crate) top: f64,
    /// All but the top: where the top takes nearly all, `total - top` would cancel.
    pub(crate) others: f64,
}

impl Sums {
    pub(crate) fn total(&self) -> f64 {
        self.top + self.others
    }

    /// `ln Σ exp((zᵢ - max z)/T)`: keeps its digits where it is nearly 0.
    pub(crate) fn log_sum(&self) -> f64 {
        (self.others / self.top).ln_1p()
    }
}

impl<A: Lane, const PLAIN: bool> Row<A, PLAIN> {
    /// `None` where there is nothing to measure from: no logit, or none that is finite, or an infinite one; also
    /// for logits and temperatures so extreme that the steps below overflow. Such rows are left to `nnfn`.
    pub(crate) fn new(logits: &[A], temperature: A) -> Option<Self> {
        let moderate = A::max_value().sqrt();
        let top = largest(logits)?;
        let peak = logits[top];
        if peak.abs() > moderate || temperature > moderate || temperature < moderate.recip() {
            return None;
        }
        let near = peak.abs() <= A::NEAR * temperature;
        let mut row = Self {
            top,
            peak,
            shift: if near { A::zero() } else { peak },
            inverse_temperature: reciprocal(temperature.into()),
            origin: A::ROUND,
            cut: A::EXP_CUT,
        };
        let (argument, _) = row.argument(peak);
        let exponent = fma(argument, A::LOG2_E, A::ROUND) - A::ROUND;
        row.origin = A::ROUND + A::RAISED_BY - exponent;
        row.cut = argument + A::EXP_CUT;
        Some(row)
    }

    /// `(z - shift)/T` in double length.
    #[inline(always)]
    pub(crate) fn argument(&self, logit: A) -> (A, A) {
        let shifted = logit - self.shift;
        if PLAIN {
            return (shifted, -A::zero());
        }
        let (inverse, inverse_lo) = self.inverse_temperature;
        let (hi, lo) = two_product(shifted, inverse);
        // Beside -∞ there is nothing to correct.
        let lo = if hi < A::min_value() { A::zero() } else { fma(shifted, inverse_lo, lo) };
        (hi, lo)
    }

    #[inline(always)]
    pub(crate) fn weight(&self, logit: A) -> A {
        let (hi, lo) = self.argument(logit);
        exp_from(hi, lo, self.origin, self.cut)
    }

    /// Replaces the logits by their weights.
    pub(crate) fn weigh(&self, row: &mut [A]) -> Sums {
        for value in row.iter_mut() {
            *value = self.weight(*value);
        }
        Sums {
            top: row[self.top].into(),
            others: sum(&row[..self.top]) + sum(&row[self.top + 1..]),
        }
    }

    pub(crate) fn weigh_only(&self, row: &mut [A]) {
        for value in row.iter_mut() {
            *value = self.weight(*value);
        }
    }
    /// The sums alone.
    pub(crate) fn measure(&self, logits: &[A]) -> Sums {
        let mut buffer = [A::zero(); BLOCK];
        let mut others = Total::default();
        for (i, block) in logits.chunks(BLOCK).enumerate() {
            let weights = &mut buffer[..block.len()];
            for (weight, &logit) in weights.iter_mut().zip(block) {
                *weight = self.weight(logit);
            }
            if i == self.top / BLOCK {
                weights[self.top % BLOCK] = A::zero();
            }
            others.add(sum(weights));
        }
        Sums {
            top: self.weight(self.peak).into(),
            others: others.value(),
        }
    }
}
