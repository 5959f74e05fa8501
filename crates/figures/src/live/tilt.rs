//! Four answers, what the winners of pairs among them are, and where ORPO leads.

use catalog::worlds::answers::{REFERENCE, REWARDS};
use nnfn::activations::{sigmoid, softmax};
use nnfn::losses::{orpo, orpo_grad, orpo_grad_rejected};

use super::{Control, Entry, Figure, Shown, Slider, State, list};
use crate::Axis;
use crate::layers::{Bars, Panel, View, corner, text};
use crate::numeral::significant;
use crate::svg::WIDTH;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("tilt", || Box::new(Tilt));

struct Tilt;

const LAMBDA: Slider = Slider::new("lambda", "weight λ")
    .over(0.0, 5.0, 0.1)
    .at(0.1);
const STEPS: usize = 400;

type Four = [f64; 4];

/// How often answer `i` is met and preferred to `j`, of pairs of different answers that are drawn from the base.
fn pairs() -> [Four; 4] {
    let mut all = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in (0..4).filter(|j| *j != i) {
            all[i][j] = REFERENCE[i] * REFERENCE[j] * sigmoid(REWARDS[i] - REWARDS[j]);
        }
    }
    let total: f64 = all.iter().flatten().sum();
    all.map(|row| row.map(|w| w / total))
}

fn winners() -> Four {
    pairs().map(|row| row.iter().sum())
}

/// The expected loss and its gradient by the logits of the four answers.
fn expected(policy: &Four, lambda: f64) -> (f64, Four) {
    let ln = policy.map(libm::log);
    let (mut loss, mut slopes) = (0.0, [0.0; 4]);
    for (i, row) in pairs().iter().enumerate() {
        for (j, weight) in row.iter().enumerate().filter(|(j, _)| *j != i) {
            let (chosen, rejected) = ([ln[i]], [ln[j]]);
            loss += weight * orpo(&chosen, &rejected, lambda);
            slopes[i] += weight * orpo_grad(&chosen, &rejected, lambda)[0];
            slopes[j] += weight * orpo_grad_rejected(&chosen, &rejected, lambda)[0];
        }
    }
    let total: f64 = slopes.iter().sum();
    let by_logit = |i: usize| slopes[i] - policy[i] * total;
    (loss, [0, 1, 2, 3].map(by_logit))
}

/// Where training ends, which begins at the winners.
fn end(lambda: f64) -> Four {
    let mut logits = winners().map(libm::log);
    let step = 1.0 / (1.0 + 0.5 * lambda);
    for _ in 0..STEPS {
        let (_, slopes) = expected(&shares(&logits), lambda);
        for (logit, slope) in logits.iter_mut().zip(slopes) {
            *logit -= step * slope;
        }
    }
    shares(&logits)
}

fn shares(logits: &Four) -> Four {
    let all = softmax(logits, 1.0);
    [all[0], all[1], all[2], all[3]]
}

fn panel(name: impl Into<String>, heights: Four) -> Panel {
    let across = Axis {
        label: "A, B, C, D".to_owned(),
        ..Axis::bare(0.0..=4.0)
    };
    let label = |(i, h): (usize, f64)| text(significant(h, 2), (i as f64 + 0.5, h + 0.03));
    Panel::new(across, Axis::new("probability", 0.0..=0.7))
        .with(corner(name))
        .with(Bars(heights.to_vec()))
        .all(heights.into_iter().enumerate().map(label))
}

impl Figure for Tilt {
    fn caption(&self) -> String {
        "Four answers: how often a base model gives them, which of them win when people compare two of its answers, and where ORPO ends that is trained on these pairs. With λ = 0 it copies the winners, and at the usual 0.1 it hardly does more.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&LAMBDA])
    }

    fn show(&self, state: &State) -> Shown {
        let lambda = state.get(LAMBDA);
        let (winners, end) = (winners(), end(lambda));
        let words = format!(
            "the best answer, D: {} of the base, {} of the winners, {} under ORPO; expected loss {}",
            significant(REFERENCE[3], 3),
            significant(winners[3], 3),
            significant(end[3], 3),
            significant(expected(&end, lambda).0, 4)
        );
        let named = format!("ORPO, λ = {}", significant(lambda, 2));
        let title = "Where ORPO leads four answers";
        let view = View::new("live-tilt", title, self.caption())
            .beside(0.0, 215.0, panel("base model", REFERENCE))
            .beside(225.0, 430.0, panel("winners", winners))
            .beside(440.0, WIDTH, panel(named, end));
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    #[test]
    fn training_has_come_to_rest() {
        for lambda in [0.0, 0.1, 1.0, 2.5, 5.0] {
            let (_, slopes) = expected(&end(lambda), lambda);
            assert!(
                slopes.iter().all(|s| s.abs() < 1e-6),
                "{lambda}: {slopes:?}"
            );
        }
        let still = end(0.0).into_iter().zip(winners());
        assert!(still.into_iter().all(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn the_usual_weight_hardly_moves_the_bars() {
        let words = at_rest(&Tilt).words;
        assert!(
            words.starts_with(
                "the best answer, D: 0.1 of the base, 0.213 of the winners, 0.227 under ORPO"
            ),
            "{words}"
        );
        let answer = answer("tilt\nlambda=5").unwrap();
        let words = answer.split(PART).nth(1).unwrap();
        assert!(words.contains("0.426 under ORPO"), "{words}");
    }
}
