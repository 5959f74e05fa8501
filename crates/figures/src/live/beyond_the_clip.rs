//! Four answers in one batch of PPO, of which one is right: the clip stops to push it, and it goes on.

use nnfn::activations::softmax;
use nnfn::losses::{ppo_clip, ppo_clip_grad};

use super::{Choice, Control, Count, Entry, Figure, Shown, Slider, State, list};
use crate::Axis;
use crate::Role;
use crate::layers::{Bars, Panel, View, dots, guide, line, text};
use crate::numeral::significant;
use crate::svg::WIDTH;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("beyond-the-clip", || Box::new(BeyondTheClip));

struct BeyondTheClip;

type Four = [f64; 4];

const RATE: f64 = 0.05;
const STEPS: usize = 1600;
const RIGHT: Choice<(&str, f64)> = Choice::new(
    "right",
    "probability of D",
    &[("0.1", 0.1), ("0.25", 0.25), ("0.5", 0.5)],
);
const EPSILON: Slider = Slider::new("epsilon", "ε").over(0.05, 0.3, 0.05).at(0.2);
const STEP: Count = Count::new("step", "step").over(0, STEPS).by(20).at(800);

/// The old policy: the last answer is the right one, the others share the rest as in the four answers of the book.
fn old(right: f64) -> Four {
    let rest = 1.0 - right;
    [4.0 / 9.0 * rest, 3.0 / 9.0 * rest, 2.0 / 9.0 * rest, right]
}

/// The advantages: the reward is 1 for the right answer and 0 for the others, the baseline its mean.
fn advantages(right: f64) -> Four {
    [-right, -right, -right, 1.0 - right]
}

/// The ratios after some steps along the exact expected gradient.
fn ratios(right: f64, epsilon: f64, steps: usize) -> Four {
    if steps == 0 {
        return [1.0; 4]; // without the rounding of the logits
    }
    let (old, advantages) = (old(right), advantages(right));
    let mut logits = old.map(libm::log);
    for _ in 0..steps {
        let policy = softmax(&logits, 1.0);
        let mut push = [0.0; 4];
        for i in 0..4 {
            let ratio = policy[i] / old[i];
            push[i] = -policy[i] * ppo_clip_grad(ratio, advantages[i], epsilon);
        }
        let total: f64 = push.iter().sum();
        for i in 0..4 {
            logits[i] += RATE * (push[i] - policy[i] * total);
        }
    }
    let policy = softmax(&logits, 1.0);
    [0, 1, 2, 3].map(|i| policy[i] / old[i])
}

/// Where the right answer's ratio ends, once the others have come down to the lower clip.
fn end(right: f64, epsilon: f64) -> f64 {
    1.0 + epsilon * (1.0 - right) / right
}

impl Figure for BeyondTheClip {
    fn caption(&self) -> String {
        "One batch of PPO with four answers, of which only D is right. On the left what each ratio earns with an advantage of 1 or −1: nothing more beyond 1 + ε for the right answer, nothing more below 1 − ε for a wrong one; the dots are the answers. On the right their ratios, with the band of the clip. Move the step from 0 on: at 1 + ε D stops being pushed, and it rises until all others are at 1 − ε.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&STEP, &EPSILON, &RIGHT])
    }

    fn show(&self, state: &State) -> Shown {
        let (step, epsilon) = (state.get(STEP), state.get(EPSILON));
        let (_, right) = *state.get(RIGHT);
        let now = ratios(right, epsilon, step);
        let pushed = if now[3] > 1.0 + epsilon {
            "no longer pushed"
        } else {
            "pushed"
        };
        let words = format!(
            "step {step}: D {pushed}, ratio {}; the others {}, {} and {}; the end of D, once all of them are at {}: {}",
            significant(now[3], 4),
            significant(now[0], 3),
            significant(now[1], 3),
            significant(now[2], 3),
            significant(1.0 - epsilon, 3),
            significant(end(right, epsilon), 4)
        );
        let earned = move |ratio: f64, sign: f64| -ppo_clip(ratio, sign, epsilon);
        let signs = [-1.0, -1.0, -1.0, 1.0];
        let places = move |i: usize| (now[i], earned(now[i], signs[i]));
        let high = Axis::first_of([3.2, 5.2, 7.2], now);
        let left = Panel::new(
            Axis::new("ratio", 0.0..=high),
            Axis::new("earned", -2.0..=2.0),
        )
        .with(
            line(Role::Value, "right answer", move |ratio| earned(ratio, 1.0))
                .seams([1.0 + epsilon]),
        )
        .with(
            line(Role::Rival(1), "wrong answer", move |ratio| {
                earned(ratio, -1.0)
            })
            .seams([1.0 - epsilon]),
        )
        .with(dots("ratio, earned", (0..4).map(places)));
        let across = Axis {
            label: "A, B, C, D".to_owned(),
            ..Axis::bare(0.0..=4.0)
        };
        let lift = 0.03 * high;
        let label =
            |(i, ratio): (usize, f64)| text(significant(ratio, 3), (i as f64 + 0.5, ratio + lift));
        let level = |at: f64| guide([(0.0, at), (4.0, at)]);
        let columns = Panel::new(across, Axis::new("ratio", 0.0..=high))
            .with(Bars(now.to_vec()))
            .with(level(1.0 + epsilon))
            .with(level(1.0 - epsilon))
            .all(now.into_iter().enumerate().map(label));
        let title = "Four ratios in one batch of PPO";
        let view = View::new("live-beyond-the-clip", title, self.caption())
            .beside(0.0, 330.0, left)
            .beside(340.0, WIDTH, columns);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_ratios_are_those_of_the_page() {
        for (steps, ratio) in [(0, 1.0), (32, 1.207171), (200, 1.348146), (1200, 2.802684)] {
            let found = ratios(0.1, 0.2, steps)[3];
            assert!((found - ratio).abs() < 6e-7, "{steps}: {found}");
        }
    }

    #[test]
    fn it_ends_where_the_words_say() {
        for (right, epsilon) in [(0.1, 0.2), (0.25, 0.3), (0.5, 0.2), (0.1, 0.05)] {
            let found = ratios(right, epsilon, 3000)[3];
            let end = end(right, epsilon);
            assert!((found - end).abs() < 0.02, "{found}, not {end}");
        }
        let words = at_rest(&BeyondTheClip).words;
        assert!(words.starts_with("step 800: D no longer pushed, ratio"));
        assert!(
            words.ends_with("once all of them are at 0.8: 2.8"),
            "{words}"
        );
    }
}
