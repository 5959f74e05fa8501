//! One anchor, its positive and three negatives on a circle, and where three losses pull them.

use nnfn::losses::{contrastive, contrastive_grad_second, cross_entropy, cross_entropy_grad};
use nnfn::losses::{triplet_squared, triplet_squared_grad_negative, triplet_squared_grad_positive};

use super::{Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Dots, Panel, Style, View, dots, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("three-pulls", || Box::new(ThreePulls));

struct ThreePulls;

const NEAREST: Slider = Slider::new("s", "similarity of the lowest")
    .over(-0.95, 0.99, 0.01)
    .at(0.4);
const TEMPERATURE: Slider = Slider::new("tau", "τ").over(0.05, 2.0, 0.05).at(0.5);
/// The similarities of the book's example, the positive first; the last negative is the one that moves.
const OTHERS: [(f64, f64); 3] = [(0.9, 1.0), (0.1, 1.0), (-0.2, -1.0)];
const ANCHOR: [f64; 2] = [1.0, 0.0];
const MARGIN_OF_PAIRS: f64 = 1.0;
const MARGIN_OF_TRIPLETS: f64 = 0.2;
/// Length of an arrow for a pull of 1.
const ARROW: f64 = 0.55;

/// The positive and the negatives, from similarity and side.
fn points(nearest: f64) -> [[f64; 2]; 4] {
    let [positive, one, other] = OTHERS;
    [positive, one, other, (nearest, -1.0)].map(|(s, side)| [s, side * libm::sqrt(1.0 - s * s)])
}

/// The step that a loss asks of a point along the circle, clockwise.
fn along(at: [f64; 2], grad: &[f64]) -> f64 {
    at[0] * grad[1] - at[1] * grad[0]
}

/// A loss, and how it pulls at each point along the circle.
struct Pulls {
    name: &'static str,
    loss: f64,
    at: [f64; 4],
}

impl Pulls {
    /// How many negatives it pulls at.
    fn negatives(&self) -> usize {
        self.at[1..].iter().filter(|pull| **pull != 0.0).count()
    }
}

fn of_pairs(points: &[[f64; 2]; 4]) -> Pulls {
    let same = |i: usize| f64::from(u8::from(i == 0));
    let loss = |i: usize| contrastive(&ANCHOR, &points[i], same(i), MARGIN_OF_PAIRS);
    let grad = |i: usize| contrastive_grad_second(&ANCHOR, &points[i], same(i), MARGIN_OF_PAIRS);
    Pulls {
        name: "pairs",
        loss: (0..4).map(loss).sum(),
        at: std::array::from_fn(|i| along(points[i], &grad(i))),
    }
}

/// The triplet of the negative that is nearest to the anchor.
fn of_triplet(points: &[[f64; 2]; 4]) -> Pulls {
    let hardest = (1..4).fold(1, |best, i| {
        if points[i][0] > points[best][0] {
            i
        } else {
            best
        }
    });
    let (p, n) = (&points[0], &points[hardest]);
    let of_positive = triplet_squared_grad_positive(&ANCHOR, p, n, MARGIN_OF_TRIPLETS);
    let of_negative = triplet_squared_grad_negative(&ANCHOR, p, n, MARGIN_OF_TRIPLETS);
    let mut at = [0.0; 4];
    at[0] = along(*p, &of_positive);
    at[hardest] = along(*n, &of_negative);
    Pulls {
        name: "triplet",
        loss: triplet_squared(&ANCHOR, p, n, MARGIN_OF_TRIPLETS),
        at,
    }
}

/// InfoNCE of one anchor: cross-entropy with the similarities over the temperature as logits.
fn of_softmax(points: &[[f64; 2]; 4], temperature: f64) -> Pulls {
    let logits: Vec<f64> = points.iter().map(|x| x[0] / temperature).collect();
    let grad = cross_entropy_grad(&logits, 0);
    let by = |i: usize| [grad[i] / temperature, 0.0];
    Pulls {
        name: "InfoNCE",
        loss: cross_entropy(&logits, 0),
        at: std::array::from_fn(|i| along(points[i], &by(i))),
    }
}

/// An arrow along the circle, from a point.
fn arrow(from: [f64; 2], pull: f64) -> Vec<(f64, f64)> {
    let turn = ARROW * pull;
    let at = |angle: f64, radius: f64| {
        let (sin, cos) = (libm::sin(angle), libm::cos(angle));
        let (x, y) = (from[0] * cos + from[1] * sin, from[1] * cos - from[0] * sin);
        (radius * x, radius * y)
    };
    let head = turn - 0.08 * pull.signum() * (turn.abs() / 0.2).min(1.0);
    let arc = (0..=16).map(|i| at(turn * f64::from(i) / 16.0, 1.0));
    arc.chain([at(head, 0.95), at(turn, 1.0), at(head, 1.05)])
        .collect()
}

fn marked(label: &'static str, is_full: bool, at: Vec<(f64, f64)>) -> Dots {
    Dots {
        is_full,
        ..dots(label, at)
    }
}

fn panel(points: &[[f64; 2]; 4], pulls: &Pulls) -> Panel {
    let circle = (0..=96).map(|i| {
        let angle = std::f64::consts::PI * f64::from(i) / 48.0;
        (libm::cos(angle), libm::sin(angle))
    });
    let place = |p: [f64; 2]| (p[0], p[1]);
    let arrows = (0..4).filter(|i| pulls.at[*i].abs() > 1e-3);
    let arrows = arrows.map(|i| stroke(Style::Measure, arrow(points[i], pulls.at[i])));
    Panel::new(Axis::bare(-1.2..=1.2), Axis::bare(-2.4..=2.4))
        .with(stroke(Style::Edge, circle.collect::<Vec<_>>()))
        .all(arrows)
        .with(marked(
            "negatives",
            false,
            points[1..].iter().map(|p| place(*p)).collect(),
        ))
        .with(marked("positive", true, vec![place(points[0])]))
        .with(Mark::Extremum {
            x: ANCHOR[0],
            y: ANCHOR[1],
            label: String::new(),
        })
        .with(text("anchor", (0.5, 0.0)))
        .with(text(pulls.name, (0.0, 1.75)))
        .with(text(
            format!("loss {}", significant(pulls.loss, 3)),
            (0.0, -1.75),
        ))
}

impl Figure for ThreePulls {
    fn caption(&self) -> String {
        "An anchor at the right, its positive (full) and three negatives (open) on a circle. An arrow is the step that a loss asks for, along the circle. Drag the lowest handle: pairs (margin 1) begin to push the negative at a similarity of 0.5, the triplet (squared, margin 0.2) at 0.8, and InfoNCE pushes all three wherever they are.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&NEAREST, &TEMPERATURE])
    }

    fn show(&self, state: &State) -> Shown {
        let nearest = state.get(NEAREST);
        let points = points(nearest);
        let all = [
            of_pairs(&points),
            of_triplet(&points),
            of_softmax(&points, state.get(TEMPERATURE)),
        ];
        let say = |pulls: &Pulls| format!("{} {} of 3", pulls.name, pulls.negatives());
        let words = format!("negatives pushed: {}", all.each_ref().map(say).join(", "));
        let moved = (points[3][0], points[3][1]);
        let [pairs, triplet, softmax] = all.each_ref().map(|pulls| panel(&points, pulls));
        let title = "Where three losses pull four points on a circle";
        let view = View::new("live-three-pulls", title, self.caption())
            .beside(0.0, WIDTH / 3.0, pairs.with(knob('x', &NEAREST, moved)))
            .beside(WIDTH / 3.0, 2.0 * WIDTH / 3.0, triplet)
            .beside(2.0 * WIDTH / 3.0, WIDTH, softmax);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    fn pushed(nearest: f64) -> [usize; 3] {
        let points = points(nearest);
        [
            of_pairs(&points).negatives(),
            of_triplet(&points).negatives(),
            of_softmax(&points, 0.5).negatives(),
        ]
    }

    #[test]
    fn at_rest_only_the_softmax_pushes_negatives() {
        assert_eq!(
            at_rest(&ThreePulls).words,
            "negatives pushed: pairs 0 of 3, triplet 0 of 3, InfoNCE 3 of 3"
        );
        let points = points(0.4);
        assert!((of_pairs(&points).loss - 0.2).abs() < 1e-15);
        assert!((of_softmax(&points, 0.5).loss - 0.519_138).abs() < 1e-6);
    }

    #[test]
    fn a_negative_that_comes_near_is_pushed_by_one_loss_after_the_other() {
        assert_eq!(pushed(0.49), [0, 0, 3]);
        assert_eq!(pushed(0.51), [1, 0, 3]);
        assert_eq!(pushed(0.79), [1, 0, 3]);
        assert_eq!(pushed(0.81), [1, 1, 3]);
    }

    #[test]
    fn the_positive_is_drawn_to_the_anchor_and_a_negative_away() {
        let points = points(0.9);
        for pulls in [
            of_pairs(&points),
            of_triplet(&points),
            of_softmax(&points, 0.5),
        ] {
            // The positive above turns down, the negative below turns on, away from the anchor.
            assert!(
                pulls.at[0] > 0.0 || pulls.name == "triplet",
                "{}",
                pulls.name
            );
            assert!(pulls.at[3] > 0.0, "{}", pulls.name);
            let end = arrow(points[3], pulls.at[3])[16];
            assert!(end.0 < points[3][0], "{}", pulls.name);
        }
    }
}
