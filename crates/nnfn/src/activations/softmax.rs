//! Softmax.

use crate::double::Double;
use crate::row::{Row, with_headroom};
use crate::sum::sum_of;

/// Softmax: `exp(zᵢ/T) / Σⱼ exp(zⱼ/T)`.
///
/// Turns logits into probabilities. A shift of all logits changes nothing; a scale does. A low temperature
/// sharpens towards the largest logit, a high one flattens towards uniform.
///
/// - Each entry lies in `[0, 1]`; they sum to 1. Infinite temperature: uniform.
/// - Logits of `-∞` (masked) get 0, a single `∞` gets all. Where the limit depends on the way there, the
///   row is NaN: several `∞`, or nothing but several `-∞`. A NaN makes the row NaN. Empty gives empty.
///
/// # Panics
///
/// If `temperature` is not positive.
///
/// Source: the name is from Bridle 1990,
/// [doi:10.1007/978-3-642-76153-9_28](https://doi.org/10.1007/978-3-642-76153-9_28).
///
/// ```
/// use nnfn::activations::softmax;
/// let p = softmax(&[2.0, 1.0, 0.1], 1.0);
/// assert!((p[0] - 0.659_001_139).abs() < 1e-9);
/// assert_eq!(softmax(&[1000.0, 1000.0], 1.0), [0.5, 0.5]); // exp(1000) overflows
/// assert_eq!(softmax(&[0.0, f64::NEG_INFINITY], 1.0), [1.0, 0.0]);
/// ```
#[must_use]
// ANCHOR: value
pub fn softmax(logits: &[f64], temperature: f64) -> Vec<f64> {
    assert!(
        temperature > 0.0,
        "softmax: temperature must be positive, got {temperature}"
    );
    let row = Row::new(logits, temperature); // weights exp((z - max z)/T): none overflows
    row.weights
        .iter()
        .map(|weight| weight / row.total)
        .collect()
}
// ANCHOR_END: value

/// Vector-Jacobian product of [`softmax`]: `pⱼ·(uⱼ - Σᵢ uᵢ·pᵢ)/T` for the upstream gradient `u`.
///
/// The entries sum to 0: a shift of the logits changes nothing.
///
/// # Panics
///
/// If `temperature` is not positive, or the lengths of `logits` and `upstream` differ.
///
/// ```
/// use nnfn::activations::softmax_vjp;
/// assert_eq!(softmax_vjp(&[0.0, 0.0], 1.0, &[1.0, 0.0]), [0.25, -0.25]);
/// assert_eq!(softmax_vjp(&[0.0, 0.0], 2.0, &[1.0, 0.0]), [0.125, -0.125]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn softmax_vjp(logits: &[f64], temperature: f64, upstream: &[f64]) -> Vec<f64> {
    assert!(
        temperature > 0.0,
        "softmax_vjp: temperature must be positive, got {temperature}"
    );
    let (n, m) = (logits.len(), upstream.len());
    assert!(n == m, "softmax_vjp: {n} logits, but {m} upstream entries");
    let row = Row::new(logits, temperature);
    let (u, unit) = with_headroom(upstream);
    let weigh = |u: &[f64]| sum_of(u.iter().zip(&row.weights).map(|(u, w)| u * w));
    // What all of u have in common cancels in the end: measure from a centre. It is the top's entry where the
    // top has most of the weight: then the little that the others add keeps its digits.
    let centre = if row.top_prevails() {
        u[row.top]
    } else {
        weigh(&u) / row.total
    };
    let u: Vec<f64> = u.iter().map(|u| u - centre).collect();
    let weighed = Double::from(weigh(&u)); // total·mean: the mean alone may be subnormal
    let vjp = |j: usize| {
        let w = Double::from(row.weights[j]);
        row.over_total(w * u[j] - (w * weighed).over(row.total))
    };
    (0..n).map(|j| vjp(j) / unit).collect()
}
// ANCHOR_END: grad
