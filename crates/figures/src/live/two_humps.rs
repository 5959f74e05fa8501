//! A bell beside a target of two humps, and what each order of KL sums.

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("two-humps", || Box::new(TwoHumps));

struct TwoHumps;

const MEAN: Slider = Slider::new("mean", "mean").over(-4.0, 4.0, 0.02).at(0.0);
const SD: Slider = Slider::new("sd", "standard deviation")
    .over(0.5, 4.0, 0.02)
    .at(3.16);
const ORDER: Choice<(&str, bool)> = Choice::new(
    "order",
    "summed is",
    &[("p·ln(p/q), forward", true), ("q·ln(q/p), reverse", false)],
);
/// Where the humps lie; each has the standard deviation 1.
const HUMP: f64 = 3.0;
/// What is shown, and what is summed over, in so many cells.
const WINDOW: (f64, f64) = (-8.0, 8.0);
const FAR: f64 = 20.0;
const CELLS: usize = 800;

/// Logarithm of the density of a bell.
fn ln_bell(x: f64, mean: f64, sd: f64) -> f64 {
    let z = (x - mean) / sd;
    -0.5 * z * z - libm::log(sd) - 0.918_938_533_204_672_7 // ln √2π
}

/// Logarithm of the density of the target.
fn ln_target(x: f64) -> f64 {
    // The nearer hump, and the other one beside it.
    let near = ln_bell(x.abs(), HUMP, 1.0);
    near + libm::log1p(libm::exp(-2.0 * HUMP * x.abs())) - std::f64::consts::LN_2
}

/// What is summed: `p·ln(p/q)`, or in reverse `q·ln(q/p)`.
fn term(x: f64, (mean, sd): (f64, f64), forward: bool) -> f64 {
    let (p, q) = (ln_target(x), ln_bell(x, mean, sd));
    if forward {
        libm::exp(p) * (p - q)
    } else {
        libm::exp(q) * (q - p)
    }
}

/// The sum over all cells.
fn divergence(bell: (f64, f64), forward: bool) -> f64 {
    let width = 2.0 * FAR / CELLS as f64;
    let middle = |i: usize| (i as f64 + 0.5) * width - FAR;
    (0..CELLS)
        .map(|i| term(middle(i), bell, forward))
        .sum::<f64>()
        * width
}

impl Figure for TwoHumps {
    fn caption(&self) -> String {
        "On the left a target p with two humps, dotted, and a bell q to be fitted, with a handle at its mean. On the right what is summed: parts of it lie below 0, the sum never does. Move the bell until one sum is least, then look at the other.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&MEAN, &SD, &ORDER])
    }

    fn show(&self, state: &State) -> Shown {
        let bell = (state.get(MEAN), state.get(SD));
        let (_, forward) = *state.get(ORDER);
        let words = format!(
            "forward {} (0.462 at best, mean 0 and deviation 3.16), reverse {} (0.6888 at best, mean ±2.98 and deviation 1.02)",
            significant(divergence(bell, true), 4),
            significant(divergence(bell, false), 4)
        );
        let x = || Axis::new("x", WINDOW.0..=WINDOW.1);
        let densities = Panel::new(x(), Axis::new("density", 0.0..=0.45))
            .with(line(Role::Value, "bell q", move |x| {
                libm::exp(ln_bell(x, bell.0, bell.1))
            }))
            .with(line(Role::Rival(0), "target p", |x| {
                libm::exp(ln_target(x))
            }))
            .with(knob('x', &MEAN, (bell.0, 0.02)))
            .rows((-8..=8).map(f64::from));
        let name = if forward { "p·ln(p/q)" } else { "q·ln(q/p)" };
        let summed = Panel::new(x(), Axis::new("what is summed", -0.3..=1.0))
            .with(line(Role::Slope, name, move |x| term(x, bell, forward)))
            .rows((-8..=8).map(f64::from));
        let title = "A bell and a target of two humps";
        let view = View::new("live-two-humps", title, self.caption())
            .beside(0.0, 330.0, densities)
            .beside(340.0, WIDTH, summed);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_best_bells_are_those_of_the_words() {
        for (best, forward, least) in [
            ((0.0, 3.162_277_66), true, 0.461_995),
            ((2.984_32, 1.023_4), false, 0.688_769),
        ] {
            let at = |m: f64, s: f64| divergence((best.0 + m, best.1 + s), forward);
            assert!((at(0.0, 0.0) - least).abs() < 1e-6, "{}", at(0.0, 0.0));
            for (m, s) in [(0.02, 0.0), (-0.02, 0.0), (0.0, 0.02), (0.0, -0.02)] {
                assert!(at(m, s) > at(0.0, 0.0), "{m} {s}");
            }
        }
        let words = at_rest(&TwoHumps).words;
        assert!(words.starts_with("forward 0.462 "), "{words}");
    }

    #[test]
    fn between_bells_it_is_the_closed_form() {
        // Far from the other hump the target is half a bell.
        let one = divergence((3.0, 0.5), false);
        let bell = 2_f64.ln() + (0.25 - 1.0) / 2.0;
        assert!((one - bell - std::f64::consts::LN_2).abs() < 1e-5, "{one}");
    }
}
