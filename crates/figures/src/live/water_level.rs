//! What a code costs, and which directions of the data are worth their price.

use nnfn::losses::vae_kl;

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, Switch, knob, list};
use crate::layers::{Bars, Panel, Style, View, line, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("water-level", || Box::new(WaterLevel));

struct WaterLevel;

const MEAN: Slider = Slider::new("mean", "mean of the code")
    .over(-3.0, 3.0, 0.05)
    .at(1.0);
const SD: Slider = Slider::new("sd", "its standard deviation")
    .over(0.25, 3.0, 0.25)
    .at(0.5);
const BETA: Powers = Powers::new("beta", "β").over(0.1, 10.0).at(1.0);
const AVERAGED: Switch = Switch::new("averaged", "squares averaged over the values", false);
/// Standard deviations of eight uncorrelated directions; the noise of a value has 1.
const SPREADS: [f64; 8] = [3.6, 2.8, 2.2, 1.7, 1.3, 0.9, 0.6, 0.3];
const HIGHEST: f64 = 4.0;

/// The variance up to which a direction is dropped.
fn level(beta: f64, averaged: bool) -> f64 {
    // The mean of r² over n values is their likelihood with the noise n/2.
    beta * if averaged {
        SPREADS.len() as f64 / 2.0
    } else {
        1.0
    }
}

/// What the best code of a direction costs.
fn nats(spread: f64, level: f64) -> f64 {
    (0.5 * libm::log(spread * spread / level)).max(0.0)
}

fn density(x: f64, mean: f64, sd: f64) -> f64 {
    let z = (x - mean) / sd;
    libm::exp(-0.5 * z * z) / (sd * 2.506_628_274_631_000_5) // √2π
}

impl Figure for WaterLevel {
    fn caption(&self) -> String {
        "On the left a code, with a handle at its mean, over the prior, which is dotted: the further apart, the dearer. On the right the standard deviations of eight directions of the data, and the root of the level βn: a linear autoencoder drops the directions that do not rise above it.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&MEAN, &SD, &BETA, &AVERAGED])
    }

    fn show(&self, state: &State) -> Shown {
        let (mean, sd) = (state.get(MEAN), state.get(SD));
        let level = level(state.get(BETA), state.get(AVERAGED));
        let kept = SPREADS.iter().filter(|s| *s * *s > level).count();
        let total: f64 = SPREADS.iter().map(|s| nats(*s, level)).sum();
        let words = format!(
            "the code costs {} nats; √(βn) is {}: {kept} of 8 directions are kept, for {} nats",
            significant(vae_kl(mean, 2.0 * libm::log(sd)), 4),
            significant(libm::sqrt(level), 3),
            significant(total, 4)
        );
        let codes = Panel::new(
            Axis::new("code", -4.0..=4.0),
            Axis::new("density", 0.0..=1.0),
        )
        .with(line(Role::Value, "code", move |x| density(x, mean, sd)))
        .with(line(Role::Rival(0), "prior", |x| density(x, 0.0, 1.0)))
        .with(knob('x', &MEAN, (mean, 0.03)))
        .rows((-4..=4).map(f64::from));
        let height = libm::sqrt(level);
        let shown = height.min(HIGHEST);
        let directions = Panel::new(
            Axis {
                label: "direction 1 to 8".to_owned(),
                ..Axis::bare(0.0..=8.0)
            },
            Axis::new("standard deviation", 0.0..=HIGHEST),
        )
        .with(Bars(SPREADS.to_vec()))
        .with(stroke(Style::Measure, [(0.0, shown), (8.0, shown)]))
        .with(text(
            "√(βn)".to_owned(),
            (7.0, (shown + 0.2).min(HIGHEST - 0.2)),
        ));
        let title = "A code and its price";
        let view = View::new("live-water-level", title, self.caption())
            .beside(0.0, 330.0, codes)
            .beside(340.0, WIDTH, directions);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    fn words(request: &str) -> String {
        let answer = answer(request).unwrap();
        answer.split(PART).nth(1).unwrap().to_owned()
    }

    #[test]
    fn the_code_at_rest_costs_what_the_page_says() {
        let words = at_rest(&WaterLevel).words;
        assert!(
            words.starts_with("the code costs 0.8181 nats; √(βn) is 1: 5 of 8"),
            "{words}"
        );
    }

    #[test]
    fn a_code_is_worth_its_price_above_the_level_only() {
        assert_eq!(nats(2.0, 4.0), 0.0);
        assert_eq!(nats(1.0, 4.0), 0.0);
        assert!((nats(2.0, 1.0) - std::f64::consts::LN_2).abs() < 1e-15);
        assert_eq!([level(1.0, false), level(2.0, true)], [1.0, 8.0]);
    }

    #[test]
    fn averaging_raises_the_level() {
        let found = words("water-level\naveraged=1");
        assert!(found.contains("√(βn) is 2: 3 of 8"), "{found}");
        let found = words("water-level\nmean=0\nsd=1");
        assert!(found.starts_with("the code costs 0 nats"), "{found}");
    }
}
