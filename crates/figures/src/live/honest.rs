//! Losses of classification over the margin, and the report that costs least under each.

use std::f64::consts::LN_2;

use nnfn::activations::softplus;

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, Switch, list};
use crate::layers::{Panel, Style, View, guide, line, stroke};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("honest", || Box::new(Honest));

struct Honest;

/// Minus the slope of a loss of the probability `p` of what happened.
type Push = fn(f64) -> f64;

/// With the values that the page uses: ε = 0.1 of smoothing, γ = 2, Poly-1 with ε = 2, q = 0.7.
const LOSSES: [(&str, Push); 7] = [
    ("cross-entropy", |p| 1.0 / p),
    ("Brier score", |p| 2.0 * (1.0 - p)),
    ("smoothed, ε = 0.1", |p| 0.95 / p - 0.05 / (1.0 - p)),
    ("focal, γ = 2", |p| {
        (1.0 - p) * ((1.0 - p) / p - 2.0 * libm::log(p))
    }),
    ("Poly-1, ε = 2", |p| 1.0 / p + 2.0),
    ("generalised, q = 0.7", |p| libm::pow(p, -0.3)),
    ("1 − p", |_| 1.0),
];
const LOSS: Choice<(&str, Push)> = Choice::new("loss", "loss", &LOSSES).at(3);
const TRUE: Slider = Slider::new("true", "true probability")
    .over(0.01, 0.99, 0.01)
    .at(0.7);
const BITS: Switch = Switch::new("bits", "logistic in bits", false);

/// The report that costs least if the event has this probability: where the pushes balance, by halving.
fn report(push: Push, probability: f64) -> f64 {
    let pull = |p: f64| probability * push(p) - (1.0 - probability) * push(1.0 - p);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        match pull(middle) {
            up if up > 0.0 => low = middle,
            down if down < 0.0 => high = middle,
            _ => return middle,
        }
    }
    // An answer at an end is exactly that.
    let found = 0.5 * (low + high);
    if found < 1e-15 { 0.0 } else { found }
}

/// The focal loss of a margin, γ = 2.
fn focal(margin: f64) -> f64 {
    let wrong = nnfn::activations::sigmoid(-margin);
    wrong * wrong * softplus(-margin)
}

impl Figure for Honest {
    fn caption(&self) -> String {
        "On the left what an example costs over its margin, the score towards the right answer; the heavy dashes are 1 for a wrong answer and 0 for a right one. On the right, where the key does not hold, the report that costs least over the true probability: of the loss in the menu as an unbroken line, of the others faint. Under an honest loss it is the diagonal.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&LOSS, &TRUE, &BITS])
    }

    fn show(&self, state: &State) -> Shown {
        let (name, push) = *state.get(LOSS);
        let truth = state.get(TRUE);
        let unit = if state.get(BITS) { LN_2 } else { 1.0 };
        let hears = report(push, truth);
        // How much surer than the truth.
        let verdict = match (hears - 0.5).abs() - (truth - 0.5).abs() {
            surer if surer > 5e-13 => "exaggerated",
            surer if surer < -5e-13 => "understated",
            _ => "honest",
        };
        let words = format!(
            "{name}: a true {} is reported as {}, {verdict}",
            significant(truth, 3),
            significant(hears, 4)
        );
        let margins = Panel::new(
            Axis::new("margin", -3.0..=3.0),
            Axis::new("loss", 0.0..=4.0),
        )
        .with(line(Role::Value, "logistic", move |m| softplus(-m) / unit))
        .with(line(Role::Slope, "focal, γ = 2", focal))
        .with(line(Role::Rival(0), "hinge", |m| (1.0 - m).max(0.0)).seams([1.0]))
        .with(
            line(Role::Rival(1), "squared hinge", |m| {
                (1.0 - m).max(0.0) * (1.0 - m).max(0.0)
            })
            .seams([1.0]),
        )
        .with(stroke(
            Style::Strong,
            [(-3.0, 1.0), (0.0, 1.0), (0.0, 0.0), (3.0, 0.0)],
        ))
        .rows([-3.0, -2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0])
        .also("wrong or right", |m| {
            Some(if m > 0.0 { "0" } else { "1" }.to_owned())
        });
        let others = LOSSES.iter().filter(|(other, _)| *other != name);
        let faint = others.map(|(_, push)| {
            let places = (1..120).map(|i| f64::from(i) / 120.0);
            guide(places.map(|p| (p, report(*push, p))).collect::<Vec<_>>())
        });
        let reports = Panel::new(
            Axis::new("true probability", 0.0..=1.0),
            Axis::new("reported", 0.0..=1.0),
        )
        .all(faint)
        .with(line(Role::Value, "reported", move |p| report(push, p)).unnamed())
        .with(stroke(Style::Measure, [(truth, truth), (truth, hears)]))
        .with(Mark::Extremum {
            x: truth,
            y: hears,
            label: String::new(),
        });
        let title = "Losses over the margin, and the reports that cost least";
        let view = View::new("live-honest", title, self.caption())
            .beside(0.0, 320.0, margins)
            .beside(340.0, WIDTH, reports);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn reports_are_those_of_the_page() {
        for (i, expected) in [0.7, 0.7, 0.68, 0.5785, 0.8187, 0.944, 1.0]
            .into_iter()
            .enumerate()
        {
            let found = report(LOSSES[i].1, 0.7);
            assert!((found - expected).abs() < 5e-5, "{}: {found}", LOSSES[i].0);
        }
    }

    #[test]
    fn a_report_of_the_opposite_is_the_complement() {
        for (name, push) in LOSSES {
            for truth in [0.03, 0.2, 0.4] {
                let both = report(push, truth) + report(push, 1.0 - truth);
                assert!((both - 1.0).abs() < 1e-12, "{name} at {truth}: {both}");
            }
            assert_eq!(report(push, 0.5), 0.5, "{name}");
        }
    }

    #[test]
    fn only_two_are_honest() {
        let honest = |push: Push| {
            let off = |p: f64| (report(push, p) - p).abs() < 1e-12;
            [0.05, 0.3, 0.8].into_iter().all(off)
        };
        let found: Vec<bool> = LOSSES.iter().map(|(_, push)| honest(*push)).collect();
        assert_eq!(found, [true, true, false, false, false, false, false]);
        assert_eq!(
            at_rest(&Honest).words,
            "focal, γ = 2: a true 0.7 is reported as 0.5785, understated"
        );
    }
}
