//! A row of logits and its softmax weights, as `nnfn`'s `Row` with vector instructions.
//!
//! The weights are `exp((z - max z)/T)` up to a common factor, which the normalisation takes out. Rounding
//! `z - max z` would cost an exponential as many units in the last place as the difference is large. So the
//! factor is chosen to be a power of two: where `max z / T` is at most `NEAR`, the exponential's own exact
//! reduction by multiples of `ln 2` starts from `z/T` itself, and the power of two of the largest is taken
//! from all. Where it is more, `z - max z` is exact for all that count, being within a factor of two of it.

use super::arithmetic::{fma, reciprocal, two_product};
use super::exp::exp_from;
use super::sum::{BLOCK, LANES, Total, largest, sum};
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
            inverse_temperature: if PLAIN {
                (A::one(), A::zero())
            } else {
                reciprocal(temperature.into())
            },
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
        let lo = if hi < A::min_value() {
            A::zero()
        } else {
            fma(shifted, inverse_lo, lo)
        };
        (hi, lo)
    }

    #[inline(always)]
    fn weight(&self, logit: A) -> A {
        let (hi, lo) = self.argument(logit);
        let weight = exp_from(hi, lo, self.origin);
        // Not by clamping `hi`: products with a weight that is all but 0 would be subnormal, and slow.
        if hi < self.cut { A::zero() } else { weight }
    }

    /// Appends the weights of the logits to `weights`.
    pub(crate) fn weigh(&self, logits: &[A], weights: &mut Vec<A>) -> Sums {
        let (start, mut others) = (weights.len(), Total::default());
        for (i, block) in logits.chunks(BLOCK).enumerate() {
            others.add(self.weigh_block(i, block, weights));
        }
        let top = self.weight(self.peak);
        weights[start + self.top] = top;
        Sums {
            top: top.into(),
            others: others.value(),
        }
    }

    /// The sums alone. One block of weights at a time is appended to `scratch` and taken off again.
    pub(crate) fn measure(&self, logits: &[A], scratch: &mut Vec<A>) -> Sums {
        let (start, mut others) = (scratch.len(), Total::default());
        for (i, block) in logits.chunks(BLOCK).enumerate() {
            others.add(self.weigh_block(i, block, scratch));
            scratch.truncate(start);
        }
        Sums {
            top: self.weight(self.peak).into(),
            others: others.value(),
        }
    }

    /// Appends the weights of the `i`-th block, 0 for the top, and returns their sum.
    fn weigh_block(&self, i: usize, block: &[A], weights: &mut Vec<A>) -> f64 {
        let start = weights.len();
        let (whole, rest) = block.split_at(block.len() / LANES * LANES);
        weights.extend(whole.iter().map(|&logit| self.weight(logit)));
        // The rest is filled up to a whole number of lanes too: short rows consist of it.
        let mut padded = [A::zero(); LANES];
        padded[..rest.len()].copy_from_slice(rest);
        padded
            .iter_mut()
            .for_each(|value| *value = self.weight(*value));
        weights.extend_from_slice(&padded[..rest.len()]);
        if i == self.top / BLOCK {
            weights[start + self.top % BLOCK] = A::zero();
        }
        sum(&weights[start..])
    }
}
