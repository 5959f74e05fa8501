//! The best constant for five numbers, one of them an outlier that a reader drags.

use nnfn::losses::{huber, huber_grad, mean};

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use crate::handle::Handle;
use crate::numeral::significant;
use crate::{Axis, Curve, Mark, Plot, Role};

/// The numbers of the book's example; the last one is the outlier.
const START: [f64; 5] = [1.0, 2.0, 2.0, 3.0, 12.0];
/// Where the outlier may go.
const FAR: (f64, f64) = (-5.0, 20.0);
/// What is shown of the line.
const WINDOW: (f64, f64) = (-6.0, 21.0);
/// The row of the numbers, below the curves, and from one to the next where they are close.
const ROW: f64 = -0.15;
const STACKED: f64 = 0.045;

/// The figure.
pub(super) fn of(_: &[&str]) -> Result<Box<dyn Figure>, String> {
    Ok(Box::new(Outlier))
}

struct Outlier;

/// Where the three losses are least.
struct Best {
    mean: f64,
    median: f64,
    huber: f64,
}

impl Best {
    fn of(data: &[f64; 5], delta: f64) -> Best {
        let mut sorted = *data;
        sorted.sort_by(f64::total_cmp);
        Best {
            mean: mean(data),
            median: sorted[2],
            huber: centre(&sorted, delta),
        }
    }
}

/// Where the clipped residuals cancel: between numbers in order, to the last bit by halving.
fn centre(sorted: &[f64; 5], delta: f64) -> f64 {
    let (mut low, mut high) = (sorted[0], sorted[4]);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        let pull = mean(&sorted.map(|y| huber_grad(middle, y, delta)));
        if pull == 0.0 {
            return middle;
        }
        if pull < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

fn squared(data: &[f64; 5], c: f64) -> f64 {
    mean(&data.map(|y| (c - y) * (c - y)))
}

fn absolute(data: &[f64; 5], c: f64) -> f64 {
    mean(&data.map(|y| (c - y).abs()))
}

fn clipped(data: &[f64; 5], c: f64, delta: f64) -> f64 {
    mean(&data.map(|y| huber(c, y, delta)))
}

/// A loss above its least value, as a share of the most that the window shows of it.
fn risen(
    label: String,
    role: Role,
    least: f64,
    seams: &[f64],
    f: impl Fn(f64) -> f64 + 'static,
) -> Curve {
    let low = f(least);
    // It is convex: the most is at an end.
    let high = f(WINDOW.0).max(f(WINDOW.1)) - low;
    Curve {
        label,
        role,
        f: Box::new(move |c| (f(c) - low) / high),
        seams: seams.to_vec(),
    }
}

/// The control of a number.
fn name(i: usize) -> String {
    format!("y{}", i + 1)
}

impl Figure for Outlier {
    fn caption(&self) -> String {
        "Three losses of a constant prediction for five numbers (the dots; the last one has a handle), each above its least value and in units of the most that is shown. The upright lines are the constants at which they are least.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let (from, to) = FAR;
        let mut controls = vec![Control::slider("y5", "outlier", from, to, 0.1, START[4])];
        controls.push(Control::powers("delta", "δ", 0.05, 10.0, 1.0));
        let near = START[..4].iter().enumerate();
        controls.extend(near.map(|(i, &start)| {
            let label = format!("number {}", i + 1);
            Control::slider(&name(i), &label, -2.0, 6.0, 0.1, start)
        }));
        controls
    }

    fn show(&self, state: &State) -> Shown {
        let data: [f64; 5] = std::array::from_fn(|i| state.number(&name(i)));
        let delta = state.number("delta");
        let best = Best::of(&data, delta);
        let named = |name: &str, x: f64| format!("{name} {}", significant(x, 5));
        let mark = |name: &str, x: f64| Mark::Upright {
            x,
            label: named(name, x),
        };
        let mut marks = vec![
            mark("mean", best.mean),
            mark("median", best.median),
            mark("Huber", best.huber),
        ];
        for (i, &x) in data[..4].iter().enumerate() {
            let below = data[..i].iter().filter(|other| (*other - x).abs() < 0.6);
            let y = ROW + STACKED * below.count() as f64;
            marks.push(Mark::Extremum {
                x,
                y,
                label: String::new(),
            });
        }
        let plot = Plot {
            id: "live-outlier".to_owned(),
            title: "Three losses of a constant, and five numbers".to_owned(),
            description: "Squared error, absolute error and Huber loss over the constant that is predicted; a handle moves the outlier.".to_owned(),
            x: Axis::new("constant, and the numbers", WINDOW.0..=WINDOW.1),
            y: Axis::new("", -0.19..=1.0),
            curves: vec![
                risen(format!("Huber, δ = {}", significant(delta, 3)), Role::Value, best.huber, &[], move |c| clipped(&data, c, delta)),
                risen("squared".to_owned(), Role::Slope, best.mean, &[], move |c| squared(&data, c)),
                risen("absolute".to_owned(), Role::Rival(0), best.median, &data, move |c| absolute(&data, c)),
            ],
            marks,
            cursor: None,
        };
        let outlier = Handle {
            control: "y5".to_owned(),
            x: data[4],
            y: ROW,
            reach: FAR,
        };
        let mut table = Table::new(["loss", "least at", "least value"]);
        for (name, at, value) in [
            ("squared", best.mean, squared(&data, best.mean)),
            ("absolute", best.median, absolute(&data, best.median)),
            ("Huber", best.huber, clipped(&data, best.huber, delta)),
        ] {
            table.rows.push(vec![
                name.to_owned(),
                significant(at, 6),
                significant(value, 6),
            ]);
        }
        Shown {
            svg: plot.held(&[outlier]),
            words: format!(
                "best constant: {} for squares, {} for absolute errors, {} for Huber",
                significant(best.mean, 5),
                significant(best.median, 5),
                significant(best.huber, 5)
            ),
            says: vec![],
            table,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_constants_are_those_of_the_page() {
        for (last, huber) in [
            (3.0, 2.25),
            (4.0, 7.0 / 3.0),
            (12.0, 7.0 / 3.0),
            (20.0, 7.0 / 3.0),
        ] {
            let best = Best::of(&[1.0, 2.0, 2.0, 3.0, last], 1.0);
            assert!((best.huber - huber).abs() < 1e-15, "{last}: {}", best.huber);
            assert_eq!(best.median, 2.0);
        }
        let words = at_rest(&Outlier).words;
        assert_eq!(
            words,
            "best constant: 4 for squares, 2 for absolute errors, 2.3333 for Huber"
        );
    }

    #[test]
    fn a_wide_threshold_gives_the_mean_and_a_narrow_one_nears_the_median() {
        let data = [0.3, -1.7, 2.2, 5.1, 19.0];
        let best = Best::of(&data, 100.0);
        assert!((best.huber - best.mean).abs() < 1e-14);
        let narrow = Best::of(&data, 1e-6);
        assert!((narrow.huber - narrow.median).abs() <= 1e-6);
        assert_eq!(Best::of(&[2.0; 5], 1.0).huber, 2.0);
    }

    #[test]
    fn no_constant_nearby_costs_less() {
        let mut outlier = -5.0;
        while outlier <= 20.0 {
            let data = [1.0, 2.0, 2.0, 3.0, outlier];
            for delta in [0.05, 0.7, 10.0] {
                let at = Best::of(&data, delta).huber;
                for off in [-1e-3, 1e-3] {
                    let more = clipped(&data, at + off, delta) - clipped(&data, at, delta);
                    assert!(more >= 0.0, "{outlier} {delta}");
                }
            }
            outlier += 0.5;
        }
    }
}
