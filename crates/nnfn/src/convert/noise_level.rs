//! How noisy a step of diffusion is, in three units.

use crate::double::Double;

// ANCHOR: value
/// `σ = √((1 - ᾱ)/ᾱ)`: the noise per unit of datum.
///
/// Code after Karras and others adds `σ·noise` to a datum that it leaves as it is; that is what this library's `noisy`
/// is after a division by `√ᾱ`.
///
/// # Panics
///
/// If `alpha_bar` is not from 0 to 1.
///
/// ```
/// use nnfn::convert::sigma_from_alpha_bar;
/// assert_eq!(sigma_from_alpha_bar(0.2), 2.0);
/// assert_eq!(sigma_from_alpha_bar(0.0), f64::INFINITY);
/// ```
#[must_use]
pub fn sigma_from_alpha_bar(alpha_bar: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&alpha_bar),
        "sigma_from_alpha_bar: alpha_bar must be from 0 to 1, got {alpha_bar}"
    );
    if alpha_bar == 0.0 {
        return f64::INFINITY;
    }
    let noise = (Double::from(1.0) - alpha_bar).sqrt();
    noise.over(Double::from(alpha_bar).sqrt()).value()
}

/// `ᾱ = 1/(1 + σ²)`.
///
/// # Panics
///
/// If `sigma` is negative or NaN.
///
/// ```
/// use nnfn::convert::alpha_bar_from_sigma;
/// assert_eq!(alpha_bar_from_sigma(2.0), 0.2);
/// assert_eq!(alpha_bar_from_sigma(f64::INFINITY), 0.0);
/// ```
#[must_use]
pub fn alpha_bar_from_sigma(sigma: f64) -> f64 {
    assert!(
        sigma >= 0.0,
        "alpha_bar_from_sigma: sigma must not be negative, got {sigma}"
    );
    let of = |x: f64| (Double::from(x) * x + 1.0).value();
    if sigma > 1e150 {
        return (1.0 / sigma) / sigma; // the square may overflow
    }
    1.0 / of(sigma)
}

/// The ratio of signal to noise, `ᾱ/(1 - ᾱ)`, which is `1/σ²`.
///
/// # Panics
///
/// If `alpha_bar` is not from 0 to 1.
///
/// ```
/// use nnfn::convert::snr_from_alpha_bar;
/// assert_eq!(snr_from_alpha_bar(0.75), 3.0);
/// assert_eq!(snr_from_alpha_bar(1.0), f64::INFINITY);
/// ```
#[must_use]
pub fn snr_from_alpha_bar(alpha_bar: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&alpha_bar),
        "snr_from_alpha_bar: alpha_bar must be from 0 to 1, got {alpha_bar}"
    );
    alpha_bar / (1.0 - alpha_bar)
}

/// `ᾱ` from the ratio of signal to noise: `snr/(1 + snr)`.
///
/// # Panics
///
/// If `snr` is negative or NaN.
///
/// ```
/// use nnfn::convert::alpha_bar_from_snr;
/// assert_eq!(alpha_bar_from_snr(3.0), 0.75);
/// assert_eq!(alpha_bar_from_snr(f64::INFINITY), 1.0);
/// ```
#[must_use]
pub fn alpha_bar_from_snr(snr: f64) -> f64 {
    assert!(
        snr >= 0.0,
        "alpha_bar_from_snr: snr must not be negative, got {snr}"
    );
    if snr == f64::INFINITY {
        return 1.0;
    }
    snr / (1.0 + snr)
}
// ANCHOR_END: value

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn examples_near_both_ends() {
        // mpmath, 60 digits
        for (alpha_bar, sigma, snr) in [
            (1e-09, 31_622.776_585_872_405, 1.000_000_001e-09),
            (0.3, 1.527_525_231_651_946_8, 0.428_571_428_571_428_55),
            (0.999_999, 0.001_000_000_500_014_753, 999_998.999_971_244_4),
        ] {
            let found = sigma_from_alpha_bar(alpha_bar);
            assert_ulps_eq!(found, sigma, epsilon = 0.0, max_ulps = 1);
            let found = snr_from_alpha_bar(alpha_bar);
            assert_ulps_eq!(found, snr, epsilon = 0.0, max_ulps = 2);
        }
        for (sigma, alpha_bar) in [
            (0.000_1, 0.999_999_990_000_000_1),
            (0.7, 0.671_140_939_597_315_5),
            (80.0, 0.000_156_225_589_751_601_3),
            (1e+160, 1e-320),
            (3e+150, 1.111_111_111_111_111e-301),
        ] {
            let found = alpha_bar_from_sigma(sigma);
            assert_ulps_eq!(found, alpha_bar, epsilon = 0.0, max_ulps = 2);
        }
    }

    #[test]
    #[should_panic(
        expected = "alpha_bar_from_sigma: sigma must not be negative, got -1"
    )]
    fn a_negative_sigma_is_refused() {
        let _ = alpha_bar_from_sigma(-1.0);
    }

    #[test]
    #[should_panic(
        expected = "alpha_bar_from_snr: snr must not be negative, got NaN"
    )]
    fn a_ratio_that_is_no_number_is_refused() {
        let _ = alpha_bar_from_snr(f64::NAN);
    }

    #[test]
    #[should_panic(
        expected = "sigma_from_alpha_bar: alpha_bar must be from 0 to 1, got -0.5"
    )]
    fn a_share_below_0_is_refused() {
        let _ = sigma_from_alpha_bar(-0.5);
    }
}
