//! Log-softmax.

use crate::double::Double;
use crate::reduce::sum_of;
use crate::row::Row;

/// Log-softmax: `zᵢ/T - ln Σⱼ exp(zⱼ/T)`.
#[must_use]
// ANCHOR: value
pub fn log_softmax(logits: &[f64], temperature: f64) -> Vec<f64> {
    assert!(temperature > 0.0, "log_softmax: temperature must be positive, got {temperature}");
    let Some(row) = Row::new(logits, temperature) else { return Vec::new() };
    let lse = row.others().ln_1p();
    (0..logits.len()).map(|i| (row.gap(i) - Double::from(lse)).value()).collect()
}
// ANCHOR_END: value

/// Vector-Jacobian product of [`log_softmax`]: `(uⱼ - pⱼ·Σᵢ uᵢ)/T`.
#[must_use]
// ANCHOR: grad
pub fn log_softmax_vjp(logits: &[f64], temperature: f64, upstream: &[f64]) -> Vec<f64> {
    assert!(temperature > 0.0, "log_softmax_vjp: temperature must be positive, got {temperature}");
    let (n, m) = (logits.len(), upstream.len());
    assert!(n == m, "log_softmax_vjp: {n} logits but {m} upstream entries");
    let Some(row) = Row::new(logits, temperature) else { return Vec::new() };
    let others = row.others();
    let total = 1.0 + others;
    let rest = sum_of((0..n).filter(|&i| i != row.top).map(|i| upstream[i]));
    let whole = upstream[row.top] + rest;
    (0..n)
        .map(|j| if j == row.top {
            (upstream[j] * others - rest) / total / temperature
        } else {
            upstream[j] / temperature - row.gap(j).exp_times(Double::from(whole / total / temperature))
        })
        .collect()
}
// ANCHOR_END: grad
