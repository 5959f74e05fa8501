//! Binary cross-entropy over its logit, for a target and a weight that a reader sets.

use nnfn::activations::sigmoid;
use nnfn::losses::{bce_with_logits, bce_with_logits_grad};

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Panel, Style, View, line, stroke};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("yes-or-no", || Box::new(YesOrNo));

struct YesOrNo;

/// From the least to the largest logit.
const LOGITS: (f64, f64) = (-6.0, 6.0);
const LOGIT: Slider = Slider::new("x", "logit")
    .over(LOGITS.0, LOGITS.1, 0.1)
    .at(-2.0);
const TARGET: Slider = Slider::new("y", "target").over(0.0, 1.0, 0.05).at(0.7);
const WEIGHT: Powers = Powers::new("w", "pos_weight").over(0.1, 10.0).at(1.0);
/// What is shown of the loss.
const HIGHEST: f64 = 6.0;

/// The probability at which the loss is least: that of the odds `w·y : 1 − y`.
fn best(target: f64, weight: f64) -> f64 {
    let positive = weight * target;
    positive / (positive + (1.0 - target))
}

impl Figure for YesOrNo {
    fn caption(&self) -> String {
        "On the left the loss of a yes, of a no, and of a target between them. On the right the probability, and as a dotted line the one at which the loss is least: the target, if the weight is 1; then the thick line is as long as the slope of the loss is steep.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&LOGIT, &TARGET, &WEIGHT])
    }

    fn show(&self, state: &State) -> Shown {
        let (x, target, weight) = (state.get(LOGIT), state.get(TARGET), state.get(WEIGHT));
        let loss = move |x: f64| bce_with_logits(x, target, weight);
        let (p, best) = (sigmoid(x), best(target, weight));
        let words = format!(
            "probability {}, loss {}, slope {}; least at probability {}",
            significant(p, 4),
            significant(loss(x), 4),
            significant(bce_with_logits_grad(x, target, weight), 4),
            significant(best, 4)
        );
        let name = format!("target {}", significant(target, 3));
        let logits = || Axis::new("logit", LOGITS.0..=LOGITS.1);
        // A yes or a no alone has its least value at an infinite logit.
        let bottom = (best > 0.0 && best < 1.0).then(|| libm::log(best / (1.0 - best)));
        let losses = Panel::new(logits(), Axis::new("loss", 0.0..=HIGHEST))
            .with(line(Role::Value, name, loss))
            .with(line(Role::Rival(0), "yes", move |x| {
                bce_with_logits(x, 1.0, weight)
            }))
            .with(line(Role::Rival(1), "no", |x| bce_with_logits(x, 0.0, 1.0)))
            .all(bottom.map(Mark::upright))
            .with(knob('x', &LOGIT, (x, loss(x).min(HIGHEST))));
        let probabilities = Panel::new(logits(), Axis::new("probability", 0.0..=1.0))
            .with(line(Role::Slope, "probability", sigmoid))
            .with(Mark::Across {
                y: best,
                label: String::new(),
            })
            .with(stroke(Style::Measure, [(x, p), (x, best)]));
        let title = "Binary cross-entropy of a logit";
        let view = View::new("live-yes-or-no", title, self.caption())
            .beside(0.0, 330.0, losses)
            .beside(340.0, WIDTH, probabilities);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    #[test]
    fn the_loss_is_least_where_the_words_say() {
        for (target, weight) in [(0.7, 1.0), (0.1, 9.0), (0.95, 0.1)] {
            let logit = (best(target, weight) / (1.0 - best(target, weight))).ln();
            let least = bce_with_logits(logit, target, weight);
            for step in [-0.1, 0.1] {
                assert!(bce_with_logits(logit + step, target, weight) > least);
            }
        }
        assert_eq!(best(0.5, 1.0), 0.5);
        assert_eq!([best(0.0, 3.0), best(1.0, 3.0)], [0.0, 1.0]);
    }

    #[test]
    fn without_a_weight_the_slope_is_probability_minus_target() {
        let p = 1.0 / (1.0 + 2_f64.exp());
        assert_eq!(
            at_rest(&YesOrNo).words,
            format!(
                "probability {}, loss {}, slope {}; least at probability 0.7",
                significant(p, 4),
                significant(-0.7 * p.ln() - 0.3 * (1.0 - p).ln(), 4),
                significant(p - 0.7, 4)
            )
        );
    }

    #[test]
    fn a_yes_alone_has_no_least_value_to_mark() {
        let guides = |y: &str| {
            let answer = answer(&format!("yes-or-no\ny={y}")).unwrap();
            let svg = answer.split(PART).next().unwrap().to_owned();
            svg.matches("stroke-dasharray").count()
        };
        assert!(
            guides("1") < guides("0.7"),
            "{} {}",
            guides("1"),
            guides("0.7")
        );
    }
}
