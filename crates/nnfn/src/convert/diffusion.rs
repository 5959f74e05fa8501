//! Noise, datum and velocity of a diffusion model, given what the model sees.

use crate::double::Double;

// ANCHOR: value
/// The weights of datum and noise in what the model sees, `√ᾱ` and `√(1 - ᾱ)`.
fn weights(alpha_bar: f64) -> (Double, Double) {
    let noise = (Double::from(1.0) - alpha_bar).sqrt();
    (Double::from(alpha_bar).sqrt(), noise)
}

/// The clean datum from the noise: `(noisy - √(1 - ᾱ)·noise)/√ᾱ`.
///
/// # Panics
///
/// If `alpha_bar` is not above 0 and at most 1: in pure noise nothing is left of the datum.
///
/// ```
/// use nnfn::convert::clean_from_noise;
/// assert_eq!(clean_from_noise(0.75, 3.0, 1.0), 0.75);
/// ```
#[must_use]
pub fn clean_from_noise(noisy: f64, noise: f64, alpha_bar: f64) -> f64 {
    assert!(
        alpha_bar > 0.0 && alpha_bar <= 1.0,
        "clean_from_noise: alpha_bar must be above 0 and at most 1, \
         got {alpha_bar}"
    );
    let (keep, blur) = weights(alpha_bar);
    let rest = Double::from(noisy) - blur * noise;
    rest.normalised().over(keep).value()
}

/// The clean datum from the velocity: `√ᾱ·noisy - √(1 - ᾱ)·velocity`.
///
/// # Panics
///
/// If `alpha_bar` is not from 0 to 1.
///
/// ```
/// use nnfn::convert::clean_from_velocity;
/// assert_eq!(clean_from_velocity(0.3, -2.0, 0.0), 2.0);
/// ```
#[must_use]
pub fn clean_from_velocity(noisy: f64, velocity: f64, alpha_bar: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&alpha_bar),
        "clean_from_velocity: alpha_bar must be from 0 to 1, got {alpha_bar}"
    );
    let (keep, blur) = weights(alpha_bar);
    (keep * noisy - blur * velocity).value()
}

/// The noise from the clean datum: `(noisy - √ᾱ·clean)/√(1 - ᾱ)`.
///
/// # Panics
///
/// If `alpha_bar` is not at least 0 and below 1: without noise nothing tells what it was.
///
/// ```
/// use nnfn::convert::noise_from_clean;
/// assert_eq!(noise_from_clean(0.75, 0.5, 0.0), 0.75);
/// ```
#[must_use]
pub fn noise_from_clean(noisy: f64, clean: f64, alpha_bar: f64) -> f64 {
    assert!(
        (0.0..1.0).contains(&alpha_bar),
        "noise_from_clean: alpha_bar must be at least 0 and below 1, \
         got {alpha_bar}"
    );
    let (keep, blur) = weights(alpha_bar);
    let rest = Double::from(noisy) - keep * clean;
    rest.normalised().over(blur).value()
}

/// The noise from the velocity: `√(1 - ᾱ)·noisy + √ᾱ·velocity`.
///
/// # Panics
///
/// If `alpha_bar` is not from 0 to 1.
///
/// ```
/// use nnfn::convert::noise_from_velocity;
/// assert_eq!(noise_from_velocity(0.3, -2.0, 1.0), -2.0);
/// ```
#[must_use]
pub fn noise_from_velocity(noisy: f64, velocity: f64, alpha_bar: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&alpha_bar),
        "noise_from_velocity: alpha_bar must be from 0 to 1, got {alpha_bar}"
    );
    let (keep, blur) = weights(alpha_bar);
    (blur * noisy + keep * velocity).value()
}

/// The velocity from the clean datum: `(√ᾱ·noisy - clean)/√(1 - ᾱ)`.
///
/// It is `√ᾱ·noise - √(1 - ᾱ)·clean`, the target of [`diffusion_mse`](crate::losses::diffusion_mse).
///
/// # Panics
///
/// If `alpha_bar` is not at least 0 and below 1.
///
/// ```
/// use nnfn::convert::velocity_from_clean;
/// assert_eq!(velocity_from_clean(0.3, 2.0, 0.0), -2.0);
/// ```
#[must_use]
pub fn velocity_from_clean(noisy: f64, clean: f64, alpha_bar: f64) -> f64 {
    assert!(
        (0.0..1.0).contains(&alpha_bar),
        "velocity_from_clean: alpha_bar must be at least 0 and below 1, \
         got {alpha_bar}"
    );
    let (keep, blur) = weights(alpha_bar);
    (keep * noisy - clean).normalised().over(blur).value()
}

