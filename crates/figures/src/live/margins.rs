//! Ten examples of two classes, a score that a reader moves, and what each example costs by its margin.

use nnfn::activations::softplus;
use nnfn::losses::{hinge, hinge_grad, squared_hinge};

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Dots, Panel, Style, View, dots, line, stroke};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("margins", || Box::new(Margins));

struct Margins;

/// Where the score changes its sign, and how far from there it is 1.
const PLACE: Slider = Slider::new("b", "boundary").over(-3.0, 3.0, 0.05).at(0.0);
const WIDTH_OF_MARGIN: Powers = Powers::new("w", "half-width of the margin")
    .over(0.1, 3.0)
    .at(1.0);
/// The examples: a feature, and the class as a sign.
const DATA: [(f64, f64); 10] = [
    (-2.6, -1.0),
    (-1.9, -1.0),
    (-1.3, -1.0),
    (-0.6, -1.0),
    (0.4, -1.0),
    (-0.3, 1.0),
    (0.7, 1.0),
    (1.2, 1.0),
    (1.7, 1.0),
    (2.5, 1.0),
];
/// What is shown of margins and losses.
const MARGINS: (f64, f64) = (-3.0, 3.0);
const HIGHEST: f64 = 4.0;

/// Full dots for those that pull, open ones for the others.
fn marked(data: &[(f64, f64)], pulls: bool, at: impl Fn((f64, f64)) -> (f64, f64)) -> Dots {
    let label = if pulls { "pulls" } else { "does not pull" };
    Dots {
        is_full: pulls,
        ..dots(label, data.iter().map(|one| at(*one)))
    }
}

impl Figure for Margins {
    fn caption(&self) -> String {
        "On the left ten examples, +1 above and −1 below, and the score as a line; on the right what each costs by its margin, the class times the score. Only the full dots pull; the open ones have a margin of 1 or more.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&PLACE, &WIDTH_OF_MARGIN])
    }

    fn show(&self, state: &State) -> Shown {
        let (place, width) = (state.get(PLACE), state.get(WIDTH_OF_MARGIN));
        let score = move |x: f64| (x - place) / width;
        let margin = move |(x, y): (f64, f64)| y * score(x);
        let pulls = |(x, y): &(f64, f64)| hinge_grad(score(*x), *y) != 0.0;
        let (near, far): (Vec<_>, Vec<_>) = DATA.iter().copied().partition(pulls);
        let count = DATA.len() as f64;
        let mean = DATA.iter().map(|(x, y)| hinge(score(*x), *y)).sum::<f64>() / count;
        let wrong = DATA.iter().filter(|one| margin(**one) <= 0.0).count();
        let words = format!(
            "{} of {} pull, {wrong} on the wrong side; mean hinge loss {}",
            near.len(),
            DATA.len(),
            significant(mean, 4)
        );
        let features = Axis::new("feature", -3.0..=3.0);
        let edge = |at: f64| stroke(Style::Guide, [(at, -3.0), (at, 3.0)]);
        let left = Panel::new(features, Axis::new("score, and class", -3.0..=3.0))
            .with(edge(place - width))
            .with(edge(place + width))
            .with(stroke(Style::Strong, [(place, -3.0), (place, 3.0)]))
            .with(line(Role::Slope, "score", score))
            .with(marked(&far, false, |one| one))
            .with(marked(&near, true, |one| one))
            .with(knob('x', &PLACE, (place, 0.0)));
        let cost = move |one: (f64, f64)| {
            let at = margin(one);
            (at, hinge(at, 1.0).min(HIGHEST))
        };
        let right = Panel::new(
            Axis::new("margin", MARGINS.0..=MARGINS.1),
            Axis::new("loss", 0.0..=HIGHEST),
        )
        .with(line(Role::Rival(0), "squared hinge", |s| squared_hinge(s, 1.0)).seams([1.0]))
        .with(line(Role::Rival(1), "logistic", |s| softplus(-s)))
        .with(
            line(Role::Rival(2), "wrong or not", |s| {
                f64::from(u8::from(s <= 0.0))
            })
            .seams([0.0]),
        )
        .with(line(Role::Value, "hinge", |s| hinge(s, 1.0)).seams([1.0]))
        .with(marked(&far, false, cost))
        .with(marked(&near, true, cost))
        .rows([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0]);
        let title = "Which examples pull at a boundary";
        let view = View::new("live-margins", title, self.caption())
            .beside(0.0, 330.0, left)
            .beside(340.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    fn words(set: &str) -> String {
        let answer = answer(&format!("margins\n{set}")).unwrap();
        answer.split(PART).nth(1).unwrap().to_owned()
    }

    #[test]
    fn those_that_pull_are_full_and_the_others_open() {
        assert!(marked(&DATA, true, |one| one).is_full);
        assert!(!marked(&DATA, false, |one| one).is_full);
    }

    #[test]
    fn the_words_count_those_within_the_margin() {
        // Margins below 1: 0.6, −0.4, −0.3, 0.7; two of them below 0.
        let rest = at_rest(&Margins).words;
        let loss = (0.4 + 1.4 + 1.3 + 0.3) / 10.0;
        let mean = significant(loss, 4);
        let expected = format!("4 of 10 pull, 2 on the wrong side; mean hinge loss {mean}");
        assert_eq!(rest, expected);
    }

    #[test]
    fn a_narrow_margin_leaves_only_mistakes_and_a_wide_one_nobody_out() {
        let ends = Margins.controls()[1].extremes();
        let at = |end: &str| words(&format!("w={end}"));
        let narrow = at(&ends[0]);
        assert!(
            narrow.starts_with("2 of 10 pull, 2 on the wrong side"),
            "{narrow}"
        );
        let wide = at(&ends[1]);
        assert!(
            wide.starts_with("10 of 10 pull, 2 on the wrong side"),
            "{wide}"
        );
    }

    #[test]
    fn at_the_far_end_half_of_the_examples_are_wrong() {
        for end in ["b=-3", "b=3"] {
            assert!(words(end).contains("5 on the wrong side"), "{end}");
        }
    }
}
