//! Three classes over one input: the probabilities that cross-entropy learns, with one softmax and with two.

use nnfn::activations::softmax;
use nnfn::losses::cross_entropy_soft;

use super::{Control, Entry, Figure, Shown, Slider, State, Switch, knob, list};
use crate::layers::{Bars, Panel, View, guide, line, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("softmax-twice", || Box::new(SoftmaxTwice));

struct SoftmaxTwice;

const TWICE: Switch = Switch::new("twice", "softmax twice", true);
const DISTANCE: Slider = Slider::new("d", "distance of neighbouring bells")
    .over(0.5, 4.0, 0.1)
    .at(2.0);
const INPUT: Slider = Slider::new("x", "input").over(-5.0, 5.0, 0.1).at(2.0);
/// Beyond the outer bells' centres there is next to nothing of them.
const REACH: f64 = 8.0;

/// The probabilities of the three classes, which are equally frequent: bells of width 1 at `-d`, 0 and `d`.
fn truth(d: f64, x: f64) -> Vec<f64> {
    let logit = |centre: f64| centre * x - 0.5 * centre * centre;
    softmax(&[logit(-d), logit(0.0), logit(d)], 1.0)
}

/// The nearest probabilities to a row that may not be any.
fn onto_simplex(row: &[f64]) -> Vec<f64> {
    let mut kept: Vec<usize> = (0..row.len()).collect();
    loop {
        let over = (kept.iter().map(|i| row[*i]).sum::<f64>() - 1.0) / kept.len() as f64;
        let before = kept.len();
        kept.retain(|i| row[*i] > over);
        if kept.len() == before {
            let part = |i: usize| (row[i] - over).max(0.0);
            return (0..row.len()).map(part).collect();
        }
    }
}

/// What the loss sees if the model has a softmax and the loss has another: the probabilities nearest to the truth,
/// in cross-entropy, among those that softmax makes of probabilities.
fn learnt_twice(truth: &[f64]) -> Vec<f64> {
    let mut inner = truth.to_vec();
    // LSE bends by ½ at most, so steps of 2 never pass the bottom; they shrink what is left by a third at least.
    for _ in 0..60 {
        let outer = softmax(&inner, 1.0);
        let stepped = (0..inner.len()).map(|k| inner[k] - 2.0 * (outer[k] - truth[k]));
        inner = onto_simplex(&stepped.collect::<Vec<_>>());
    }
    softmax(&inner, 1.0)
}

/// The mean losses of the two, and the best accuracy.
fn judge(d: f64) -> [f64; 3] {
    let n = 240;
    let width = 2.0 * (d + REACH) / f64::from(n);
    let mut sums = [0.0; 2];
    for i in 0..=n {
        let x = f64::from(i) * width - d - REACH;
        let bell = |c: f64| 0.398_942_280_401_432_7 * libm::exp(-0.5 * (x - c) * (x - c));
        let weight = width * (bell(-d) + bell(0.0) + bell(d)) / 3.0;
        let p = truth(d, x);
        let loss = |q: &[f64]| -> f64 { (0..3).map(|k| -p[k] * libm::log(q[k])).sum() };
        // By its logits, so that it is right where a probability is 0.
        let logit = |c: f64| c * x - 0.5 * c * c;
        let once = cross_entropy_soft(&[logit(-d), logit(0.0), logit(d)], &p);
        for (sum, part) in sums.iter_mut().zip([once, loss(&learnt_twice(&p))]) {
            *sum += weight * part;
        }
    }
    // A class is told from its neighbour half-way between them.
    let side = 0.5 * libm::erfc(-0.5 * d * std::f64::consts::FRAC_1_SQRT_2);
    [sums[0], sums[1], (4.0 * side - 1.0) / 3.0]
}

impl Figure for SoftmaxTwice {
    fn caption(&self) -> String {
        "Three classes, equally frequent, whose inputs are bells of width 1. On the left the probability that each class has at an input, as the best model says it (dotted), and as the best model with a softmax before a loss that has its own says it (solid): never above 0.576, and with the same winner everywhere. With the switch off the solid lines are those of the best model. On the right the mean losses of the two, and the accuracy, which is the same for both.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&TWICE, &DISTANCE, &INPUT])
    }

    fn show(&self, state: &State) -> Shown {
        let (twice, d, x) = (state.get(TWICE), state.get(DISTANCE), state.get(INPUT));
        let said = |twice: bool, d: f64, x: f64| {
            let p = truth(d, x);
            if twice { learnt_twice(&p) } else { p }
        };
        let here = said(twice, d, x);
        let [once, double, accuracy] = judge(d);
        let loss = if twice { double } else { once };
        let all: Vec<String> = here.iter().map(|p| significant(*p, 3)).collect();
        let words = format!(
            "at {} it says {}; mean loss {}, accuracy {}",
            significant(x, 2),
            all.join(", "),
            significant(loss, 4),
            significant(accuracy, 4)
        );
        let names = ["class 1", "class 2", "class 3"];
        let role = [Role::Value, Role::Slope, Role::Rival(1)];
        let of = |k: usize| line(role[k], names[k], move |x| said(twice, d, x)[k]);
        let truth_of = |k: usize| {
            let at = (0..=100).map(|i| -5.0 + 0.1 * f64::from(i));
            guide(at.map(|x| (x, truth(d, x)[k])).collect::<Vec<_>>())
        };
        let hidden = [0, 1, 2].map(truth_of);
        let largest = here.iter().fold(0.0, |a: f64, b| a.max(*b));
        let left = Panel::new(
            Axis::new("input", -5.0..=5.0),
            Axis::new("probability", 0.0..=1.0),
        )
        .all(hidden.into_iter().filter(|_| twice))
        .all([0, 1, 2].map(of))
        .with(knob('x', &INPUT, (x, largest)))
        .with(Mark::upright(x))
        .rows((-5..=5).map(f64::from))
        .digits(4);
        let heights = [once, double, accuracy];
        let labels = ["once", "twice", "accuracy"];
        let bar = |i: usize| {
            let at = i as f64 + 0.5;
            [
                text(significant(heights[i], 3), (at, heights[i] + 0.05)),
                text(labels[i], (at, -0.07)),
            ]
        };
        let right = Panel::new(
            Axis::bare(0.0..=3.0),
            Axis::new("mean loss, and accuracy", -0.12..=1.2),
        )
        .with(Bars(heights.to_vec()))
        .all([0, 1, 2].into_iter().flat_map(bar))
        .rows([]);
        let title = "One softmax or two";
        let view = View::new("live-softmax-twice", title, self.caption())
            .beside(0.0, 370.0, left)
            .beside(375.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn nothing_that_softmax_makes_of_probabilities_is_nearer() {
        let cost = |t: &[f64], q: &[f64]| -> f64 { (0..3).map(|k| -t[k] * q[k].ln()).sum() };
        for x in [-4.0, -1.0, 0.3, 2.0, 5.0] {
            let t = truth(2.0, x);
            let least = cost(&t, &learnt_twice(&t));
            for i in 0..=50 {
                for j in 0..=(50 - i) {
                    let p = [i, j, 50 - i - j].map(|n| f64::from(n) / 50.0);
                    assert!(cost(&t, &softmax(&p, 1.0)) >= least - 1e-12, "{x} {p:?}");
                }
            }
        }
    }

    #[test]
    fn certainty_is_as_far_as_it_goes() {
        let e = std::f64::consts::E;
        let p = learnt_twice(&[1.0, 0.0, 0.0]);
        assert!((p[0] - e / (e + 2.0)).abs() < 1e-12, "{p:?}");
    }

    #[test]
    fn the_means_are_those_of_the_page() {
        // Computed apart from this code, on a finer grid.
        let [once, twice, accuracy] = judge(2.0);
        assert!((once - 0.479_468).abs() < 1e-6, "{once}");
        assert!((twice - 0.755_290).abs() < 1e-4, "{twice}");
        assert!((accuracy - 0.788_460).abs() < 1e-6, "{accuracy}");
    }

    #[test]
    fn the_winner_is_the_same_everywhere() {
        for i in -50..=50 {
            let t = truth(2.0, 0.1 * f64::from(i) + 0.001);
            let q = learnt_twice(&t);
            let first = |p: &[f64]| (0..3).max_by(|a, b| p[*a].total_cmp(&p[*b]));
            assert_eq!(first(&t), first(&q), "{i}");
        }
    }

    #[test]
    fn the_words_at_rest() {
        let words = at_rest(&SoftmaxTwice).words;
        assert!(
            words.ends_with("mean loss 0.7553, accuracy 0.7885"),
            "{words}"
        );
    }
}
