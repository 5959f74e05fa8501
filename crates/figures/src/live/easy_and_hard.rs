//! Focal loss over the probability of the right answer, and what easy negatives leave of the total.

use nnfn::losses::balanced_focal;

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, list};
use crate::layers::{Bars, Panel, View, line, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("easy-and-hard", || Box::new(EasyAndHard));

struct EasyAndHard;

const GAMMA: Slider = Slider::new("gamma", "γ").over(0.0, 5.0, 0.1).at(2.0);
const ALPHA: Slider = Slider::new("alpha", "α").over(0.0, 1.0, 0.05).at(0.5);
const NEGATIVES: Powers = Powers::new("n", "negatives").over(10.0, 1e5).at(1000.0);

/// What the model says of all of them: right for the negatives, wrong for the positive.
const SAID: f64 = 0.01;
/// Exponents of the losses that are shown.
const LOSSES: (f64, f64) = (-9.0, 1.0);

fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

/// The loss of an answer that gives the right one this probability; with α = ½ the weights are 1.
fn loss(right: f64, gamma: f64) -> f64 {
    2.0 * balanced_focal(logit(right), 1.0, gamma, 0.5)
}

/// Which part of the total is due to the negatives.
fn share(gamma: f64, alpha: f64, negatives: f64) -> f64 {
    let of = |target| balanced_focal(logit(SAID), target, gamma, alpha);
    let easy = negatives * of(0.0);
    easy / (easy + of(1.0))
}

impl Figure for EasyAndHard {
    fn caption(&self) -> String {
        "A model says 0.01 of many negatives and of one positive. On the left the loss, without α, over the probability of the right answer (upright lines: the positive, 0.01, and a negative, 0.99). On the right the shares of the total; the line across is that of the negatives under cross-entropy.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&GAMMA, &ALPHA, &NEGATIVES])
    }

    fn show(&self, state: &State) -> Shown {
        let (gamma, alpha, negatives) = (state.get(GAMMA), state.get(ALPHA), state.get(NEGATIVES));
        let easy = share(gamma, alpha, negatives);
        let plain = share(0.0, 0.5, negatives);
        let words = format!(
            "share of the negatives {} %, with cross-entropy {} %; an easy one costs {} of its cross-entropy, the hard one {}",
            significant(100.0 * easy, 4),
            significant(100.0 * plain, 4),
            significant(loss(1.0 - SAID, gamma) / loss(1.0 - SAID, 0.0), 3),
            significant(loss(SAID, gamma) / loss(SAID, 0.0), 3)
        );
        let curves = Panel::new(
            Axis::new("probability of the right answer", 0.0..=1.0),
            Axis::powers("loss", LOSSES.0..=LOSSES.1),
        )
        .with(line(
            Role::Value,
            format!("γ = {}", significant(gamma, 2)),
            move |p| loss(p, gamma),
        ))
        .with(line(Role::Rival(0), "cross-entropy", |p| loss(p, 0.0)))
        .with(Mark::upright(SAID))
        .with(Mark::upright(1.0 - SAID))
        .rows([0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99]);
        let percent = |x: f64| format!("{} %", significant(100.0 * x, 4));
        let shares = Panel::new(
            Axis::bare(0.0..=2.0),
            Axis::new("share of the total loss", -0.06..=1.25),
        )
        .with(Bars(vec![easy, 1.0 - easy]))
        .with(Mark::Across {
            y: plain,
            label: String::new(),
        })
        .with(text("negatives", (0.5, 1.19)))
        .with(text(percent(easy), (0.5, 1.1)))
        .with(text("positive", (1.5, 1.19)))
        .with(text(percent(1.0 - easy), (1.5, 1.1)))
        .rows([]);
        let title = "Focal loss, and the shares of easy and hard examples";
        let view = View::new("live-easy-and-hard", title, self.caption())
            .beside(0.0, 390.0, curves)
            .beside(400.0, WIDTH, shares);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_shares_are_those_of_the_page() {
        let total = -1000.0 * 0.99_f64.ln() - 0.01_f64.ln();
        assert!((share(0.0, 0.5, 1000.0) + 1000.0 * 0.99_f64.ln() / total).abs() < 1e-12);
        let words = at_rest(&EasyAndHard).words;
        assert!(
            words.starts_with("share of the negatives 0.02226 %, with cross-entropy 68.58 %"),
            "{words}"
        );
    }

    #[test]
    fn a_weight_of_a_quarter_gives_the_negatives_three_times_as_much() {
        let odds = |alpha| {
            let easy = share(2.0, alpha, 1000.0);
            easy / (1.0 - easy)
        };
        assert!((odds(0.25) / odds(0.5) - 3.0).abs() < 1e-9);
    }
}