/// The velocity from the noise: `(noise - √(1 - ᾱ)·noisy)/√ᾱ`.
///
/// # Panics
///
/// If `alpha_bar` is not above 0 and at most 1.
///
/// ```
/// use nnfn::convert::velocity_from_noise;
/// assert_eq!(velocity_from_noise(0.3, -2.0, 1.0), -2.0);
/// ```
#[must_use]
pub fn velocity_from_noise(noisy: f64, noise: f64, alpha_bar: f64) -> f64 {
    assert!(
        alpha_bar > 0.0 && alpha_bar <= 1.0,
        "velocity_from_noise: alpha_bar must be above 0 and at most 1, \
         got {alpha_bar}"
    );
    let (keep, blur) = weights(alpha_bar);
    let rest = Double::from(noise) - blur * noisy;
    rest.normalised().over(keep).value()
}

/// The score from the noise, the gradient of the log-density of what the model sees: `-noise/√(1 - ᾱ)`.
///
/// # Panics
///
/// If `alpha_bar` is not at least 0 and below 1.
///
/// ```
/// use nnfn::convert::score_from_noise;
/// assert_eq!(score_from_noise(0.5, 0.75), -1.0);
/// ```
#[must_use]
pub fn score_from_noise(noise: f64, alpha_bar: f64) -> f64 {
    assert!(
        (0.0..1.0).contains(&alpha_bar),
        "score_from_noise: alpha_bar must be at least 0 and below 1, \
         got {alpha_bar}"
    );
    Double::from(-noise).over(weights(alpha_bar).1).value()
}

/// The noise from the score: `-√(1 - ᾱ)·score`.
///
/// # Panics
///
/// If `alpha_bar` is not from 0 to 1.
///
/// ```
/// use nnfn::convert::noise_from_score;
/// assert_eq!(noise_from_score(-1.0, 0.75), 0.5);
/// ```
#[must_use]
pub fn noise_from_score(score: f64, alpha_bar: f64) -> f64 {
    assert!(
        (0.0..=1.0).contains(&alpha_bar),
        "noise_from_score: alpha_bar must be from 0 to 1, got {alpha_bar}"
    );
    (weights(alpha_bar).1 * -score).value()
}
// ANCHOR_END: value

#[cfg(test)]
mod tests {
    use approx::assert_ulps_eq;

    use super::*;

    #[test]
    fn an_example_of_each() {
        // mpmath, 60 digits
        let (noisy, other) = (0.6, -1.25);
        let check = |found: f64, expected: f64| {
            assert_ulps_eq!(found, expected, epsilon = 0.0, max_ulps = 1);
        };
        check(clean_from_noise(noisy, other, 0.3), EXPECTED[0]);
        check(clean_from_velocity(noisy, other, 0.3), EXPECTED[1]);
        check(noise_from_clean(noisy, other, 0.3), EXPECTED[2]);
        check(noise_from_velocity(noisy, other, 0.3), EXPECTED[3]);
        check(velocity_from_clean(noisy, other, 0.3), EXPECTED[4]);
        check(velocity_from_noise(noisy, other, 0.3), EXPECTED[5]);
        check(score_from_noise(other, 0.3), EXPECTED[6]);
        check(noise_from_score(other, 0.3), EXPECTED[7]);
    }

    const EXPECTED: [f64; 8] = [
        3.004_851_654_575_265_5,
        1.374_458_567_670_694_2,
        1.535_454_253_985_607_5,
        -0.182_657_180_961_012_33,
        1.886_827_964_092_778_3,
        -3.198_692_461_929_36,
        1.494_035_761_667_992,
        1.045_825_033_167_594_5,
    ];

    #[test]
    fn what_cancels_keeps_its_digits() {
        // The datum is 1e-10; what the model sees is nearly all noise.
        let (keep, blur) = (0.5_f64.sqrt(), 0.5_f64.sqrt());
        let noisy = keep * 1e-10 + blur * 1.0;
        let found = clean_from_noise(noisy, 1.0, 0.5);
        assert_ulps_eq!(
            found,
            1.000_000_420_978_855_6e-10,
            epsilon = 0.0,
            max_ulps = 1
        );
    }

    #[test]
    #[should_panic(
        expected = "clean_from_noise: alpha_bar must be above 0 and at most 1, got 0"
    )]
    fn no_datum_comes_back_from_pure_noise() {
        let _ = clean_from_noise(1.0, 1.0, 0.0);
    }

    #[test]
    #[should_panic(
        expected = "noise_from_clean: alpha_bar must be at least 0 and below 1, got 1"
    )]
    fn no_noise_comes_back_where_there_is_none() {
        let _ = noise_from_clean(1.0, 1.0, 1.0);
    }

    #[test]
    #[should_panic(
        expected = "clean_from_velocity: alpha_bar must be from 0 to 1, got 1.5"
    )]
    fn a_share_above_one_is_refused() {
        let _ = clean_from_velocity(1.0, 1.0, 1.5);
    }

    #[test]
    #[should_panic(
        expected = "noise_from_velocity: alpha_bar must be from 0 to 1, got NaN"
    )]
    fn a_share_that_is_no_number_is_refused() {
        let _ = noise_from_velocity(1.0, 1.0, f64::NAN);
    }
}
