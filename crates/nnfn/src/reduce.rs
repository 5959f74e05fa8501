//! Log-sum-exp.

use crate::activations::softmax;
use crate::row::Row;

/// Log-sum-exp: `ln Σᵢ exp(zᵢ)`, a smooth maximum.
///
/// Lies between `max z` and `max z + ln n`. Its gradient is the softmax.
///
/// - A `∞` gives `∞`; `-∞` entries do not count; all `-∞`, or no entry at all, give `-∞`. NaN gives NaN.
///
/// Source: Blanchard, Higham & Higham 2021, [doi:10.1093/imanum/draa038](https://doi.org/10.1093/imanum/draa038).
///
/// ```
/// use nnfn::log_sum_exp;
/// assert!((log_sum_exp(&[2.0, 1.0, 0.1]) - 2.417_030_016).abs() < 1e-9);
/// assert_eq!(log_sum_exp(&[1000.0, 1000.0]), 1000.0 + 2_f64.ln());
/// assert_eq!(log_sum_exp(&[]), f64::NEG_INFINITY);
/// ```
#[must_use]
// ANCHOR: value
pub fn log_sum_exp(logits: &[f64]) -> f64 {
    // Shifted by the largest logit: the plain sum overflows from 710 on.
    let row = Row::new(logits, 1.0);
    match logits.get(row.top) {
        None => f64::NEG_INFINITY,
        Some(&largest) if largest.is_infinite() => largest,
        Some(largest) => largest + row.log_sum(),
    }
}
// ANCHOR_END: value

/// Gradient of [`log_sum_exp`]: the softmax of the logits.
///
/// Of an empty slice it is empty; infinities and NaN as in [`softmax`].
///
/// ```
/// use nnfn::log_sum_exp_grad;
/// assert_eq!(log_sum_exp_grad(&[5.0, 5.0]), [0.5, 0.5]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn log_sum_exp_grad(logits: &[f64]) -> Vec<f64> {
    softmax(logits, 1.0)
}
// ANCHOR_END: grad

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_infinities_exists_also_for_several() {
        let infinity = f64::INFINITY;
        assert_eq!(log_sum_exp(&[infinity, 1.0, infinity]), infinity);
        assert_eq!(log_sum_exp(&[-infinity, -infinity]), -infinity);
        assert_eq!(log_sum_exp(&[-infinity, 1.0]), 1.0);
        assert!(log_sum_exp(&[infinity, f64::NAN]).is_nan());
    }
}
