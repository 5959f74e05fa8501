//! A row of logits, measured from its largest.

use crate::double::{Double, TWO_POW_128};
use crate::sum::{sum, sum_of};

// ANCHOR: kernel
/// Logits over a temperature with their softmax weights, shifted so that the largest logit is 0: then no
/// exponential overflows, and one is 1.
pub(crate) struct Row<'a> {
    logits: &'a [f64],
    temperature: f64,
    /// Index of the largest logit; of a NaN if there is one.
    pub(crate) top: usize,
    /// `2^128·exp((zᵢ - max z)/T)`: raised, so that none but 0 is subnormal.
    pub(crate) weights: Vec<f64>,
    /// Sum of the weights.
    pub(crate) total: f64,
}

impl<'a> Row<'a> {
    pub(crate) fn new(logits: &'a [f64], temperature: f64) -> Self {
        let larger = |i: usize, j: usize| {
            if logits[j] > logits[i] || logits[j].is_nan() { j } else { i }
        };
        let top = (0..logits.len()).reduce(larger).unwrap_or(0);
        let row = Self {
            logits,
            temperature,
            top,
            weights: Vec::new(),
            total: 0.0,
        };
        let weights: Vec<f64> = (0..logits.len())
            .map(|i| row.gap(i).raised_exp().value())
            .collect();
        Self { total: sum(&weights), weights, ..row }
    }

    /// `(zᵢ - max z)/T`. The rounding of either operation alone would cost the exponential up to 256 ulp.
    ///
    /// At the top it is 0, whatever stands there: a single `∞` takes all. A second one is NaN.
    pub(crate) fn gap(&self, i: usize) -> Double {
        let largest = self.logits[self.top];
        if i == self.top && !largest.is_nan() {
            return Double::from(0.0);
        }
        // A temperature above 1 can bring back a difference that overflows: take half of everything.
        let unit = if self.temperature > 1.0 { 0.5 } else { 1.0 };
        (Double::from(unit * self.logits[i]) - unit * largest)
            .over(unit * self.temperature)
    }

    /// Whether a logit gives its class a probability, however small.
    pub(crate) fn counts(&self, i: usize) -> bool {
        self.gap(i).hi > f64::NEG_INFINITY
    }

    /// Whether the top has more weight than all others together.
    pub(crate) fn top_prevails(&self) -> bool {
        (1.0..2.0).contains(&(self.total / TWO_POW_128))
    }

    /// Sum of the weights but the top's: where the top takes nearly all, `total - top` would cancel.
    pub(crate) fn others(&self) -> f64 {
        self.sum_but_top(&self.weights)
    }

    /// Sum of `values` but the top's.
    pub(crate) fn sum_but_top(&self, values: &[f64]) -> f64 {
        sum_of(
            (0..values.len()).filter(|&i| i != self.top).map(|i| values[i]),
        )
    }

    /// `ln Σ exp((zᵢ - max z)/T)`: keeps its digits where it is nearly 0.
    pub(crate) fn log_sum(&self) -> f64 {
        (self.others() / TWO_POW_128).ln_1p()
    }

    /// `factor·softmax(z/T)ᵢ`, also where the probability alone is subnormal or 0.
    pub(crate) fn share_times(&self, i: usize, factor: Double) -> f64 {
        let lifted = self.gap(i).exp_times(factor).value();
        lifted / (self.total / TWO_POW_128)
    }

    /// `x/(total·T)`, dividing in the order that neither overflows nor underflows on the way.
    pub(crate) fn over_total(&self, x: Double) -> f64 {
        if self.temperature < 1.0 {
            x.over(self.total * self.temperature).value()
        } else {
            x.over(self.temperature).over(self.total).value()
        }
    }
}

/// `upstream` times a power of two, and that power: 1, unless entries beyond 1e200 could overflow in sums and in
/// products with weights.
pub(crate) fn with_headroom(upstream: &[f64]) -> (Vec<f64>, f64) {
    let huge = upstream.iter().any(|u| u.abs() > 1e200);
    let unit = if huge { TWO_POW_128.powi(-2) } else { 1.0 };
    (upstream.iter().map(|u| unit * u).collect(), unit)
}
// ANCHOR_END: kernel

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_may_overflow_where_the_quotient_does_not() {
        let gap = Row::new(&[-1e308, 1e308], 1e306).gap(0);
        assert_eq!(gap.value(), -200.0);
    }

    #[test]
    fn a_temperature_of_one_step_tells_logits_apart_by_one_step() {
        let gap = Row::new(&[5e-324, 0.0], 5e-324).gap(1);
        assert_eq!(gap.value(), -1.0); // half a step rounds to 0
    }

    #[test]
    fn at_infinite_temperature_only_masks_weigh_nothing() {
        let row =
            Row::new(&[-1e308, f64::NEG_INFINITY, 1e308], f64::INFINITY);
        assert_eq!(row.weights, [TWO_POW_128, 0.0, TWO_POW_128]);
    }

    #[test]
    fn the_top_prevails_with_more_than_half_of_the_weight() {
        assert!(Row::new(&[0.1, 0.0], 1.0).top_prevails());
        assert!(!Row::new(&[0.0, 0.0], 1.0).top_prevails());
        assert!(!Row::new(&[0.1, 0.0, -1.0], 1.0).top_prevails());
        assert!(!Row::new(&[], 1.0).top_prevails());
    }

    #[test]
    fn weights_beyond_the_normal_numbers_add_up() {
        let mut logits = [-745.0; 1001];
        logits[7] = 0.0;
        let log_sum = Row::new(&logits, 1.0).log_sum();
        assert_eq!(log_sum, 2.82e-321); // mpmath; a term alone rounds from 0.57 to 1 step
    }
}
