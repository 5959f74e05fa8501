//! Four answers, of which only a pair is compared: what DPO makes of a policy with one feature, and of four logits.

use catalog::worlds::answers::{FEATURE, NAMES, REFERENCE, raised};
use nnfn::losses::dpo;

use super::{Choice, Control, Entry, Figure, Named, Shown, Slider, State, knob, list};
use crate::layers::{Bars, Panel, Style, View, line, stroke, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("one-feature", || Box::new(OneFeature));

struct OneFeature;

/// What is trained.
#[derive(Clone, Copy, PartialEq)]
enum Policy {
    /// One number, times a feature of each answer.
    Feature,
    /// A logit for each answer.
    Logits,
}

impl Named for Policy {
    fn name(&self) -> &str {
        match self {
            Policy::Feature => "one shared feature",
            Policy::Logits => "a logit for each",
        }
    }
}

const BETA: f64 = 0.1;
const MOST: f64 = 4.0;
const MARGIN: Slider = Slider::new("h", "margin h").over(0.0, MOST, 0.05).at(1.0);
const POLICY: Choice<Policy> = Choice::new("policy", "policy", &[Policy::Feature, Policy::Logits]);

/// The policy once it prefers A to B by `h` more than the reference does.
fn answers(policy: Policy, h: f64) -> Vec<f64> {
    // With a logit for each, gradient descent moves those of the pair by as much, up and down.
    let by = match policy {
        Policy::Feature => FEATURE.map(|f| h * f),
        Policy::Logits => [0.5 * h, -0.5 * h, 0.0, 0.0],
    };
    raised(&by).to_vec()
}

impl Figure for OneFeature {
    fn caption(&self) -> String {
        "One label says that A is better than B; nobody asked about C and D. On the left the DPO loss of the pair, with β = 0.1, and the probability of A; on the right all four answers, with the reference as lines. Where a feature is shared, A loses while the loss improves.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&MARGIN, &POLICY])
    }

    fn show(&self, state: &State) -> Shown {
        let (h, policy) = (state.get(MARGIN), *state.get(POLICY));
        let loss = |h: f64| dpo(h, 0.0, 0.0, 0.0, BETA);
        let p = answers(policy, h);
        let words = format!(
            "loss {}; A {}, B {}, C {}, D {}",
            significant(loss(h), 4),
            significant(p[0], 3),
            significant(p[1], 3),
            significant(p[2], 3),
            significant(p[3], 3)
        );
        let curves = Panel::new(
            Axis::new("margin h of A over B, in nats", 0.0..=MOST),
            Axis::new("loss, probability", 0.0..=1.0),
        )
        .with(line(Role::Value, "DPO loss of the pair", loss))
        .with(line(Role::Rival(0), "probability of A", move |h| {
            answers(policy, h)[0]
        }))
        .with(knob('x', &MARGIN, (h, loss(h))))
        .rows((0..=8).map(|i| 0.5 * f64::from(i)));
        let across = Axis {
            label: "A was chosen, B rejected".to_owned(),
            ..Axis::bare(0.0..=4.0)
        };
        let mut bars =
            Panel::new(across, Axis::new("probability", 0.0..=1.1)).with(Bars(p.clone()));
        for (i, name) in NAMES.into_iter().enumerate() {
            let left = i as f64;
            let at = [(left + 0.04, REFERENCE[i]), (left + 0.96, REFERENCE[i])];
            bars = bars
                .with(stroke(Style::Strong, at))
                .with(text(name, (left + 0.5, 1.04)));
        }
        let title = "One label, four answers";
        let view = View::new("live-one-feature", title, self.caption())
            .beside(0.0, 320.0, curves)
            .beside(330.0, WIDTH, bars.rows([]));
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};

    #[test]
    fn at_rest_the_chosen_answer_has_lost() {
        assert_eq!(
            at_rest(&OneFeature).words,
            "loss 0.6444; A 0.177, B 0.0488, C 0.654, D 0.12"
        );
    }

    #[test]
    fn the_margin_is_the_one_of_the_policy() {
        for policy in [Policy::Feature, Policy::Logits] {
            for h in [0.0, 0.3, 4.0] {
                let p = answers(policy, h);
                let found = (p[0] / REFERENCE[0]).ln() - (p[1] / REFERENCE[1]).ln();
                assert!((found - h).abs() < 1e-14, "{h}");
            }
        }
    }

    #[test]
    fn with_logits_of_their_own_the_chosen_answer_gains() {
        let answer = answer("one-feature\npolicy=1").unwrap();
        let words = answer.split(PART).nth(1).unwrap();
        assert_eq!(words, "loss 0.6444; A 0.578, B 0.159, C 0.175, D 0.0876");
    }
}
