//! The best constant for five numbers, one of them an outlier that a reader drags.

use nnfn::losses::{huber, huber_grad, mean};

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, hollow, line, numbers};
use crate::numeral::significant;
use crate::ordered::ordered;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("outlier", || Box::new(Outlier));

struct Outlier;

/// The numbers of the book's example; the last one is the outlier.
const NUMBERS: [Slider; 5] = [
    near("y1", "number 1", 1.0),
    near("y2", "number 2", 2.0),
    near("y3", "number 3", 2.0),
    near("y4", "number 4", 3.0),
    Slider::new("y5", "outlier").over(-5.0, 20.0, 0.1).at(12.0),
];
const DELTA: Powers = Powers::new("delta", "δ").over(0.05, 10.0).at(1.0);
/// What is shown of the line.
const WINDOW: (f64, f64) = (-6.0, 21.0);
/// The row of the numbers, below the curves, and from one to the next where they are close.
const ROW: f64 = -0.15;
const STACKED: f64 = 0.045;

const fn near(name: &'static str, label: &'static str, start: f64) -> Slider<'static> {
    Slider::new(name, label).over(-2.0, 6.0, 0.1).at(start)
}

/// Where the three losses are least.
struct Best {
    mean: f64,
    median: f64,
    huber: f64,
}

impl Best {
    fn of(data: &[f64; 5], delta: f64) -> Best {
        let in_order = ordered(*data);
        let sorted = std::array::from_fn(|i| in_order[i]);
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

impl Figure for Outlier {
    fn caption(&self) -> String {
        "Three losses of a constant prediction for five numbers (the dots; the last one has a handle), each above its least value and in units of the most that is shown. The upright line of each stands where it is least. A number is hollow if it is more than δ away from that of Huber: its pull is clipped.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let [one, two, three, four, outlier] = &NUMBERS;
        list(&[outlier, &DELTA, one, two, three, four])
    }

    fn show(&self, state: &State) -> Shown {
        let data = NUMBERS.map(|number| state.get(number));
        let delta = state.get(DELTA);
        let best = Best::of(&data, delta);
        let is_clipped = |y: f64| (y - best.huber).abs() > delta;
        let words = format!(
            "best constant: {} for squares, {} for absolute errors, {} for Huber, with {} of 5 clipped",
            significant(best.mean, 5),
            significant(best.median, 5),
            significant(best.huber, 5),
            data.iter().filter(|y| is_clipped(**y)).count()
        );
        let mark = |role, name: &str, x: f64| Mark::Best {
            x,
            label: format!("{name} {}", significant(x, 5)),
            role,
        };
        // The outlier lies under its handle.
        let stacked: [(f64, f64); 5] = std::array::from_fn(|i| {
            let below = data[..i]
                .iter()
                .filter(|other| (*other - data[i]).abs() < 0.6);
            let height = if i < 4 { below.count() } else { 0 };
            (data[i], ROW + STACKED * height as f64)
        });
        let some = |clipped: bool| {
            let dots = stacked.iter().copied();
            dots.filter(move |dot| is_clipped(dot.0) == clipped)
        };
        // Convex: the most that is shown is at an end.
        let ends = |f: &dyn Fn(f64) -> f64, least: f64| (f(least), f(WINDOW.0).max(f(WINDOW.1)));
        let huber_of = move |c| clipped(&data, c, delta);
        let (squared_of, absolute_of) = (move |c| squared(&data, c), move |c| absolute(&data, c));
        let (low, high) = ends(&huber_of, best.huber);
        let name = format!("Huber, δ = {}", significant(delta, 3));
        let huber_line = line(Role::Value, name, huber_of).between(low, high);
        let (low, high) = ends(&squared_of, best.mean);
        let squared_line = line(Role::Slope, "squared", squared_of).between(low, high);
        let (low, high) = ends(&absolute_of, best.median);
        let absolute_line = line(Role::Rival(0), "absolute", absolute_of).between(low, high);
        let panel = Panel::new(
            Axis::new("constant, and the numbers", WINDOW.0..=WINDOW.1),
            Axis::new("", -0.19..=1.0),
        )
        .with(huber_line)
        .with(squared_line)
        .with(absolute_line.seams(data))
        .with(mark(Role::Value, "Huber", best.huber))
        .with(mark(Role::Slope, "mean", best.mean))
        .with(mark(Role::Rival(0), "median", best.median))
        .with(numbers("within δ", some(false)))
        .with(hollow("clipped", some(true)))
        .with(knob('x', &NUMBERS[4], (data[4], ROW)))
        .rows([-5.0, 0.0, 5.0, 10.0, 15.0, 20.0]);
        let title = "Three losses of a constant, and five numbers";
        let description = "Squared error, absolute error and Huber loss over the constant that is predicted; a handle moves the outlier.";
        let view = View::new("live-outlier", title, description.to_owned()).panel(panel);
        Shown::of(&view, words)
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
            "best constant: 4 for squares, 2 for absolute errors, 2.3333 for Huber, with 2 of 5 clipped"
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
