//! Training curves of a language model whose targets are shifted by none, one or two letters.

use nnfn::activations::sigmoid;

use super::{Control, Count, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, steps};
use crate::numeral::significant;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("offsets", || Box::new(Offsets));

struct Offsets;

const LAST: usize = 60;
const STEP: Count = Count::new("step", "step").over(0, LAST).at(40);
const FLIP: Slider = Slider::new("flip", "probability of a change")
    .over(0.02, 0.4, 0.01)
    .at(0.1);
const RATE: Slider = Slider::new("rate", "learning rate")
    .over(0.1, 2.0, 0.1)
    .at(0.5);

/// How often letters differ that are so far apart.
fn flips(flip: f64, apart: i32) -> f64 {
    0.5 * (1.0 - libm::pow(1.0 - 2.0 * flip, f64::from(apart)))
}

/// `-p ln q - (1 - p) ln(1 - q)`; 0 · ln 0 is 0.
fn cost(p: f64, q: f64) -> f64 {
    let part = |p: f64, q: f64| if p == 0.0 { 0.0 } else { -p * libm::log(q) };
    part(p, q) + part(1.0 - p, 1.0 - q)
}

/// The least mean loss with letters so far apart.
fn floor(flip: f64, apart: i32) -> f64 {
    let p = flips(flip, apart);
    cost(p, p)
}

/// The mean loss after each step, from a model that knows nothing: one logit, of the letter to be another one.
fn curve(flip: f64, apart: i32, rate: f64) -> Vec<f64> {
    let p = flips(flip, apart);
    let mut logit = 0.0;
    let loss = |_| {
        let q = sigmoid(logit);
        logit -= rate * (q - p);
        cost(p, q)
    };
    (0..=LAST).map(loss).collect()
}

impl Figure for Offsets {
    fn caption(&self) -> String {
        "One model, trained on the same letters with three offsets of the target: the letter itself (0), the next one (1), the next but one (2), which is what shifting twice gives. The lines across are the least losses that the language allows for 1 and 2; for 0 it is 0. Only 1 is right, and the best-looking curve is that of 0.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&STEP, &FLIP, &RATE])
    }

    fn show(&self, state: &State) -> Shown {
        let (step, flip, rate) = (state.get(STEP), state.get(FLIP), state.get(RATE));
        let [own, next, second] = [0, 1, 2].map(|apart| curve(flip, apart, rate));
        let words = format!(
            "step {step}: offset 0 {}, offset 1 {}, offset 2 {}; at best 0, {} and {}",
            significant(own[step], 4),
            significant(next[step], 4),
            significant(second[step], 4),
            significant(floor(flip, 1), 4),
            significant(floor(flip, 2), 4)
        );
        let across = |apart: i32| Mark::Across {
            y: floor(flip, apart),
            label: String::new(),
        };
        let handle = (step as f64, next[step]);
        let panel = Panel::new(
            Axis::new("steps", 0.0..=LAST as f64),
            Axis::new("mean loss, nats", 0.0..=0.75),
        )
        .with(steps(Role::Value, "next letter", next))
        .with(steps(Role::Rival(0), "letter itself", own))
        .with(steps(Role::Rival(1), "the next but one", second))
        .with(across(1))
        .with(across(2))
        .with(Mark::upright(step as f64))
        .with(knob('x', &STEP, handle))
        .digits(4);
        let title = "Training with three offsets of the target";
        let view = View::new("live-offsets", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;
    use nnfn::losses::next_token_cross_entropy;

    #[test]
    fn two_flips_make_none() {
        assert_eq!(flips(0.1, 0), 0.0);
        assert!((flips(0.1, 1) - 0.1).abs() < 1e-16);
        assert!((flips(0.1, 2) - 0.18).abs() < 1e-15);
        assert!((flips(0.1, 3) - 0.244).abs() < 1e-15);
    }

    #[test]
    fn the_start_and_the_floors() {
        for apart in 0..3 {
            let all = curve(0.1, apart, 0.5);
            assert!((all[0] - std::f64::consts::LN_2).abs() < 1e-15);
            assert!(all.windows(2).all(|pair| pair[1] <= pair[0]));
            assert!(all[LAST] >= floor(0.1, apart));
        }
        assert!((curve(0.1, 1, 0.5)[10] - 0.380_706).abs() < 1e-6);
        assert!((floor(0.1, 1) - 0.325_083).abs() < 1e-6);
        assert!((floor(0.1, 2) - 0.471_393).abs() < 1e-6);
        let words = at_rest(&Offsets).words;
        assert!(words.ends_with("at best 0, 0.3251 and 0.4714"), "{words}");
    }

    #[test]
    fn the_loss_of_a_step_is_that_of_the_library() {
        // One pair of letters that differ among ten: the loss of a logit for another letter.
        let z = 0.7;
        let row = |letter: usize| {
            if letter == 0 {
                vec![0.0, z]
            } else {
                vec![z, 0.0]
            }
        };
        let of = |tokens: [usize; 2]| {
            next_token_cross_entropy(&[row(tokens[0]), row(tokens[1])], &tokens)
        };
        let mean = 0.1 * of([0, 1]) + 0.9 * of([1, 1]);
        assert!((mean - cost(0.1, sigmoid(z))).abs() < 1e-15);
    }
}
