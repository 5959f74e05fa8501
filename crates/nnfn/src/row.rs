//! A row of logits, measured from its largest.

use crate::double::Double;
use crate::reduce::sum_of;

/// Logits over a temperature, shifted so that the largest is 0: no exponential overflows, one of them is 1.
pub(crate) struct Row<'a> {
    logits: &'a [f64],
    temperature: f64,
    /// Index of the largest logit; of a NaN if there is one.
    pub(crate) top: usize,
}

impl<'a> Row<'a> {
    /// The row, or `None` if it is empty.
    pub(crate) fn new(logits: &'a [f64], temperature: f64) -> Option<Self> {
        let larger = |i: usize, j: usize| if logits[j] > logits[i] || logits[j].is_nan() { j } else { i };
        let top = (0..logits.len()).reduce(larger)?;
        Some(Self { logits, temperature, top })
    }

    /// `(zᵢ - max z)/T`. The rounding of either operation alone would cost an exponential up to 256 ulp.
    ///
    /// 0 at the top whatever stands there, so that a single `∞` takes all; two of them make a NaN.
    pub(crate) fn gap(&self, i: usize) -> Double {
        let largest = self.logits[self.top];
        if i == self.top && !largest.is_nan() {
            return Double::from(0.0);
        }
        // A difference may overflow where a large temperature brings it back.
        let half = if self.temperature > 1.0 { 0.5 } else { 1.0 };
        (Double::from(half * self.logits[i]) - Double::from(half * largest)).over(half * self.temperature)
    }

    /// `exp((zᵢ - max z)/T)` of every logit.
    pub(crate) fn weights(&self) -> Vec<f64> {
        (0..self.logits.len()).map(|i| self.gap(i).exp().value()).collect()
    }

    /// The sum of the weights but the one 1 at the top: what `ln_1p` needs where it is tiny.
    pub(crate) fn others(&self) -> f64 {
        const SCALE: f64 = 1.267_650_600_228_229_4e30; // 2^100: the terms may be subnormal, their sum not
        let weight = |i| self.gap(i).exp_times(Double::from(SCALE));
        sum_of((0..self.logits.len()).filter(|&i| i != self.top).map(weight)) / SCALE
    }
}
