//! Cross-entropy of a hard and of a smoothed label over the lead of the right logit.

use nnfn::activations::sigmoid;
use nnfn::log_sum_exp;

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, Style, View, line, stroke};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("smoothing", || Box::new(Smoothing));

struct Smoothing;

/// From the least to the largest gap.
const GAPS: (f64, f64) = (-2.0, 14.0);
const GAP: Slider = Slider::new("gap", "gap").over(GAPS.0, GAPS.1, 0.1).at(8.0);
const EPSILON: Slider = Slider::new("epsilon", "ε").over(0.0, 0.5, 0.01).at(0.1);
const CLASSES: Choice<(&str, f64)> = Choice::new(
    "classes",
    "classes",
    &[
        ("2", 2.0),
        ("3", 3.0),
        ("10", 10.0),
        ("30", 30.0),
        ("100", 100.0),
        ("1000", 1000.0),
    ],
)
.at(2);

/// The loss where one logit leads `classes - 1` equal ones by `gap`: together these are one logit, `ln(classes - 1)`.
fn loss(gap: f64, classes: f64, epsilon: f64) -> f64 {
    log_sum_exp(&[gap, libm::log(classes - 1.0)]) - own(classes, epsilon) * gap
}

/// The probability of the leading class.
fn probability(gap: f64, classes: f64) -> f64 {
    sigmoid(gap - libm::log(classes - 1.0))
}

/// What a smoothed label leaves to its class.
fn own(classes: f64, epsilon: f64) -> f64 {
    1.0 - epsilon + epsilon / classes
}

/// The gap at which the loss is least.
fn best(classes: f64, epsilon: f64) -> f64 {
    libm::log1p(classes * (1.0 - epsilon) / epsilon)
}

impl Figure for Smoothing {
    fn caption(&self) -> String {
        "On the left the loss of a hard and of a smoothed label, where the right logit leads all others by the same gap; the dot is at the bottom of the valley. On the right the slope by that logit, which is 0 there; the bar is the slope at the handle.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&EPSILON, &CLASSES, &GAP])
    }

    fn show(&self, state: &State) -> Shown {
        let (gap, epsilon) = (state.get(GAP), state.get(EPSILON));
        let (_, classes) = *state.get(CLASSES);
        let smooth = move |gap: f64| loss(gap, classes, epsilon);
        let slope = move |gap: f64| probability(gap, classes) - own(classes, epsilon);
        let mut words = format!(
            "at a gap of {} probability {}, loss {}, slope {}",
            significant(gap, 3),
            significant(probability(gap, classes), 4),
            significant(smooth(gap), 4),
            significant(slope(gap), 3)
        );
        // A hard label has its least value at an infinite gap.
        let bottom = (epsilon > 0.0).then(|| best(classes, epsilon));
        match bottom {
            Some(at) => {
                words += &format!(
                    "; least at {}, with probability {} and loss {}",
                    significant(at, 4),
                    significant(probability(at, classes), 4),
                    significant(smooth(at), 4)
                );
            }
            None => words += "; least nowhere",
        }
        let gaps = || Axis::new("gap", GAPS.0..=GAPS.1);
        let highest = Axis::first_of([3.0, 5.0, 8.0], [smooth(0.0), smooth(GAPS.1)]);
        let name = format!("ε = {}", significant(epsilon, 3));
        let valley = bottom.map(|x| Mark::Extremum {
            x,
            y: smooth(x),
            label: significant(x, 3),
        });
        let losses = Panel::new(gaps(), Axis::new("loss", 0.0..=highest))
            .with(line(Role::Value, name, smooth))
            .with(line(Role::Rival(0), "hard label", move |gap| {
                loss(gap, classes, 0.0)
            }))
            .all(valley)
            .with(knob('x', &GAP, (gap, smooth(gap).min(highest))));
        let slopes = Panel::new(gaps(), Axis::new("slope", -1.0..=0.6))
            .with(line(Role::Slope, "slope", slope))
            .with(line(Role::Rival(0), "hard label", move |gap| {
                probability(gap, classes) - 1.0
            }))
            .all(bottom.map(Mark::upright))
            .with(stroke(Style::Measure, [(gap, 0.0), (gap, slope(gap))]));
        let title = "Cross-entropy of a smoothed label";
        let view = View::new("live-smoothing", title, self.caption())
            .beside(0.0, 330.0, losses)
            .beside(340.0, WIDTH, slopes);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};
    use nnfn::losses::{smoothed_cross_entropy, smoothed_cross_entropy_grad};

    #[test]
    fn the_curves_are_those_of_the_library() {
        for (classes, epsilon) in [(2, 0.3), (10, 0.1), (1000, 0.5), (3, 0.0)] {
            for gap in [-2.0, 0.0, 4.5, 14.0] {
                let mut z = vec![0.0; classes];
                z[0] = gap;
                let exact = smoothed_cross_entropy(&z, 0, epsilon);
                let found = loss(gap, classes as f64, epsilon);
                assert!((found - exact).abs() < 1e-13, "{classes} {epsilon} {gap}");
                let slope = probability(gap, classes as f64) - own(classes as f64, epsilon);
                let exact = smoothed_cross_entropy_grad(&z, 0, epsilon)[0];
                assert!((slope - exact).abs() < 1e-14, "{classes} {epsilon} {gap}");
            }
        }
    }

    #[test]
    fn the_valley_is_where_the_words_say() {
        assert!(
            at_rest(&Smoothing)
                .words
                .ends_with("; least at 4.511, with probability 0.91 and loss 0.5003")
        );
        for (classes, epsilon) in [(2.0, 0.5), (10.0, 0.1), (1000.0, 0.01)] {
            let at = best(classes, epsilon);
            for step in [-0.1, 0.1] {
                assert!(loss(at + step, classes, epsilon) > loss(at, classes, epsilon));
            }
            assert!((probability(at, classes) - own(classes, epsilon)).abs() < 1e-14);
        }
    }

    #[test]
    fn a_hard_label_has_no_valley() {
        let answer = answer("smoothing\nepsilon=0").unwrap();
        let mut parts = answer.split(PART);
        assert!(!parts.next().unwrap().contains("NaN"));
        assert!(parts.next().unwrap().ends_with("; least nowhere"));
    }
}
