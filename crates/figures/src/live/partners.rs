//! Two examples in two views each: which view takes which for its partner, and where NT-Xent moves them.

use nnfn::activations::softmax;
use nnfn::losses::cross_entropy;

use super::three_pulls::{arrow, ring};
use super::{Control, Entry, Figure, Powers, Shown, Slider, State, Switch, knob, list};
use crate::Axis;
use crate::layers::{Dots, Panel, Style, View, dots, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("partners", || Box::new(Partners));

struct Partners;

const OF_A: Slider = Slider::new("a", "across: second view of A")
    .over(-0.99, 0.99, 0.01)
    .at(0.5);
const OF_B: Slider = Slider::new("b", "across: second view of B")
    .over(-0.99, 0.99, 0.01)
    .at(0.2);
const TEMPERATURE: Powers = Powers::new("tau", "τ").over(0.05, 2.0).at(0.501);
const SLIP: Switch = Switch::new("self", "forget to leave oneself out", false);
const NAMES: [&str; 4] = ["A1", "A2", "B1", "B2"];
/// Of each view the other one of its example.
const PARTNER: [usize; 4] = [1, 0, 3, 2];
/// Angles of the first views, in degrees.
const FIRST: [f64; 2] = [15.0, 200.0];
/// Length of an arrow for a slope of 1 in units of 1/(4·τ).
const ARROW: f64 = 0.35;

type Four = [f64; 4];

/// What each view says of all, and the loss.
struct Answers {
    shares: [Four; 4],
    loss: f64,
}

fn cosine(a: (f64, f64), b: (f64, f64)) -> f64 {
    a.0 * b.0 + a.1 * b.1
}

fn answers(points: &[(f64, f64); 4], temperature: f64, slipped: bool) -> Answers {
    let (mut shares, mut loss) = ([[0.0; 4]; 4], 0.0);
    for (i, row) in shares.iter_mut().enumerate() {
        let among: Vec<usize> = (0..4).filter(|j| slipped || *j != i).collect();
        let similarity = |j: &usize| cosine(points[i], points[*j]) / temperature;
        let logits: Vec<f64> = among.iter().map(similarity).collect();
        for (j, share) in among.iter().zip(softmax(&logits, 1.0)) {
            row[*j] = share;
        }
        let right = among.iter().position(|j| *j == PARTNER[i]);
        loss += 0.25 * cross_entropy(&logits, right.unwrap_or(0));
    }
    Answers { shares, loss }
}

/// The slope of the loss, times `4·τ`, when a view turns against the clock.
fn slope(points: &[(f64, f64); 4], shares: &[Four; 4], i: usize) -> f64 {
    let across = (-points[i].1, points[i].0);
    let by = |j: usize| {
        let wanted = if PARTNER[i] == j { 2.0 } else { 0.0 };
        (shares[i][j] + shares[j][i] - wanted) * cosine(across, points[j])
    };
    (0..4).filter(|j| *j != i).map(by).sum()
}

fn points(a: f64, b: f64) -> [(f64, f64); 4] {
    let at = |degrees: f64| {
        let angle = degrees.to_radians();
        (libm::cos(angle), libm::sin(angle))
    };
    let [first, second] = FIRST.map(at);
    [
        first,
        (a, libm::sqrt(1.0 - a * a)),
        second,
        (b, -libm::sqrt(1.0 - b * b)),
    ]
}

/// A square around a cell of the table, and a line through it.
fn cell(row: usize, column: usize) -> [(f64, f64); 5] {
    let (x, y) = (column as f64, 4.0 - row as f64);
    [
        (x, y),
        (x + 1.0, y),
        (x + 1.0, y - 1.0),
        (x, y - 1.0),
        (x, y),
    ]
}

impl Figure for Partners {
    fn caption(&self) -> String {
        "On the left two examples, A (full) and B (open), in two views each; drag the second view of either, and the arrows show where NT-Xent moves all four. On the right what each view, row by row, takes for its partner: probabilities in per cent, the right answers framed. If all four are alike, the loss is the logarithm of 3.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&OF_A, &OF_B, &TEMPERATURE, &SLIP])
    }

    fn show(&self, state: &State) -> Shown {
        let (temperature, slipped) = (state.get(TEMPERATURE), state.get(SLIP));
        let points = points(state.get(OF_A), state.get(OF_B));
        let Answers { shares, loss } = answers(&points, temperature, slipped);
        // An arrow turns with the clock, down the slope.
        let turns = [0, 1, 2, 3].map(|i| ARROW * slope(&points, &shares, i));
        let arrows = (0..4).filter(|i| turns[*i].abs() > 1e-3);
        let arrows = arrows.map(|i| {
            let (x, y) = points[i];
            stroke(Style::Measure, arrow([x, y], turns[i]))
        });
        let named = |i: usize| text(NAMES[i], (1.3 * points[i].0, 1.3 * points[i].1));
        let map = Panel::new(Axis::bare(-1.5..=1.5), Axis::bare(-2.1..=2.1))
            .with(stroke(Style::Edge, ring()))
            .all(arrows)
            .with(Dots {
                is_full: true,
                ..dots("A", points[..2].iter().copied())
            })
            .with(dots("B", points[2..].iter().copied()))
            .all((0..4).map(named))
            .with(knob('x', &OF_A, points[1]))
            .with(knob('x', &OF_B, points[3]));
        let said = |k: usize| {
            let (i, j) = (k / 4, k % 4);
            let words = if i == j && !slipped {
                "–".to_owned()
            } else {
                significant(libm::rint(1000.0 * shares[i][j]) / 10.0, 3)
            };
            text(words, (j as f64 + 0.5, 3.5 - i as f64))
        };
        let side = |i: usize| text(NAMES[i], (-0.4, 3.5 - i as f64));
        let top = |i: usize| text(NAMES[i], (i as f64 + 0.5, 4.35));
        let edges = (0..16).map(|k| stroke(Style::Edge, cell(k / 4, k % 4)));
        let frames = (0..4).map(|i| stroke(Style::Measure, cell(i, PARTNER[i])));
        let table = Panel::new(Axis::bare(-0.8..=4.1), Axis::bare(-0.75..=5.1))
            .all(edges)
            .all(frames)
            .all((0..16).map(said))
            .all((0..4).map(side))
            .all((0..4).map(top))
            .with(text("its partner is .., in %", (2.0, 4.85)));
        let ratio = loss
            / if slipped {
                libm::log(4.0)
            } else {
                libm::log(3.0)
            };
        let words = format!(
            "loss {}, which is {} % of that of four equal views{}",
            significant(loss, 4),
            significant(100.0 * ratio, 3),
            if slipped {
                "; it cannot fall below the logarithm of 2, 0.6931"
            } else {
                ""
            }
        );
        let title = "Which view takes which for its partner";
        let view = View::new("live-partners", title, self.caption())
            .beside(0.0, 300.0, map)
            .beside(310.0, WIDTH, table);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use nnfn::losses::{nt_xent, nt_xent_grad, nt_xent_grad_second};

    use super::*;

    fn vector(p: (f64, f64)) -> Vec<f64> {
        vec![p.0, p.1]
    }

    #[test]
    fn loss_and_slopes_are_those_of_nt_xent() {
        for (a, b, temperature) in [(0.5, 0.2, 0.5), (-0.9, 0.9, 0.07), (0.99, -0.6, 2.0)] {
            let points = points(a, b);
            let [a1, a2, b1, b2] = points.map(vector);
            let (first, second) = ([a1, b1], [a2, b2]);
            let found = answers(&points, temperature, false);
            let loss = nt_xent(&first, &second, temperature);
            assert!((found.loss - loss).abs() < 1e-12, "{} {loss}", found.loss);
            let one = nt_xent_grad(&first, &second, temperature);
            let two = nt_xent_grad_second(&first, &second, temperature);
            let grads = [&one[0], &two[0], &one[1], &two[1]];
            for (i, grad) in grads.into_iter().enumerate() {
                let across = -points[i].1 * grad[0] + points[i].0 * grad[1];
                let slope = slope(&points, &found.shares, i) / (4.0 * temperature);
                assert!((slope - across).abs() < 1e-12, "{i}: {slope} {across}");
            }
        }
    }

    #[test]
    fn with_oneself_the_loss_stays_above_the_logarithm_of_2() {
        for (a, b) in [(0.5, 0.2), (0.96, -0.93), (-0.9, 0.9)] {
            assert!(answers(&points(a, b), 0.05, true).loss > std::f64::consts::LN_2);
        }
    }
}
