//! Nats, bits, bits per byte and perplexity.

use std::f64::consts::LN_2;

use crate::double::Double;

// ANCHOR: value
/// What is missing in [`LN_2`].
const LN_2_LO: f64 = 2.319_046_813_846_299_6e-17;

/// `ln 2` in double length.
fn ln_2() -> Double {
    Double::new(LN_2, LN_2_LO)
}

/// Bits from nats: `nats/ln 2`.
///
/// ```
/// use nnfn::convert::bits_from_nats;
/// assert_eq!(bits_from_nats(4.0 * std::f64::consts::LN_2), 4.0);
/// ```
#[must_use]
pub fn bits_from_nats(nats: f64) -> f64 {
    Double::from(nats).over(ln_2()).value()
}

/// Nats from bits: `bits·ln 2`.
///
/// ```
/// use nnfn::convert::nats_from_bits;
/// assert_eq!(nats_from_bits(1.0), std::f64::consts::LN_2);
/// ```
#[must_use]
pub fn nats_from_bits(bits: f64) -> f64 {
    (ln_2() * bits).value()
}

/// Bits per byte from the mean loss of a token in nats: `nats·tokens/(bytes·ln 2)`.
///
/// A mean over tokens depends on how a tokenizer cuts the text, bits per byte do not.
///
/// # Panics
///
/// If `tokens` or `bytes` is not positive and finite.
///
/// ```
/// use nnfn::convert::bits_per_byte_from_nats;
/// assert_eq!(bits_per_byte_from_nats(4.0 * std::f64::consts::LN_2, 100.0, 400.0), 1.0);
/// ```
#[must_use]
pub fn bits_per_byte_from_nats(nats: f64, tokens: f64, bytes: f64) -> f64 {
    assert!(
        tokens > 0.0 && tokens.is_finite(),
        "bits_per_byte_from_nats: tokens must be positive and finite, \
         got {tokens}"
    );
    assert!(
        bytes > 0.0 && bytes.is_finite(),
        "bits_per_byte_from_nats: bytes must be positive and finite, \
         got {bytes}"
    );
    let all = Double::from(nats) * tokens;
    all.over(ln_2() * bytes).value()
}

/// The mean loss of a token in nats from bits per byte: `bits·bytes·ln 2/tokens`.
///
/// # Panics
///
/// If `tokens` or `bytes` is not positive and finite.
///
/// ```
/// use nnfn::convert::nats_from_bits_per_byte;
/// assert_eq!(nats_from_bits_per_byte(1.0, 100.0, 400.0), 4.0 * std::f64::consts::LN_2);
/// ```
#[must_use]
pub fn nats_from_bits_per_byte(bits: f64, tokens: f64, bytes: f64) -> f64 {
    assert!(
        tokens > 0.0 && tokens.is_finite(),
        "nats_from_bits_per_byte: tokens must be positive and finite, \
         got {tokens}"
    );
    assert!(
        bytes > 0.0 && bytes.is_finite(),
        "nats_from_bits_per_byte: bytes must be positive and finite, \
         got {bytes}"
    );
    (ln_2() * bits * bytes).over(tokens).value()
}

/// Perplexity from the mean loss of a token in nats: `exp(nats)`.
///
/// ```
/// use nnfn::convert::perplexity_from_nats;
/// assert_eq!(perplexity_from_nats(0.0), 1.0);
/// ```
#[must_use]
pub fn perplexity_from_nats(nats: f64) -> f64 {
    nats.exp()
}

/// The mean loss of a token in nats from its perplexity: `ln(perplexity)`.
///
/// Below 1, which no perplexity is, the loss is negative; of a negative number it is NaN.
///
/// ```
/// use nnfn::convert::nats_from_perplexity;
/// assert_eq!(nats_from_perplexity(2.0), std::f64::consts::LN_2);
/// ```
#[must_use]
pub fn nats_from_perplexity(perplexity: f64) -> f64 {
    perplexity.ln()
}
// ANCHOR_END: value

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn examples_of_each_unit() {
        // mpmath, 60 digits
        let (nats, tokens, bytes) = (2.3, 1234.0, 5678.0);
        let check = |found: f64, expected: f64| {
            assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 1);
        };
        check(bits_from_nats(nats), 3.318_198_594_044_615_5);
        check(nats_from_bits(nats), 1.594_238_515_287_874_2);
        check(
            bits_per_byte_from_nats(nats, tokens, bytes),
            0.721_144_252_386_589_5,
        );
        check(
            nats_from_bits_per_byte(nats, tokens, bytes),
            7.335_564_254_298_662,
        );
        check(perplexity_from_nats(nats), 9.974_182_454_814_718);
        check(nats_from_perplexity(nats), 0.832_909_122_935_103_9);
    }

    #[test]
    fn infinities_and_nan_pass() {
        assert_eq!(bits_from_nats(f64::INFINITY), f64::INFINITY);
        assert_eq!(nats_from_bits(f64::INFINITY), f64::INFINITY);
        assert_eq!(perplexity_from_nats(f64::INFINITY), f64::INFINITY);
        assert!(bits_from_nats(f64::NAN).is_nan());
        assert!(nats_from_perplexity(-1.0).is_nan());
    }

    #[test]
    #[should_panic(
        expected = "bits_per_byte_from_nats: bytes must be positive and finite, got 0"
    )]
    fn no_bytes_are_refused() {
        let _ = bits_per_byte_from_nats(1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "nats_from_bits_per_byte: tokens must be positive and finite, got -3"
    )]
    fn a_negative_number_of_tokens_is_refused() {
        let _ = nats_from_bits_per_byte(1.0, -3.0, 1.0);
    }
}
