//! What can be known of the noise in a noisy number, and so how low a diffusion loss can be.

use libm::tanh;

use super::{Choice, Control, Count, Entry, Figure, Named, Shown, State, knob, list};
use crate::layers::{Panel, View, dots, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("denoising", || Box::new(Denoising));

struct Denoising;

/// What the clean numbers are.
#[derive(Clone, Copy, PartialEq)]
enum Data {
    /// −1 or 1, equally often.
    Two,
    /// Standard normal.
    Bell,
}

impl Named for Data {
    fn name(&self) -> &str {
        match self {
            Data::Two => "−1 and 1",
            Data::Bell => "a bell",
        }
    }
}

const STEPS: usize = 1000;
const STEP: Count = Count::new("t", "step of the noise").over(1, STEPS).at(200);
const DATA: Choice<Data> = Choice::new("data", "data", &[Data::Two, Data::Bell]);

/// The share of the variance that is signal after each step, by the schedule of DDPM.
fn schedule() -> Vec<f64> {
    let mut left = 1.0;
    let step = |i: usize| 1e-4 + (0.02 - 1e-4) * i as f64 / (STEPS - 1) as f64;
    let after = |i: usize| {
        left *= 1.0 - step(i);
        left
    };
    (0..STEPS).map(after).collect()
}

/// The mean of 1/cosh of a normal number around 0 with this standard deviation, by the trapezoidal rule.
fn mean_of_sech(deviation: f64) -> f64 {
    // Steps that are fine for both factors, and as far as either is more than nothing.
    let fine = 8.0 * deviation.max(1.0);
    let last = (8.0 * fine).min(320.0) as i32;
    let part = |i: i32| {
        let z = f64::from(i) / fine;
        let y = deviation * z;
        2.0 * libm::exp(-0.5 * z * z) / (libm::exp(y) + libm::exp(-y))
    };
    (-last..=last).map(part).sum::<f64>() / (fine * libm::sqrt(2.0 * std::f64::consts::PI))
}

impl Data {
    /// The least loss of noise prediction.
    fn floor(self, signal: f64) -> f64 {
        let ratio = signal / (1.0 - signal);
        match self {
            Data::Bell => signal,
            // ratio·E(1 - tanh(ratio + √ratio·z)) in the form that has its digits where next to nothing is left.
            Data::Two => ratio * libm::exp(-0.5 * ratio) * mean_of_sech(libm::sqrt(ratio)),
        }
    }

    /// The mean of the noise in all that could have given `x`.
    fn guess(self, signal: f64, x: f64) -> f64 {
        let (keep, blur) = (libm::sqrt(signal), libm::sqrt(1.0 - signal));
        let clean = match self {
            Data::Bell => keep * x,
            Data::Two => tanh(keep * x / (1.0 - signal)),
        };
        (x - keep * clean) / blur
    }

    /// Pairs of a noisy number and the noise in it, spread as they occur.
    fn samples(self, signal: f64) -> impl Iterator<Item = (f64, f64)> {
        const N: i32 = 60;
        let share = |i: i32| (f64::from(i) + 0.5) / f64::from(N);
        (0..N).map(move |i| {
            let noise = quantile(share(i));
            // The golden ratio pairs them evenly.
            let other = 0.618_033_988_749_894_9 * f64::from(i) + 0.25;
            let other = other - libm::floor(other);
            let clean = match self {
                Data::Two if other < 0.5 => -1.0,
                Data::Two => 1.0,
                Data::Bell => quantile(other),
            };
            let noisy = libm::sqrt(signal) * clean + libm::sqrt(1.0 - signal) * noise;
            (noisy, noise)
        })
    }
}

/// The value at a step, on a line between those of whole steps.
fn between(each: &[f64], step: f64) -> f64 {
    let place = (step - 1.0).clamp(0.0, (STEPS - 1) as f64);
    let below = (libm::floor(place) as usize).min(STEPS - 2);
    let share = place - below as f64;
    each[below] + share * (each[below + 1] - each[below])
}

/// The number below which this share of a standard normal distribution lies, by halving.
fn quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if 0.5 * libm::erfc(-middle * std::f64::consts::FRAC_1_SQRT_2) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

impl Figure for Denoising {
    fn caption(&self) -> String {
        "On the left what a denoiser sees (across) and the noise that was added (upward), for 60 numbers: one and the same noisy number can hold different noise, and the best guess is the mean of it. On the right the mean square that is left over at each step of DDPM's schedule, by the best guess and by the best multiple of what is seen; a guess of 0 leaves 1, the level line.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&STEP, &DATA])
    }

    fn show(&self, state: &State) -> Shown {
        let (step, data) = (state.get(STEP), *state.get(DATA));
        let all = schedule();
        let signal = all[step - 1];
        let floor = data.floor(signal);
        let words = format!(
            "step {step}: ᾱ {}, signal to noise {}; a guess of 0 leaves 1, the best multiple {}, the best guess {}",
            significant(signal, 4),
            significant(signal / (1.0 - signal), 3),
            significant(signal, 4),
            significant(floor, 4)
        );
        let blur = libm::sqrt(1.0 - signal);
        let seen = Panel::new(
            Axis::new("noisy number", -3.0..=3.0),
            Axis::new("noise", -3.0..=3.0),
        )
        .with(line(Role::Value, "best guess", move |x| {
            data.guess(signal, x)
        }))
        .with(line(Role::Rival(0), "best multiple", move |x| blur * x))
        .with(dots("added noise", data.samples(signal)));
        let floors: Vec<f64> = all.iter().map(|&signal| data.floor(signal)).collect();
        let left_over = [floors, all].map(|each| move |t| between(&each, t));
        let [best, multiple] = left_over;
        let left = Panel::new(
            Axis::new("step", 0.0..=STEPS as f64),
            Axis::new("loss", 0.0..=1.05),
        )
        .with(line(Role::Value, "best guess", best))
        .with(line(Role::Rival(0), "best multiple", multiple))
        .with(Mark::Across {
            y: 1.0,
            label: String::new(),
        })
        .with(Mark::upright(step as f64))
        .with(knob('x', &STEP, (step as f64, floor)));
        let title = "The noise in a noisy number, and what a guess of it leaves over";
        let view = View::new("live-denoising", title, self.caption())
            .beside(0.0, 330.0, seen)
            .beside(340.0, WIDTH, left);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_schedule_and_its_means_are_those_of_the_page() {
        let all = schedule();
        let mean = |of: &dyn Fn(f64) -> f64| all.iter().map(|&s| of(s)).sum::<f64>() / 1000.0;
        // Computed apart from this code, with mpmath.
        assert!((mean(&|s| Data::Bell.floor(s)) - 0.275_513_233_396_806).abs() < 1e-9);
        assert!((mean(&|s| Data::Two.floor(s)) - 0.121_456_588_204_646).abs() < 1e-6);
        assert!((all[299] - 0.396_419_759_458_252).abs() < 1e-12);
    }

    /// The mean of a smooth function of a standard normal number, by the trapezoidal rule.
    fn gaussian_mean(f: impl Fn(f64) -> f64) -> f64 {
        let part = |i: i32| {
            let z = f64::from(i) / 8.0;
            (-0.5 * z * z).exp() * f(z)
        };
        (-64..=64).map(part).sum::<f64>() / (8.0 * std::f64::consts::TAU.sqrt())
    }

    #[test]
    fn next_to_nothing_has_its_digits() {
        // mpmath, 50 digits: the ratio of signal to noise, and what the best guess leaves over.
        for (ratio, left) in [
            (0.1, 0.090_865_939_879_512_2),
            (1.0, 0.449_599_509_206_672_8),
            (10.0, 0.024_113_147_354_122_573),
            (100.0, 2.388_383_471_271_139_7e-21),
        ] {
            let found = Data::Two.floor(ratio / (1.0 + ratio));
            assert!((found - left).abs() < 1e-9 * left, "{ratio}: {found}");
        }
        assert_eq!(Data::Two.floor(0.9999), 0.0);
    }

    #[test]
    fn the_best_guess_leaves_what_the_words_say() {
        // Of all noisy numbers, by their density: the mean of the square of what the guess leaves over.
        for signal in [0.9_f64, 0.4, 0.05] {
            let (keep, blur) = (signal.sqrt(), (1.0 - signal).sqrt());
            let left = gaussian_mean(|noise| {
                let over = noise - Data::Two.guess(signal, keep + blur * noise);
                over * over
            });
            assert!((left - Data::Two.floor(signal)).abs() < 1e-6, "{signal}");
            assert!(left <= signal);
        }
    }

    #[test]
    fn samples_are_noisy_numbers_with_their_noise() {
        for data in [Data::Two, Data::Bell] {
            for (noisy, noise) in data.samples(0.25) {
                let clean = (noisy - 0.75_f64.sqrt() * noise) / 0.5;
                assert!(data == Data::Bell || (clean.abs() - 1.0).abs() < 1e-12);
                assert!(clean.abs() < 3.0 && noise.abs() < 3.0);
            }
        }
        assert!(at_rest(&Denoising).words.starts_with("step 200: ᾱ 0.6"));
    }
}
