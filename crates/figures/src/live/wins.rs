//! Scores of four answers that a reader moves, until each is expected to win as often as it did.

use catalog::worlds::answers::{NAMES, prefers};
use nnfn::losses::{bradley_terry, bradley_terry_grad, bradley_terry_grad_rejected};

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Bars, Panel, View, corner, dots, line, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("wins", || Box::new(Wins));

struct Wins;

type Table = [[f64; 4]; 4];
type Record = fn() -> Table;

const SCORE: Slider = Slider::new("a", "score of A").over(-3.0, 3.0, 0.1).at(0.0);
const SCORES: [Slider; 4] = [
    SCORE,
    SCORE.named("b", "B"),
    SCORE.named("c", "C"),
    SCORE.named("d", "D"),
];
const RECORD: Choice<(&str, Record)> = Choice::new(
    "record",
    "comparisons",
    &[
        ("people, 10 of each pair", people),
        ("a cycle: A beats B, B C, C D, D A", cycle),
    ],
);

/// How often answer `i` won against `j`, of ten comparisons of each pair.
fn people() -> Table {
    let won = |i: usize, j: usize| if i == j { 0.0 } else { 10.0 * prefers(i, j) };
    [0, 1, 2, 3].map(|i| [0, 1, 2, 3].map(|j| won(i, j)))
}

/// Ten comparisons of each of four pairs, all with the same end.
fn cycle() -> Table {
    let won = |i: usize, j: usize| if j == (i + 1) % 4 { 10.0 } else { 0.0 };
    [0, 1, 2, 3].map(|i| [0, 1, 2, 3].map(|j| won(i, j)))
}

/// The mean loss of all comparisons, and expected wins less wins: its gradient, times their number.
fn fit(scores: &[f64; 4], wins: &Table) -> (f64, [f64; 4]) {
    let (mut loss, mut count, mut slopes) = (0.0, 0.0, [0.0; 4]);
    for (i, row) in wins.iter().enumerate() {
        for (j, n) in row.iter().enumerate() {
            let (w, l) = (scores[i], scores[j]);
            loss += n * bradley_terry(w, l, 0.0);
            count += n;
            slopes[i] += n * bradley_terry_grad(w, l, 0.0);
            slopes[j] += n * bradley_terry_grad_rejected(w, l, 0.0);
        }
    }
    (loss / count, slopes)
}

impl Figure for Wins {
    fn caption(&self) -> String {
        "Four answers, and how often each won when people compared two of them. On the left the loss of a pair by the lead of the chosen score; a dot is the lead of a score over the mean of all four. On the right the wins that the scores expect, less those that were counted: training raises a score whose bar hangs and lowers one whose bar stands, until all bars are gone.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SCORES[0], &SCORES[1], &SCORES[2], &SCORES[3], &RECORD])
    }

    fn show(&self, state: &State) -> Shown {
        let scores = SCORES.map(|score| state.get(score));
        let (_, record) = state.get(RECORD);
        let wins = record();
        let (loss, slopes) = fit(&scores, &wins);
        let middle = 0.25 * scores.iter().sum::<f64>();
        let leads = scores.map(|r| r - middle);
        let words = format!(
            "mean loss {}; expected wins less wins: {}",
            significant(loss, 4),
            [0, 1, 2, 3]
                .map(|i| format!("{} {}", NAMES[i], significant(slopes[i], 3)))
                .join(", ")
        );
        let left = Panel::new(
            Axis::new("lead of the chosen score", -6.0..=6.0),
            Axis::new("nats", -1.2..=6.2),
        )
        .with(line(Role::Value, "loss", |d| bradley_terry(d, 0.0, 0.0)))
        .with(line(Role::Slope, "slope", |d| {
            bradley_terry_grad(d, 0.0, 0.0)
        }))
        .with(dots(
            "score against the mean",
            leads.map(|d| (d, bradley_terry(d, 0.0, 0.0))),
        ))
        .all([0, 1, 2, 3].map(|i| {
            let up = 0.45 + 0.38 * i as f64;
            text(NAMES[i], (leads[i], bradley_terry(leads[i], 0.0, 0.0) + up))
        }))
        .rows([-6.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 6.0]);
        let across = Axis {
            label: "A, B, C, D".to_owned(),
            ..Axis::bare(0.0..=4.0)
        };
        let label = |(i, h): (usize, f64)| {
            let beyond = if h < 0.0 { h - 1.2 } else { h + 0.8 };
            text(
                significant(h, 2),
                (i as f64 + 0.5, beyond.clamp(-17.0, 16.0)),
            )
        };
        let right = Panel::new(across, Axis::new("wins", -18.0..=18.0))
            .with(corner("expected wins − wins"))
            .with(Bars(slopes.to_vec()))
            .all(slopes.into_iter().enumerate().map(label));
        let title = "Scores that expect as many wins as there were";
        let view = View::new("live-wins", title, self.caption())
            .beside(0.0, 330.0, left)
            .beside(340.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use catalog::worlds::answers::REWARDS;
    use nnfn::activations::sigmoid;

    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_scores_of_people_are_at_rest() {
        let (loss, slopes) = fit(&REWARDS, &people());
        assert!((loss - 0.444_690).abs() < 1e-6, "{loss}");
        assert!(slopes.iter().all(|s| s.abs() < 1e-13), "{slopes:?}");
        let (moved, _) = fit(&[1.1, 0.0, -1.0, 2.0], &people());
        assert!(moved > loss);
    }

    #[test]
    fn a_cycle_rests_at_equal_scores() {
        let (loss, slopes) = fit(&[0.3; 4], &cycle());
        assert!((loss - std::f64::consts::LN_2).abs() < 1e-15);
        assert_eq!(slopes, [0.0; 4]);
    }

    #[test]
    fn at_first_all_scores_are_equal() {
        let words = at_rest(&Wins).words;
        assert!(words.starts_with("mean loss 0.6931; "), "{words}");
        let answers = sigmoid(REWARDS[3] - REWARDS[0]);
        assert!((people()[3][0] - 10.0 * answers).abs() < 1e-14);
    }
}
