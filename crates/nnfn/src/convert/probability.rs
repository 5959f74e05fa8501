//! Logit and probability.

use crate::activations::sigmoid;

// ANCHOR: value
/// The logit of a probability: `ln(p/(1 - p))`, accurate also near ½, 0 and 1.
///
/// A probability near 1 has few digits that tell it from 1: from `sigmoid(40)`, which is 1, no logit comes back. Where
/// that matters, keep the logit.
///
/// - 0 gives `-∞`, 1 gives `∞`; outside of `[0, 1]` there is no logit: NaN.
///
/// ```
/// use nnfn::convert::logit_from_probability;
/// assert_eq!(logit_from_probability(0.5), 0.0);
/// assert!((logit_from_probability(0.01) + 4.595_119_850_134_59).abs() < 1e-14);
/// ```
#[must_use]
pub fn logit_from_probability(probability: f64) -> f64 {
    let p = probability;
    if p > 0.25 && p < 0.75 {
        // The quotient is nearly 1, and its logarithm would have
        // nothing but rounding. 2p - 1 is exact.
        let lead = 2.0 * p - 1.0;
        let odds = (2.0 * lead.abs() / (1.0 - lead.abs())).ln_1p();
        return odds.copysign(lead);
    }
    p.ln() - (-p).ln_1p()
}

/// The probability of a logit, [`sigmoid`].
///
/// ```
/// use nnfn::convert::probability_from_logit;
/// assert_eq!(probability_from_logit(0.0), 0.5);
/// ```
#[must_use]
pub fn probability_from_logit(logit: f64) -> f64 {
    sigmoid(logit)
}
// ANCHOR_END: value

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn near_a_half_and_near_the_ends() {
        // mpmath, 60 digits
        for (p, logit) in [
            (1e-300, -690.775_527_898_213_7),
            (0.01, -4.595_119_850_134_59),
            (0.2, -1.386_294_361_119_890_6),
            (0.26, -1.045_968_555_182_687_6),
            (0.3, -0.847_297_860_387_203_7),
            (0.49, -0.040_005_334_613_699_2),
            (0.499_999_999_9, -4.000_000_330_961_484e-10),
            (0.500_000_1, 3.999_999_997_894_63e-07),
            (0.6, 0.405_465_108_108_164_3),
            (0.74, 1.045_968_555_182_687_6),
            (0.76, 1.152_679_509_938_385_5),
            (0.9, 2.197_224_577_336_219_6),
            (0.999_999_9, 16.118_095_551_484_67),
        ] {
            let found = logit_from_probability(p);
            assert_ulps_eq!(found, logit, epsilon = 0.0, max_ulps = 4);
        }
        assert_eq!(logit_from_probability(0.0), f64::NEG_INFINITY);
        assert_eq!(logit_from_probability(1.0), f64::INFINITY);
        assert!(logit_from_probability(1.5).is_nan());
        assert!(logit_from_probability(-0.5).is_nan());
        assert!(logit_from_probability(f64::NAN).is_nan());
    }
}
