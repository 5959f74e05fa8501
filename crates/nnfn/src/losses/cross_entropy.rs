//! Categorical cross-entropy with a class index.

use crate::activations::softmax;
use crate::double::Double;
use crate::reduce::sum;
use crate::row::Row;

/// Cross-entropy of one example: `ln Σⱼ exp(zⱼ) - z_class`.
#[must_use]
// ANCHOR: value
pub fn cross_entropy(logits: &[f64], class: usize) -> f64 {
    let row = Row::new(logits, 1.0).filter(|_| class < logits.len());
    let Some(row) = row else { panic!("cross_entropy: class {class} is out of range for {} logits", logits.len()) };
    (Double::from(row.others().ln_1p()) - row.gap(class)).value()
}
// ANCHOR_END: value

/// Gradient of [`cross_entropy`] by the logits: `softmax(z) - onehot(class)`.
#[must_use]
// ANCHOR: grad
pub fn cross_entropy_grad(logits: &[f64], class: usize) -> Vec<f64> {
    assert!(class < logits.len(), "cross_entropy_grad: class {class} is out of range for {} logits", logits.len());
    let mut grad = softmax(logits, 1.0);
    grad[class] = 0.0;
    grad[class] = 0.0 - sum(&grad);
    grad
}
// ANCHOR_END: grad
