//! How strong the gradient of a score is, for matched and mismatched pairs of output and loss.

use nnfn::activations::{sigmoid, sigmoid_grad, softmax, softmax_vjp};
use nnfn::losses::{cross_entropy_grad, huber_grad};

use super::{Control, Entry, Figure, Place, Shown, State, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::{Axis, Cursor, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("pairings", || Box::new(Pairings));

struct Pairings;

const SCORE: Place = Place::new("x", "score")
    .over(SCORES.0, SCORES.1)
    .snapped(100.0);
/// From the least to the largest score.
const SCORES: (f64, f64) = (-12.0, 12.0);
/// What the words speak of at first.
const FAR: f64 = -10.0;

/// An output with a loss, and the gradient by the score where the target is 1.
struct Pair {
    name: &'static str,
    role: Role,
    gradient: fn(f64) -> f64,
    /// Where the gradient is 0.
    zero: Option<f64>,
}

/// In the order of the key.
const PAIRS: [Pair; 4] = [
    Pair {
        name: "cross-entropy",
        role: Role::Value,
        gradient: |z| cross_entropy_grad(&[z, 0.0], 0)[0],
        zero: None,
    },
    Pair {
        name: "sigmoid, square",
        role: Role::Slope,
        gradient: |z| -2.0 * sigmoid(-z) * sigmoid_grad(z),
        zero: None,
    },
    Pair {
        name: "softmax, squares",
        role: Role::Rival(1),
        gradient: |z| {
            let p = softmax(&[z, 0.0], 1.0);
            // 1 − p of the right class is p of the other one.
            softmax_vjp(&[z, 0.0], 1.0, &[-2.0 * p[1], 2.0 * p[1]])[0]
        },
        zero: None,
    },
    Pair {
        name: "score itself, ½ square",
        role: Role::Rival(0),
        gradient: |z| huber_grad(z, 1.0, f64::INFINITY),
        zero: Some(1.0),
    },
];

/// The gradients at a score.
fn words(z: f64) -> String {
    let [matched, sigmoid, softmax, _] = PAIRS.map(|pair| (pair.gradient)(z));
    format!(
        "score {}: cross-entropy {}; squares {} by a sigmoid, {} by softmax",
        significant(z, 4),
        significant(matched, 5),
        significant(sigmoid, 4),
        significant(softmax, 4)
    )
}

impl Figure for Pairings {
    fn caption(&self) -> String {
        "The size of the gradient with respect to the score, for an answer that should be 1, on an axis of powers of ten. To the left the answer is wrong: the gradients of the matched pairs stay large there, those of squared errors of a probability vanish.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SCORE])
    }

    fn show(&self, state: &State) -> Shown {
        let score = state.get(SCORE);
        // Before anyone points at a place, the words speak of one.
        let words = score.map_or_else(|| format!("for example at {}", words(FAR)), words);
        let curve = |pair: &Pair| line(pair.role, pair.name, pair.gradient).seams(pair.zero);
        let panel = Panel::new(
            Axis::new("score z", SCORES.0..=SCORES.1),
            Axis::powers("size of the gradient", -6.0..=1.5),
        )
        .all(PAIRS.iter().map(curve))
        .all(score.map(Cursor::at))
        .rows((-6..=6).map(|i| 2.0 * f64::from(i)));
        let title = "Gradients of matched and mismatched pairs";
        let description = "With cross-entropy the gradient has size 0.88 at a score of −2 and nears 1 further left; with squared errors of a probability it fades on both sides.";
        let view = View::new("live-pairings", title, description.to_owned()).panel(panel);
        Shown::of(&view, words).says(&SCORE, score.map(|z| significant(z, 4)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    fn at(z: f64) -> [f64; 4] {
        PAIRS.map(|pair| (pair.gradient)(z))
    }

    #[test]
    fn the_matched_pairs_are_prediction_minus_target() {
        let mut z = -12.0;
        while z <= 12.0 {
            let [matched, sigmoid_square, softmax_squares, identity] = at(z);
            assert!(
                (matched + sigmoid(-z)).abs() <= 1e-15 * matched.abs(),
                "{z}"
            );
            assert_eq!(identity, z - 1.0);
            // Softmax sums over two classes.
            let twice = 2.0 * sigmoid_square;
            assert!(
                (softmax_squares - twice).abs() <= 2e-15 * twice.abs(),
                "{z}"
            );
            z += 0.25;
        }
    }

    #[test]
    fn the_gradients_are_those_of_the_page() {
        for (z, matched, square, squares) in [
            (-10.0, -0.999_95, -9.079e-5, -1.816e-4),
            (-2.0, -0.880_80, -0.1850, -0.3699),
            (2.0, -0.119_20, -0.025_03, -0.050_06),
        ] {
            for (found, page) in at(z).into_iter().zip([matched, square, squares]) {
                assert!((found / page - 1.0).abs() < 5e-4, "{z}: {found}, {page}");
            }
        }
        assert_eq!(
            at_rest(&Pairings).words,
            "for example at score −10: cross-entropy −0.99995; squares −0.00009079 by a sigmoid, −0.0001816 by softmax"
        );
    }
}
