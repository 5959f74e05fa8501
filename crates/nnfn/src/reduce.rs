//! Many numbers to one: log-sum-exp, sum and mean.

use crate::row::Row;

/// Log-sum-exp: `ln Σ exp(zᵢ)`.
#[must_use]
// ANCHOR: value
pub fn log_sum_exp(logits: &[f64]) -> f64 {
    let Some(row) = Row::new(logits, 1.0) else { return f64::NEG_INFINITY };
    let largest = logits[row.top];
    if largest.is_infinite() {
        return largest;
    }
    largest + row.others().ln_1p()
}
// ANCHOR_END: value

/// Gradient of [`log_sum_exp`]: the softmax.
#[must_use]
// ANCHOR: grad
pub fn log_sum_exp_grad(logits: &[f64]) -> Vec<f64> {
    Row::new(logits, 1.0).map_or_else(Vec::new, |row| {
        let weights = row.weights();
        let total = sum(&weights);
        weights.iter().map(|weight| weight / total).collect()
    })
}
// ANCHOR_END: grad

/// Sum of per-element losses.
#[must_use]
pub fn sum(losses: &[f64]) -> f64 {
    let total = sum_of(losses.iter().copied());
    if total.is_finite() { total } else { sum_of(losses.iter().map(|loss| SMALL * loss)) / SMALL }
}

const SMALL: f64 = 5.421_010_862_427_522e-20; // 2^-64

/// Mean of per-element losses.
#[must_use]
pub fn mean(losses: &[f64]) -> f64 {
    let n = losses.len() as f64;
    let total = sum_of(losses.iter().copied());
    if total.is_finite() { total / n } else { sum_of(losses.iter().map(|loss| SMALL * loss)) / n / SMALL }
}

/// Neumaier's compensated sum.
pub(crate) fn sum_of(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0, 0.0);
    for term in terms {
        let next = total + term;
        let of_term = next - total;
        lost += (total - (next - of_term)) + (term - of_term);
        total = next;
    }
    if lost.is_finite() { total + lost } else { total }
}
