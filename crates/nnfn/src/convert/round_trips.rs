//! There and back again, over inputs of all sizes.

use super::*;

/// The unit of relative error.
const UNIT: f64 = f64::EPSILON;

/// Numbers of all sizes between two positive ones, evenly in their logarithm, from a small generator.
fn spread(from: f64, to: f64) -> impl Iterator<Item = f64> {
    let mut state = 7_u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 11) as f64 / 2_f64.powi(53)
    };
    (0..4000).map(move |_| from * (to / from).powf(uniform()))
}

/// Shares between 0 and 1, crowded at both ends.
fn shares() -> impl Iterator<Item = f64> {
    let small = spread(1e-12, 0.5);
    small.enumerate().map(|(i, x)| if i % 2 == 0 { x } else { 1.0 - x })
}

/// A round trip ends where it began, to four units of `size`.
#[track_caller]
fn returns(from: f64, back: f64, size: f64) {
    let off = (back - from).abs();
    assert!(off <= 4.0 * UNIT * size, "{from} came back as {back}");
}

#[test]
fn the_generator_spreads() {
    let all: Vec<f64> = spread(1e-6, 1e6).collect();
    for decade in -6..6 {
        let (low, high) = (10_f64.powi(decade), 10_f64.powi(decade + 1));
        let within = all.iter().filter(|x| (low..high).contains(x)).count();
        assert!(within > 200, "{decade}: {within}");
    }
}

#[test]
fn units_return() {
    for x in spread(1e-9, 1e6) {
        returns(x, nats_from_bits(bits_from_nats(x)), x);
        let there = bits_per_byte_from_nats(x, 12.0, 71.0);
        returns(x, nats_from_bits_per_byte(there, 12.0, 71.0), x);
        returns(x, radians_from_degrees(degrees_from_radians(x)), x);
        returns(x, temperature_from_inverse(inverse_from_temperature(x)), x);
        returns(x, sigma_from_beta(beta_from_sigma(x)), x);
    }
    // An exponential turns the rounding of its argument into a relative error, the logarithm turns it back.
    for x in spread(1e-9, 600.0) {
        returns(x, nats_from_perplexity(perplexity_from_nats(x)), 1.0 + x);
        let back = log_scale_from_temperature(temperature_from_log_scale(x));
        returns(x, back, 1.0 + x);
    }
}

#[test]
fn losses_of_one_residual_return() {
    for delta in [1e-3, 1.0, 2.0, 300.0] {
        for x in spread(1e-9, 1e6) {
            let smooth = smooth_l1_from_huber(x, delta);
            returns(x, huber_from_smooth_l1(smooth, delta), x);
            let there = pseudo_huber_from_huber(x, delta);
            returns(x, huber_from_pseudo_huber(there, delta), 2.0 * x);
            let rest = x - there;
            assert!(rest >= -4.0 * UNIT * x);
            assert!(rest <= 0.5 * delta * delta + 4.0 * UNIT * x);
        }
    }
}

#[test]
fn each_residual_has_the_loss_that_the_map_says() {
    use crate::losses::{huber, pseudo_huber, smooth_l1};
    for delta in [0.1, 1.0, 7.0] {
        for r in spread(1e-6, 1e4) {
            let (h, s) = (huber(r, 0.0, delta), smooth_l1(r, 0.0, delta));
            returns(s, smooth_l1_from_huber(h, delta), s);
            let p = pseudo_huber(r, 0.0, delta);
            returns(p, pseudo_huber_from_huber(h, delta), 2.0 * p);
            returns(h, huber_from_pseudo_huber(p, delta), 2.0 * h);
        }
    }
}

#[test]
fn shares_return() {
    for x in shares() {
        for classes in [2, 3, 10, 50_000] {
            let less = epsilon_over_others_from_all(x, classes);
            returns(x, epsilon_over_all_from_others(less, classes), x);
        }
        // 1 - x has lost what is below half a unit of 1.
        returns(x, alpha_of_yes_from_no(alpha_of_yes_from_no(x)), 1.0);
        returns(x, alpha_from_pos_weight(pos_weight_from_alpha(x)), x);
        returns(x, alpha_bar_from_snr(snr_from_alpha_bar(x)), x);
        returns(x, alpha_bar_from_sigma(sigma_from_alpha_bar(x)), x);
        let back = probability_from_logit(logit_from_probability(x));
        // The logit is rounded to half a unit of its own.
        let size = 1.0 + logit_from_probability(x).abs();
        returns(x, back, x * size);
    }
}

#[test]
fn noise_datum_and_velocity_return() {
    let numbers: Vec<f64> = spread(1e-3, 30.0).collect();
    let levels: Vec<f64> = shares().collect();
    for (i, level) in levels.into_iter().enumerate() {
        let (clean, noise) = (numbers[i], -numbers[(7 * i + 1) % 4000]);
        let (keep, blur) = (level.sqrt(), (1.0 - level).sqrt());
        let noisy = keep * clean + blur * noise;
        let velocity = keep * noise - blur * clean;
        let size = clean.abs() + noise.abs();
        let of_noise = noise_from_velocity(noisy, velocity, level);
        let of_clean = clean_from_velocity(noisy, velocity, level);
        returns(noise, of_noise, size);
        returns(clean, of_clean, size);
        // A division by a small weight enlarges what rounding left of the difference.
        let (of_keep, of_blur) = (size / keep, size / blur);
        returns(
            velocity,
            velocity_from_noise(noisy, of_noise, level),
            of_keep,
        );
        returns(
            velocity,
            velocity_from_clean(noisy, of_clean, level),
            of_blur,
        );
        returns(clean, clean_from_noise(noisy, of_noise, level), of_keep);
        returns(noise, noise_from_clean(noisy, of_clean, level), of_blur);
        let score = score_from_noise(noise, level);
        returns(noise, noise_from_score(score, level), noise.abs());
    }
}
