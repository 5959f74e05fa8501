//! The diffusion loss and the errors of noise and datum that it is made of.

use nnfn::losses::{diffusion_mse, mean, mse};
use proptest::prelude::*;

use super::{Property, forall, property, within};

pub(super) const PROPERTIES: &[Property] = &[
    property("diffusion_mse", "noise_and_datum_come_back", || {
        forall(examples(), |(clean, noise, signal, _): Example| {
            let seen = noisy(clean, noise, signal);
            let (own_clean, own_noise) = parts(seen, velocity(clean, noise, signal), signal);
            let slack = 1e-14 * (1.0 + clean.abs() + noise.abs());
            within(own_clean, clean, slack)?;
            within(own_noise, noise, slack)
        })
    }),
    property("diffusion_mse", "scales_squared", || {
        forall(
            (examples(), 0.01..100.0),
            |((clean, noise, signal, guess), c): (Example, f64)| {
                let loss = diffusion_mse(guess, clean, noise, signal);
                let scaled = diffusion_mse(c * guess, c * clean, c * noise, signal);
                let size = clean * clean + noise * noise + guess * guess;
                within(scaled, c * c * loss, 1e-14 * c * c * size)
            },
        )
    }),
    property("diffusion_mse", "sum_of_both_errors", || {
        forall(examples(), |(clean, noise, signal, guess): Example| {
            let (of_clean, of_noise) = parts(noisy(clean, noise, signal), guess, signal);
            let loss = diffusion_mse(guess, clean, noise, signal);
            let slack = 1e-13 * (1.0 + clean * clean + noise * noise + guess * guess);
            within(mse(of_noise, noise), signal * loss, slack)?;
            within(mse(of_clean, clean), (1.0 - signal) * loss, slack)?;
            within(mse(of_noise, noise) + mse(of_clean, clean), loss, slack)
        })
    }),
    property("diffusion_mse", "least_at_the_mean_velocity", || {
        let several = prop::collection::vec((numbers(), numbers()), 1..10);
        let all = (several, 0.0..=1.0, numbers());
        forall(all, |(pairs, signal, off): (Vec<(f64, f64)>, f64, f64)| {
            let cost = |guess: f64| {
                let each =
                    |(clean, noise): &(f64, f64)| diffusion_mse(guess, *clean, *noise, signal);
                mean(&pairs.iter().map(each).collect::<Vec<_>>())
            };
            let each = |(clean, noise): &(f64, f64)| velocity(*clean, *noise, signal);
            let centre = mean(&pairs.iter().map(each).collect::<Vec<_>>());
            let more = cost(centre + off) - cost(centre);
            within(more, off * off, 1e-12 * (1.0 + cost(centre + off)))
        })
    }),
];

/// Datum, noise, share of the signal, guess.
type Example = (f64, f64, f64, f64);

fn numbers() -> std::ops::Range<f64> {
    -10.0..10.0
}

fn examples() -> impl Strategy<Value = Example> {
    (numbers(), numbers(), 0.0..=1.0, numbers())
}

fn noisy(clean: f64, noise: f64, signal: f64) -> f64 {
    signal.sqrt() * clean + (1.0 - signal).sqrt() * noise
}

fn velocity(clean: f64, noise: f64, signal: f64) -> f64 {
    signal.sqrt() * noise - (1.0 - signal).sqrt() * clean
}

/// Datum and noise, from what is seen and a velocity.
fn parts(seen: f64, velocity: f64, signal: f64) -> (f64, f64) {
    let (keep, blur) = (signal.sqrt(), (1.0 - signal).sqrt());
    (keep * seen - blur * velocity, blur * seen + keep * velocity)
}
