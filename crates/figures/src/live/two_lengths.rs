//! A short and a long answer: their averages per token, which SimPO compares, and their probabilities, which it does not.

use nnfn::losses::simpo;

use super::{Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Bars, Panel, View, line, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("two-lengths", || Box::new(TwoLengths));

struct TwoLengths;

const SHORT: i32 = 2;
const LONG: i32 = 8;
const BETA: f64 = 2.0;
const CHOSEN: Slider = average("chosen", "chosen (8 tokens), mean", -0.2);
const REJECTED: Slider = average("rejected", "rejected (2 tokens), mean", -0.5);
const GAMMA: Slider = Slider::new("gamma", "γ").over(0.0, 3.0, 0.1).at(1.0);
/// From the least to the largest difference of scores.
const LEADS: (f64, f64) = (-4.0, 4.0);

const fn average(name: &'static str, label: &'static str, start: f64) -> Slider<'static> {
    Slider::new(name, label).over(-2.0, 0.0, 0.02).at(start)
}

fn loss(lead: f64, gamma: f64) -> f64 {
    simpo(&[lead / BETA], &[0.0], BETA, gamma)
}

impl Figure for TwoLengths {
    fn caption(&self) -> String {
        "On the left the SimPO loss with β = 2 over the difference of the scores, β times the mean log-probability of a token; the upright line marks the margin γ. On the right how likely the whole answers are: at equal means below 0 the short one is the likelier, and the loss does not see it.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&CHOSEN, &REJECTED, &GAMMA])
    }

    fn show(&self, state: &State) -> Shown {
        let (chosen, rejected) = (state.get(CHOSEN), state.get(REJECTED));
        let gamma = state.get(GAMMA);
        let lead = BETA * (chosen - rejected);
        let whole = [
            libm::exp(f64::from(LONG) * chosen),
            libm::exp(f64::from(SHORT) * rejected),
        ];
        let words = format!(
            "difference of the scores {}, loss {}; whole answers: chosen {}, rejected {}",
            significant(lead, 3),
            significant(loss(lead, gamma), 4),
            significant(whole[0], 3),
            significant(whole[1], 3)
        );
        let name = format!("γ = {}", significant(gamma, 2));
        let losses = Panel::new(
            Axis::new("difference of the scores", LEADS.0..=LEADS.1),
            Axis::new("loss", 0.0..=7.0),
        )
        .with(line(Role::Value, name, move |x| loss(x, gamma)))
        .with(line(Role::Rival(0), "without a margin", |x| loss(x, 0.0)))
        .with(Mark::upright(gamma))
        .with(
            knob('x', &CHOSEN, (lead, loss(lead, gamma)))
                .between(BETA * (-2.0 - rejected), BETA * (0.0 - rejected)),
        );
        let across = Axis {
            label: "of 8 tokens, of 2 tokens".to_owned(),
            ..Axis::bare(0.0..=2.0)
        };
        let bars = Panel::new(across, Axis::new("probability as a whole", 0.0..=1.15))
            .with(Bars(whole.to_vec()))
            .with(text("chosen", (0.5, 1.08)))
            .with(text("rejected", (1.5, 1.08)))
            .rows([]);
        let title = "Equal per token, unequal as a whole";
        let view = View::new("live-two-lengths", title, self.caption())
            .beside(0.0, 340.0, losses)
            .beside(350.0, WIDTH, bars);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    #[test]
    fn a_chosen_answer_may_lead_and_be_the_less_likely_one() {
        assert_eq!(
            at_rest(&TwoLengths).words,
            "difference of the scores 0.6, loss 0.913; whole answers: chosen 0.202, rejected 0.368"
        );
    }

    #[test]
    fn the_loss_is_that_of_rows() {
        let exact = simpo(&[-0.2; 8], &[-0.5; 2], BETA, 1.0);
        assert!((loss(0.6, 1.0) - exact).abs() < 1e-15);
    }

    #[test]
    fn equal_means_cost_the_same_whatever_they_are() {
        let answer = answer("two-lengths\nchosen=-1\nrejected=-1").unwrap();
        let words = answer.split(PART).nth(1).unwrap();
        assert!(
            words.starts_with("difference of the scores 0, loss 1.313"),
            "{words}"
        );
    }
}
