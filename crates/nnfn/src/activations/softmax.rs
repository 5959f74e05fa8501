//! Softmax.

use crate::double::Double;
use crate::reduce::{sum, sum_of};
use crate::row::Row;

/// Softmax: `exp(zᵢ/T) / Σⱼ exp(zⱼ/T)`.
#[must_use]
// ANCHOR: value
pub fn softmax(logits: &[f64], temperature: f64) -> Vec<f64> {
    assert!(temperature > 0.0, "softmax: temperature must be positive, got {temperature}");
    let Some(row) = Row::new(logits, temperature) else { return Vec::new() };
    let weights = row.weights();
    let total = sum(&weights);
    weights.iter().map(|weight| weight / total).collect()
}
// ANCHOR_END: value

/// Vector-Jacobian product of [`softmax`]: `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ)/T`.
#[must_use]
// ANCHOR: grad
pub fn softmax_vjp(logits: &[f64], temperature: f64, upstream: &[f64]) -> Vec<f64> {
    assert!(temperature > 0.0, "softmax_vjp: temperature must be positive, got {temperature}");
    let (n, m) = (logits.len(), upstream.len());
    assert!(n == m, "softmax_vjp: {n} logits but {m} upstream entries");
    let Some(row) = Row::new(logits, temperature) else { return Vec::new() };
    let total = 1.0 + row.others();
    let u = |i: usize| upstream[i] - upstream[row.top];
    let mean = sum_of((0..n).map(|i| row.gap(i).exp_times(Double::from(u(i))))) / total;
    (0..n).map(|j| row.gap(j).exp_times(Double::from((u(j) - mean) / total / temperature))).collect()
}
// ANCHOR_END: grad
