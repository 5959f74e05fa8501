//! Log-cosh in other units of the target, beside Huber and pseudo-Huber, whose δ goes with the unit.

use nnfn::losses::{huber, huber_grad, log_cosh, log_cosh_grad, mean};
use nnfn::losses::{pseudo_huber, pseudo_huber_grad};

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, line, numbers};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("unit", || Box::new(Unit));

struct Unit;

/// How many of them make a metre.
const UNITS: &[(&str, f64)] = &[("km", 0.001), ("m", 1.0), ("cm", 100.0), ("mm", 1000.0)];
const UNIT: Choice<(&str, f64)> = Choice::new("unit", "unit of y", UNITS).at(2);
const OUTLIER: Slider = Slider::new("y5", "largest number, in m")
    .over(3.0, 14.0, 0.1)
    .at(12.0);
/// The threshold of Huber and pseudo-Huber, in metres.
const DELTA: f64 = 1.0;
/// What is shown of the line.
const WINDOW: (f64, f64) = (-1.0, 15.0);
/// The row of the numbers, below the curves.
const ROW: f64 = -0.12;
const STACKED: f64 = 0.045;

type Numbers = [f64; 5];

/// A loss of a residual in metres, and its slope; both over the largest slope there is.
struct Shape {
    role: Role,
    name: String,
    loss: Box<dyn Fn(f64) -> f64>,
    slope: Box<dyn Fn(f64) -> f64>,
}

fn shapes(unit: &(&str, f64)) -> [Shape; 3] {
    let scale = unit.1;
    [
        Shape {
            role: Role::Value,
            name: format!("log-cosh in {}", unit.0),
            loss: Box::new(move |r| log_cosh(scale * r, 0.0) / scale),
            slope: Box::new(move |r| log_cosh_grad(scale * r, 0.0)),
        },
        Shape {
            role: Role::Rival(0),
            name: "Huber, δ = 1 m".to_owned(),
            loss: Box::new(|r| huber(r, 0.0, DELTA)),
            slope: Box::new(|r| huber_grad(r, 0.0, DELTA)),
        },
        Shape {
            role: Role::Slope,
            name: "pseudo-Huber, δ = 1 m".to_owned(),
            loss: Box::new(|r| pseudo_huber(r, 0.0, DELTA)),
            slope: Box::new(|r| pseudo_huber_grad(r, 0.0, DELTA)),
        },
    ]
}

/// Where the slopes cancel, by halving.
fn best(data: &Numbers, slope: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (data[0], data[4]);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if mean(&data.map(|y| slope(middle - y))) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

impl Figure for Unit {
    fn caption(&self) -> String {
        "The same lengths written in another unit. On the left the slopes of three losses over the residual in metres, on the right the mean losses of a constant for five lengths, each from its least to its most, with a line where it is least. The δ of Huber and pseudo-Huber is a metre in every unit; log-cosh has none, and changes.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&UNIT, &OUTLIER])
    }

    fn show(&self, state: &State) -> Shown {
        let (unit, outlier) = (state.get(UNIT), state.get(OUTLIER));
        let data = [1.0, 2.0, 2.0, 3.0, outlier];
        let mut left = Panel::new(
            Axis::new("residual in m", -3.0..=3.0),
            Axis::new("slope", -1.15..=1.15),
        )
        .rows([-3.0, -2.0, -1.0, -0.5, -0.1, 0.0, 0.1, 0.5, 1.0, 2.0, 3.0])
        .digits(4);
        let mut right = Panel::new(
            Axis::new("constant, and the lengths, in m", WINDOW.0..=WINDOW.1),
            Axis::new("mean loss, its most at 1", -0.17..=1.0),
        )
        .rows([0.0, 2.0, 4.0, 8.0, 12.0])
        .digits(4);
        let mut said = vec![];
        for shape in shapes(unit) {
            let at = best(&data, &shape.slope);
            said.push(significant(at, 5));
            let total = move |c: f64| mean(&data.map(|y| (shape.loss)(c - y)));
            // Convex: the most that is shown is at an end.
            let (low, high) = (total(at), total(WINDOW.0).max(total(WINDOW.1)));
            left = left.with(line(shape.role, shape.name.clone(), shape.slope).seams([-1.0, 1.0]));
            let curve = line(shape.role, shape.name, total).unnamed();
            right = right.with(curve.between(low, high)).with(Mark::Best {
                x: at,
                label: String::new(),
                role: shape.role,
            });
        }
        let row = |y: f64, height: f64| (y, ROW + STACKED * height);
        let at = [row(1.0, 0.0), row(2.0, 0.0), row(2.0, 1.0), row(3.0, 0.0)];
        let right = right
            .with(numbers(
                "lengths",
                at.into_iter().chain([row(outlier, 0.0)]),
            ))
            .with(knob('x', &OUTLIER, row(outlier, 0.0)));
        let words = format!(
            "In {} the best constant of log-cosh is {} m; Huber has {} m, pseudo-Huber {} m; mean {} m, median 2 m",
            unit.0,
            said[0],
            said[1],
            said[2],
            significant(mean(&data), 5)
        );
        let title = format!("Three losses of lengths in {}", unit.0);
        let view = View::new("live-unit", title, self.caption())
            .beside(0.0, 330.0, left)
            .beside(345.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    const DATA: Numbers = [1.0, 2.0, 2.0, 3.0, 12.0];

    #[test]
    fn the_unit_moves_log_cosh_from_the_mean_to_the_median() {
        // Computed apart from this code.
        for (scale, expected) in [(0.01, 3.9969), (1.0, 2.3593), (100.0, 2.0055)] {
            let [log_cosh, ..] = shapes(&("", scale));
            assert!((best(&DATA, log_cosh.slope) - expected).abs() < 5e-5);
        }
        let [_, huber, pseudo] = shapes(&UNITS[0]);
        assert!((best(&DATA, huber.slope) - 7.0 / 3.0).abs() < 1e-12);
        assert!((best(&DATA, pseudo.slope) - 2.380_569).abs() < 1e-6);
    }

    #[test]
    fn words_say_what_is_best() {
        assert_eq!(
            at_rest(&Unit).words,
            "In cm the best constant of log-cosh is 2.0055 m; Huber has 2.3333 m, pseudo-Huber 2.3806 m; mean 4 m, median 2 m"
        );
        let found = answer("unit\nunit=3").unwrap();
        assert!(
            found.contains("In mm the best constant of log-cosh is 2.0005 m; Huber has 2.3333 m")
        );
    }

    #[test]
    fn slopes_are_those_of_the_losses() {
        for unit in UNITS {
            for shape in shapes(unit) {
                for r in [-2.5, -0.3, 0.001, 0.7] {
                    let h = 1e-5;
                    let found = ((shape.loss)(r + h) - (shape.loss)(r - h)) / (2.0 * h);
                    assert!(
                        ((shape.slope)(r) - found).abs() < 1e-3,
                        "{} {r}",
                        shape.name
                    );
                }
            }
        }
    }
}
