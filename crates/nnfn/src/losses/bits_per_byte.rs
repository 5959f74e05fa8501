//! Bits per byte.

use std::f64::consts::LN_2;

use super::perplexity::total;

/// Bits per byte: `-Σₜ lₜ/(ln 2·bytes)`, where `lₜ` are the log-probabilities, in nats, of the tokens of a text.
///
/// How many bits an arithmetic coder that uses the model would write for each byte of a long text. It does not depend
/// on how many tokens there are, so models with different tokenizers can be compared by it, on the same text. With the
/// number of letters for `bytes` it is bits per letter, with the number of tokens bits per token.
///
/// - Range: `[0, ∞]`; linear in the log-probabilities. A token of probability 0 (`-∞`) gives `∞`; no token costs 0.
/// - No byte gives `∞`, or NaN if nothing is to be coded either; NaN too are `∞` bits over `∞` bytes. NaN gives NaN.
///
/// # Panics
///
/// If `bytes` is below 0.
///
/// Source: Gao et al. 2020, [arXiv:2101.00027](https://arxiv.org/abs/2101.00027), for the texts of the Pile.
///
/// ```
/// use nnfn::losses::bits_per_byte;
/// let log_probabilities = [-10_f64.ln(); 3]; // of three tokens of four bytes each
/// assert!((bits_per_byte(&log_probabilities, 12.0) - 0.830_482_024).abs() < 1e-9);
/// assert_eq!(bits_per_byte(&[0.5_f64.ln(); 8], 1.0), 8.0);
/// ```
#[must_use]
// ANCHOR: value
pub fn bits_per_byte(log_probabilities: &[f64], bytes: f64) -> f64 {
    let bytes = counted("bits_per_byte", bytes);
    let nats = total(log_probabilities);
    if nats.hi.is_infinite() {
        return nats.hi / bytes; // of infinitely many bytes NaN
    }
    nats.over(bytes).over(LN_2).value()
}
// ANCHOR_END: value

/// Gradient of [`bits_per_byte`] by the log-probabilities: `-1/(ln 2·bytes)`, the same for every token.
///
/// # Panics
///
/// If `bytes` is below 0.
///
/// ```
/// use nnfn::losses::bits_per_byte_grad;
/// assert_eq!(bits_per_byte_grad(&[-1.0, -2.0], 1.0), [-std::f64::consts::LOG2_E; 2]);
/// ```
#[must_use]
// ANCHOR: grad
pub fn bits_per_byte_grad(log_probabilities: &[f64], bytes: f64) -> Vec<f64> {
    let bytes = counted("bits_per_byte_grad", bytes);
    vec![-1.0 / LN_2 / bytes; log_probabilities.len()]
}
// ANCHOR_END: grad

/// A number of bytes, of which -0 is none.
// ANCHOR: counted
fn counted(name: &str, bytes: f64) -> f64 {
    assert!(
        bytes.is_nan() || bytes >= 0.0,
        "{name}: bytes must be at least 0, got {bytes}"
    );
    bytes.abs()
}
// ANCHOR_END: counted

#[cfg(test)]
mod tests {
    use super::*;

    const INFINITY: f64 = f64::INFINITY;

    #[test]
    fn no_byte_has_no_sign() {
        assert_eq!(bits_per_byte(&[-1.0], -0.0), INFINITY);
        assert_eq!(bits_per_byte_grad(&[-1.0], -0.0), [-INFINITY]);
    }

    #[test]
    #[should_panic(
        expected = "bits_per_byte: bytes must be at least 0, got -1"
    )]
    fn bytes_are_counted() {
        let _ = bits_per_byte(&[-1.0], -1.0);
    }

    #[test]
    fn the_larger_perplexity_may_be_the_better_model() {
        let four = bits_per_byte(&[-10_f64.ln()], 4.0);
        let six = bits_per_byte(&[-20_f64.ln()], 6.0);
        assert!(six < four);
        // mpmath, 60 digits
        assert!((four - 0.830_482_023_721_841_1).abs() < 1e-15);
        assert!((six - 0.720_321_349_147_893_7).abs() < 1e-15);
    }

    #[test]
    fn tiny_texts_of_tiny_losses() {
        let tiny = 5e-324;
        let found = bits_per_byte(&[-tiny], tiny);
        assert!((found - std::f64::consts::LOG2_E).abs() < 1e-15);
        assert_eq!(bits_per_byte(&[-tiny], INFINITY), 0.0);
    }

    #[test]
    fn degenerate_texts() {
        assert_eq!(bits_per_byte(&[], 3.0), 0.0);
        assert!(bits_per_byte(&[], 0.0).is_nan());
        assert_eq!(bits_per_byte(&[-1.0], 0.0), INFINITY);
        assert_eq!(bits_per_byte(&[-1.0, -INFINITY], 3.0), INFINITY);
        assert!(bits_per_byte(&[-INFINITY], INFINITY).is_nan());
        assert!(bits_per_byte(&[f64::NAN], 3.0).is_nan());
        assert!(bits_per_byte(&[-1.0], f64::NAN).is_nan());
        assert!(bits_per_byte_grad(&[-1.0], f64::NAN)[0].is_nan());
        assert!(bits_per_byte_grad(&[], 3.0).is_empty());
    }
}
