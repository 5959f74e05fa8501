//! A teacher and a student at a temperature, and the gradient of the student's logits.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy_grad, distillation, distillation_grad};

use super::{Control, Entry, Figure, Shown, Slider, State, Switch, list};
use crate::Axis;
use crate::layers::{Bars, Panel, View, corner, text};
use crate::numeral::significant;
use crate::svg::WIDTH;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("distillation", || Box::new(Distillation));

struct Distillation;

/// The teacher of the chapter's example; the right class is the first.
const TEACHER: [f64; 3] = [3.0, 1.0, 0.2];
const STUDENT: [Slider; 3] = [
    logit("s1", "student's logit 1", 2.0),
    logit("s2", "student's logit 2", 1.5),
    logit("s3", "student's logit 3", 0.5),
];
const TEMPERATURE: Slider = Slider::new("temperature", "temperature T")
    .over(1.0, 20.0, 0.5)
    .at(4.0);
const SQUARED: Switch = Switch::new("squared", "times T²", true);
/// What is shown of the gradient.
const STEEPEST: f64 = 0.6;

const fn logit(name: &'static str, label: &'static str, start: f64) -> Slider<'static> {
    Slider::new(name, label).over(-2.0, 5.0, 0.1).at(start)
}

/// The length of a vector.
fn length(v: &[f64]) -> f64 {
    libm::sqrt(v.iter().map(|x| x * x).sum())
}

/// Bars with their numbers over them, cut at the ends of the axis.
fn bars(panel: Panel, heights: &[f64], (low, high): (f64, f64)) -> Panel {
    let cut = heights.iter().map(|h| h.clamp(low, high));
    let gap = 0.05 * (high - low);
    let label = |(i, h): (usize, f64)| {
        // Below a bar that hangs, if there is room.
        let below = h - 2.0 * gap;
        let at = if h < 0.0 && below > low {
            below
        } else {
            (h.max(0.0) + gap).min(high - gap)
        };
        text(significant(heights[i], 2), (i as f64 + 0.5, at))
    };
    panel
        .with(Bars(cut.clone().collect()))
        .all(cut.enumerate().map(label))
}

impl Figure for Distillation {
    fn caption(&self) -> String {
        "Three classes, from left to right: the teacher's probabilities at the temperature, the student's, and the gradient of the student's logits. A higher temperature raises the teacher's small bars; without T² it also takes the gradient away. Bars of the gradient are cut at ±0.6, their numbers are not.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let [one, two, three] = &STUDENT;
        list(&[&TEMPERATURE, &SQUARED, one, two, three])
    }

    fn show(&self, state: &State) -> Shown {
        let (t, squared) = (state.get(TEMPERATURE), state.get(SQUARED));
        let student = STUDENT.map(|logit| state.get(logit));
        let (p, q) = (softmax(&TEACHER, t), softmax(&student, t));
        let scale = if squared { 1.0 } else { 1.0 / (t * t) };
        let soft: Vec<f64> = distillation_grad(&student, &TEACHER, t)
            .iter()
            .map(|g| scale * g)
            .collect();
        let (ours, hard) = (length(&soft), length(&cross_entropy_grad(&student, 0)));
        let words = format!(
            "loss {}, its gradient {} long, that of the hard label {}: the teacher has {} % of both",
            significant(scale * distillation(&student, &TEACHER, t), 4),
            significant(ours, 4),
            significant(hard, 4),
            significant(100.0 * ours / (ours + hard), 3)
        );
        let across = || Axis {
            label: "class 1, 2, 3".to_owned(),
            ..Axis::bare(0.0..=3.0)
        };
        let panel = |name: &'static str, y: Axis| Panel::new(across(), y).with(corner(name));
        let share = || Axis::new("probability", 0.0..=1.0);
        let teacher = bars(panel("teacher", share()), &p, (0.0, 1.0));
        let pupil = bars(panel("student", share()), &q, (0.0, 1.0));
        let slope = Axis::new("gradient", -STEEPEST..=STEEPEST);
        let name = if squared { "times T²" } else { "without T²" };
        let gradient = bars(panel(name, slope), &soft, (-STEEPEST, STEEPEST));
        let title = "Distillation of three classes";
        let view = View::new("live-distillation", title, self.caption())
            .beside(0.0, 210.0, teacher)
            .beside(220.0, 430.0, pupil)
            .beside(440.0, WIDTH, gradient);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    #[test]
    fn the_share_at_rest_is_that_of_the_page() {
        let words = at_rest(&Distillation).words;
        assert_eq!(
            words,
            "loss 0.2482, its gradient 0.4283 long, that of the hard label 0.5748: the teacher has 42.7 % of both"
        );
    }

    #[test]
    fn without_the_factor_the_gradient_falls_with_the_square() {
        let of = |request: &str| {
            let answer = answer(request).unwrap();
            answer.split(PART).nth(1).unwrap().to_owned()
        };
        let found = of("distillation\nsquared=0\ntemperature=20");
        assert!(
            found.ends_with("the teacher has 0.172 % of both"),
            "{found}"
        );
        let same = of("distillation\ns1=3\ns2=1\ns3=0.2");
        assert!(same.starts_with("loss 0, its gradient 0 long,"), "{same}");
    }
}
