//! Three straight lines for three quantiles: where they cross, and what sorting them saves.

use nnfn::losses::multi_quantile;

use super::{Control, Entry, Figure, Shown, Slider, State, Switch, knob, list};
use crate::layers::{Panel, Stripes, Style, View, line, stroke, text};
use crate::numeral::significant;
use crate::ordered::ordered;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("crossing", || Box::new(Crossing));

struct Crossing;

const INPUT: Slider = Slider::new("x", "input").over(0.0, 6.0, 0.1).at(0.6);
const SLOPE: Slider = Slider::new("slope", "slope at the level 0.1")
    .over(-0.2, 0.4, 0.02)
    .at(0.1);
const SORT: Switch = Switch::new("sort", "sort the predictions", false);

const LEVELS: [f64; 3] = [0.1, 0.5, 0.9];
const ROLES: [Role; 3] = [Role::Rival(1), Role::Value, Role::Rival(2)];
/// Where the lines start, and how steep the last two are.
const STARTS: [f64; 3] = [1.8, 1.0, 0.2];
const STEEP: [f64; 2] = [0.4, 0.9];

/// The three predictions at an input, where the first line has this slope.
fn predicted(slope: f64, x: f64) -> [f64; 3] {
    [
        STARTS[0] + slope * x,
        STARTS[1] + STEEP[0] * x,
        STARTS[2] + STEEP[1] * x,
    ]
}

fn sorted(predictions: [f64; 3]) -> [f64; 3] {
    let all = ordered(predictions);
    std::array::from_fn(|k| all[k])
}

/// Where two of the lines meet.
fn crossings(slope: f64) -> impl Iterator<Item = (f64, f64)> {
    let steep = [slope, STEEP[0], STEEP[1]];
    let pairs = [(0, 1), (0, 2), (1, 2)].into_iter();
    let meet = move |(i, k): (usize, usize)| {
        let x = (STARTS[i] - STARTS[k]) / (steep[k] - steep[i]);
        (x, STARTS[i] + steep[i] * x)
    };
    pairs.map(meet).filter(|(x, _)| x.is_finite())
}

/// The input from which on all are in order.
fn in_order_from(slope: f64) -> f64 {
    if slope < STEEP[0] {
        crossings(slope).map(|(x, _)| x).fold(0.0, f64::max)
    } else {
        f64::INFINITY
    }
}

/// What sorting saves, whatever the target.
fn price(predictions: [f64; 3]) -> f64 {
    let far = -100.0;
    let cost = |p: [f64; 3]| multi_quantile(&p, far, &LEVELS);
    // Rounded: the loss itself is large there.
    libm::rint(1e6 * (cost(predictions) - cost(sorted(predictions)))) / 1e6 + 0.0
}

impl Figure for Crossing {
    fn caption(&self) -> String {
        "On the left three straight lines, one for each level, which meet at the open dots; where the ground is striped, at least two are in the wrong order. On the right the loss of the three predictions at the chosen input, as they are and sorted, over the target that turns out to be true: the distance is the same for every target.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&INPUT, &SLOPE, &SORT])
    }

    fn show(&self, state: &State) -> Shown {
        let (x, slope, sort) = (state.get(INPUT), state.get(SLOPE), state.get(SORT));
        let shown = move |x: f64| {
            let all = predicted(slope, x);
            if sort { sorted(all) } else { all }
        };
        let (raw, saved) = (predicted(slope, x), price(predicted(slope, x)));
        let list = |all: [f64; 3]| all.map(|p| significant(p, 3)).join(", ");
        let words = format!(
            "input {}: predicted {} for the levels 0.1, 0.5, 0.9; sorting saves {} at every target",
            significant(x, 2),
            list(raw),
            significant(saved, 3)
        );
        let seams: Vec<f64> = crossings(slope).map(|(x, _)| x).collect();
        let wrong_up_to = in_order_from(slope).min(6.0);
        let lines = (0..3).map(|k| {
            let name = format!("level {}", significant(LEVELS[k], 1));
            line(ROLES[k], name, move |x| shown(x)[k]).seams(seams.clone())
        });
        let meet = crossings(slope).map(|(x, y)| Mark::Kink {
            x,
            y,
            label: String::new(),
        });
        let chosen = shown(x).map(|y| Mark::Extremum {
            x,
            y,
            label: String::new(),
        });
        let inputs = Panel::new(
            Axis::new("input", 0.0..=6.0),
            Axis::new("prediction", 0.0..=6.0),
        )
        .all((!sort).then_some(Stripes(wrong_up_to)))
        .all(lines)
        .all(meet.filter(|_| !sort))
        .with(Mark::upright(x))
        .all(chosen)
        .with(knob('x', &INPUT, (x, 0.0)));
        let loss = |p: [f64; 3]| move |y: f64| multi_quantile(&p, y, &LEVELS);
        let (before, after) = (loss(raw), loss(sorted(raw)));
        let at = 4.5;
        let measure =
            (saved > 0.0).then(|| stroke(Style::Measure, [(at, after(at)), (at, before(at))]));
        let says = (saved > 0.0).then(|| {
            let middle = 0.5 * (before(at) + after(at));
            text(
                format!("saves {}", significant(saved, 3)),
                (at - 1.7, middle + 0.9),
            )
        });
        let targets = Panel::new(
            Axis::new("target", -1.0..=6.0),
            Axis::new("loss", 0.0..=8.0),
        )
        .with(line(Role::Slope, "loss as predicted", before).seams(raw))
        .with(line(Role::Rival(0), "loss sorted", after).seams(raw))
        .all(measure)
        .all(says);
        let title = "Three quantiles of one target, and what sorting them saves";
        let view = View::new("live-crossing", title, self.caption())
            .beside(0.0, 315.0, inputs)
            .beside(325.0, WIDTH, targets);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};

    #[test]
    fn the_words_say_what_sorting_saves() {
        let words = at_rest(&Crossing).words;
        assert_eq!(
            words,
            "input 0.6: predicted 1.86, 1.24, 0.74 for the levels 0.1, 0.5, 0.9; sorting saves 0.896 at every target"
        );
        assert!((0.8 * (1.86 - 0.74) - 0.896_f64).abs() < 1e-12);
        let beyond = answer("crossing\nx=5").unwrap();
        assert!(
            beyond.contains("sorting saves 0 at every target"),
            "{beyond}"
        );
    }

    #[test]
    fn the_saving_is_the_distance_of_the_two_lines_everywhere() {
        for slope in [-0.2, 0.1, 0.4] {
            for tenths in 0..=60 {
                let p = predicted(slope, f64::from(tenths) / 10.0);
                for y in [-1.0, 0.9, 1.24, 6.0] {
                    let [before, after] = [p, sorted(p)].map(|p| multi_quantile(&p, y, &LEVELS));
                    assert!((before - after - price(p)).abs() < 1e-6, "{p:?} {y}");
                }
            }
        }
    }

    #[test]
    fn two_of_the_lines_have_the_same_value_where_they_meet() {
        for (x, y) in crossings(0.1) {
            let there = predicted(0.1, x).map(|p| (p - y).abs() < 1e-12);
            assert!(there.iter().filter(|meets| **meets).count() >= 2, "{x} {y}");
        }
        assert_eq!(crossings(0.1).count(), 3);
    }

    #[test]
    fn behind_the_last_crossing_the_order_is_right() {
        for slope in [-0.2, 0.0, 0.2] {
            let last = in_order_from(slope);
            assert_eq!(price(predicted(slope, last + 0.01)), 0.0);
            assert!(price(predicted(slope, last - 0.01)) > 0.0);
        }
    }
}
