//! How strong the gradient of a score is, for matched and mismatched pairs of output and loss.

use nnfn::activations::{sigmoid, sigmoid_grad, softmax, softmax_vjp};
use nnfn::losses::{cross_entropy_grad, huber_grad};

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use crate::cursor::Cursor;
use crate::numeral::significant;
use crate::{Axis, Curve, Plot, Role};

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

/// From the least to the largest score.
const SCORES: (f64, f64) = (-12.0, 12.0);
/// What the words speak of at first.
const FAR: f64 = -10.0;

/// The figure.
pub(super) fn of(_: &[&str]) -> Result<Box<dyn Figure>, String> {
    Ok(Box::new(Pairings))
}

struct Pairings;

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
        "The size of the gradient by the score, where the answer should be 1, on an axis of powers of ten. To the left the answer is wrong: the matched pairs still pull, the squared errors of a probability have gone.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        vec![Control::place("x", "score")]
    }

    fn show(&self, state: &State) -> Shown {
        let curve = |pair: &Pair| {
            let gradient = pair.gradient;
            Curve {
                label: pair.name.to_owned(),
                role: pair.role,
                f: Box::new(move |z| libm::log10(gradient(z).abs())),
                seams: pair.zero.into_iter().collect(),
            }
        };
        let mut plot = Plot {
            id: "live-pairings".to_owned(),
            title: "Gradients of matched and mismatched pairs".to_owned(),
            description: "Cross-entropy pulls with nearly 1 at every wrong score; squared errors of a probability fade on both sides.".to_owned(),
            x: Axis::new("score z", SCORES.0..=SCORES.1),
            y: Axis::powers("size of the gradient", -6.0..=1.5),
            curves: PAIRS.iter().map(curve).collect(),
            marks: vec![],
            cursor: None,
        };
        let mut table = Table::new(std::iter::once("score").chain(PAIRS.iter().map(|p| p.name)));
        for i in -6..=6 {
            let z = 2.0 * f64::from(i);
            let row = PAIRS.iter().map(|pair| significant((pair.gradient)(z), 6));
            table
                .rows
                .push(std::iter::once(significant(z, 6)).chain(row).collect());
        }
        let mut says = String::new();
        // Before anyone points at a place, the words speak of one.
        let mut words = format!("for example at {}", words(FAR));
        if let Some(place) = state.place("x") {
            let exact = SCORES.0 + place * (SCORES.1 - SCORES.0);
            let score = libm::rint(exact * 50.0) / 50.0 + 0.0;
            says = significant(score, 4);
            words = self::words(score);
            plot.cursor = Some(Cursor {
                x: score,
                y: (plot.curves[0].f)(score),
                slope: f64::NAN,
            });
        }
        Shown {
            svg: plot.svg(),
            words,
            says: vec![("x".to_owned(), says)],
            table,
        }
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
