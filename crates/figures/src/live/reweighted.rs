//! What a weight of the positives does to the probability that a model reports, and to the boundary between two
//! classes.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use super::{Choice, Control, Entry, Figure, Powers, Shown, State, list};
use crate::layers::{Panel, Style, View, line, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("reweighted", || Box::new(Reweighted));

struct Reweighted;

const WEIGHT: Powers = Powers::new("w", "weight w of the positives")
    .over(1.0, 1000.0)
    .at(10.0);
const SHARE: Powers = Powers::new("share", "share of positives")
    .over(0.001, 0.5)
    .at(0.1);
const AXES: Choice<(&str, bool)> = Choice::new(
    "axes",
    "left axes",
    &[("probabilities", false), ("log-odds", true)],
);
/// How far the two classes lie from the middle, in standard deviations.
const APART: f64 = 1.0;
const SCORES: (f64, f64) = (-4.5, 4.5);

/// The odds of a positive times the weight, as a probability.
fn reported(p: f64, weight: f64) -> f64 {
    weight * p / (weight * p + (1.0 - p))
}

fn density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / libm::sqrt(2.0 * PI)
}

/// The share of a standard normal distribution above `x`.
fn above(x: f64) -> f64 {
    0.5 * libm::erfc(x * FRAC_1_SQRT_2)
}

/// Where both classes are as likely as each other.
fn boundary(share: f64, weight: f64) -> f64 {
    let p = reported(share, weight);
    libm::log((1.0 - p) / p) / (2.0 * APART)
}

impl Figure for Reweighted {
    fn caption(&self) -> String {
        "On the left what the model reports for a true probability: the diagonal without a weight, the bend with it, and a thick line between them at the share of positives; on axes of log-odds the bend is a shift by ln w. On the right how the scores of the two classes are spread, each curve as high as its share with the weight, and dashed the boundary, where they cross; dotted is the boundary without the weight.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&WEIGHT, &SHARE, &AXES])
    }

    fn show(&self, state: &State) -> Shown {
        let (weight, share) = (state.get(WEIGHT), state.get(SHARE));
        let (_, odds) = *state.get(AXES);
        let (moved, rest) = (boundary(share, weight), boundary(share, 1.0));
        let percent = |x: f64| format!("{} %", significant(100.0 * x, 3));
        let words = format!(
            "a true {} is reported as {}; the boundary finds {} of the positives (without the weight {}) and takes {} of the negatives for positives ({})",
            significant(share, 3),
            significant(reported(share, weight), 4),
            percent(above(moved - APART)),
            percent(above(rest - APART)),
            percent(above(moved + APART)),
            percent(above(rest + APART)),
        );
        let shift = libm::log(weight);
        let left = if odds {
            let x = libm::log(share / (1.0 - share));
            Panel::new(
                Axis::new("true log-odds", -8.0..=4.0),
                Axis::new("", -8.0..=11.0),
            )
            .with(line(Role::Value, "with the weight", move |x| x + shift))
            .with(line(Role::Rival(1), "without", |x| x))
            .with(stroke(Style::Measure, [(x, x), (x, x + shift)]))
            .with(text(
                format!("ln w = {}", significant(shift, 3)),
                (x, x + 0.5 * shift),
            ))
        } else {
            Panel::new(
                Axis::new("true probability", 0.0..=1.0),
                Axis::new("", 0.0..=1.0),
            )
            .with(line(Role::Value, "with the weight", move |p| {
                reported(p, weight)
            }))
            .with(line(Role::Rival(1), "without", |p| p))
            .with(stroke(
                Style::Measure,
                [(share, share), (share, reported(share, weight))],
            ))
        };
        let counted = reported(share, weight);
        let right = Panel::new(
            Axis::new("score of an example", SCORES.0..=SCORES.1),
            Axis::new("", 0.0..=0.42),
        )
        .with(line(Role::Slope, "positives", move |x| {
            counted * density(x - APART)
        }))
        .with(line(Role::Rival(0), "negatives", move |x| {
            (1.0 - counted) * density(x + APART)
        }))
        .with(Mark::upright(rest))
        .with(stroke(Style::Strong, [(moved, 0.0), (moved, 0.42)]));
        let title = "A weight of the positives";
        let view = View::new("live-reweighted", title, self.caption())
            .beside(0.0, 310.0, left)
            .beside(330.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    #[test]
    fn the_words_are_those_of_the_page() {
        // mpmath: the normal tail at the boundaries ln(1 - p)/p / 2 of p = 1/1.9 and 0.1, less and plus 1
        let words = at_rest(&Reweighted).words;
        assert_eq!(
            words,
            "a true 0.1 is reported as 0.5263; the boundary finds 85.4 % of the positives (without the weight 46.1 %) and takes 17.2 % of the negatives for positives (1.79 %)"
        );
    }

    #[test]
    fn both_classes_count_alike_at_the_boundary() {
        for (share, weight) in [(0.1, 9.0), (0.001, 1000.0), (0.5, 1.0), (0.03, 7.0)] {
            let (x, p) = (boundary(share, weight), reported(share, weight));
            let (yes, no) = (p * density(x - APART), (1.0 - p) * density(x + APART));
            assert!((yes / no - 1.0).abs() < 1e-12, "{share} {weight}");
        }
    }

    #[test]
    fn the_words_do_not_hang_on_the_axes() {
        let words = |request: &str| {
            let answer = answer(request).unwrap();
            answer.split(PART).nth(1).unwrap().to_owned()
        };
        assert_eq!(words("reweighted\naxes=0"), words("reweighted\naxes=1"));
    }
}
