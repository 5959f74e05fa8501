//! Asymmetric loss of a negative label and of a positive one over the probability, and the slopes.

use nnfn::losses::{asymmetric, asymmetric_grad, bce_with_logits};

use super::{Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("dead-zone", || Box::new(DeadZone));

struct DeadZone;

const NEGATIVE: Slider = Slider::new("negative", "γ₋").over(0.0, 8.0, 0.5).at(4.0);
const POSITIVE: Slider = Slider::new("positive", "γ₊").over(0.0, 4.0, 0.5).at(0.0);
const SHIFT: Slider = Slider::new("shift", "m").over(0.0, 0.3, 0.01).at(0.05);
/// What is shown of loss and slope.
const HIGHEST: [f64; 2] = [3.2, 1.3];

fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

impl Figure for DeadZone {
    fn caption(&self) -> String {
        "Over the probability of a label, on the left the loss if the label is not true and if it is, on the right the size of the slope by the logit. Left of the upright line a label that is not true costs nothing.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&NEGATIVE, &POSITIVE, &SHIFT])
    }

    fn show(&self, state: &State) -> Shown {
        let (negative, positive, shift) =
            (state.get(NEGATIVE), state.get(POSITIVE), state.get(SHIFT));
        let loss = move |p: f64, y: f64| asymmetric(logit(p), y, positive, negative, shift);
        let slope =
            move |p: f64, y: f64| asymmetric_grad(logit(p), y, positive, negative, shift).abs();
        let steepest = (1..1000).map(|i| f64::from(i) / 1000.0).fold(0.5, |a, p| {
            if slope(p, 0.0) > slope(a, 0.0) { p } else { a }
        });
        let words = format!(
            "a label that is not true, at 0.5: loss {}, slope {}; steepest at {}: {}",
            significant(loss(0.5, 0.0), 4),
            significant(slope(0.5, 0.0), 4),
            significant(steepest, 3),
            significant(slope(steepest, 0.0), 3)
        );
        let rows = [0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97];
        let over = |label: &str, highest: f64| {
            Panel::new(
                Axis::new("probability of the label", 0.0..=1.0),
                Axis::new(label, 0.0..=highest),
            )
            .with(Mark::upright(shift))
            .rows(rows)
        };
        let losses = over("loss", HIGHEST[0])
            .with(line(Role::Value, "not true", move |p| loss(p, 0.0)))
            .with(line(Role::Rival(0), "cross-entropy", |p| {
                bce_with_logits(logit(p), 0.0, 1.0)
            }))
            .with(line(Role::Rival(1), "true", move |p| loss(p, 1.0)));
        let slopes = over("size of the slope", HIGHEST[1])
            .with(line(Role::Value, "not true", move |p| slope(p, 0.0)))
            .with(line(Role::Rival(0), "cross-entropy", |p| p))
            .with(line(Role::Rival(1), "true", move |p| slope(p, 1.0)));
        let title = "Asymmetric loss and its slope";
        let view = View::new("live-dead-zone", title, self.caption())
            .beside(0.0, 370.0, losses)
            .beside(380.0, WIDTH, slopes);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    #[test]
    fn the_words_are_those_of_the_closed_form() {
        let u: f64 = 0.45;
        let loss = -u.powi(4) * (1.0 - u).ln();
        let slope = 0.25 * (u.powi(4) / (1.0 - u) - 4.0 * u.powi(3) * (1.0 - u).ln());
        let words = at_rest(&DeadZone).words;
        let expected = format!(
            "a label that is not true, at 0.5: loss {}, slope {}; steepest at 0.9: 0.733",
            significant(loss, 4),
            significant(slope, 4)
        );
        assert_eq!(words, expected);
    }

    #[test]
    fn without_powers_and_shift_it_is_cross_entropy() {
        let answer = answer("dead-zone\nnegative=0\nshift=0").unwrap();
        let words = answer.split(PART).nth(1).unwrap();
        assert!(words.contains("loss 0.6931, slope 0.5;"), "{words}");
    }
}
