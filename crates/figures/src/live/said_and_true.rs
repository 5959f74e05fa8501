//! The expected focal loss over the probability that is said, and the truth behind what is best to say.

use nnfn::losses::{bce_with_logits, focal, focal_grad};

use super::{Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Cross, Panel, View, guide, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("said-and-true", || Box::new(SaidAndTrue));

struct SaidAndTrue;

const SHARE: Slider = Slider::new("share", "truth").over(0.02, 0.98, 0.01).at(0.9);
const GAMMA: Slider = Slider::new("gamma", "γ").over(0.0, 5.0, 0.1).at(2.0);
/// What is shown of the loss.
const HIGHEST: f64 = 1.5;

fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

/// The expected loss of a probability that is said, if a yes has the probability `share`.
fn expected(said: f64, share: f64, gamma: f64) -> f64 {
    let of = |target| focal(logit(said), target, gamma);
    share * of(1.0) + (1.0 - share) * of(0.0)
}

/// The share for which it is best to say this.
fn truth(said: f64, gamma: f64) -> f64 {
    let x = logit(said);
    let (yes, no) = (focal_grad(x, 1.0, gamma), focal_grad(x, 0.0, gamma));
    no / (no - yes)
}

/// What is best to say: the truth rises with it.
fn best(share: f64, gamma: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if truth(middle, gamma) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

impl Figure for SaidAndTrue {
    fn caption(&self) -> String {
        "On the left the expected loss of what is said, for the true probability that is set, with upright lines where it is least. On the right the truth for which each answer is best, a cross at the one that is set, and dotted what an honest loss has.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&SHARE, &GAMMA])
    }

    fn show(&self, state: &State) -> Shown {
        let (share, gamma) = (state.get(SHARE), state.get(GAMMA));
        let said = best(share, gamma);
        let words = format!(
            "true {}: focal loss is least at {}, cross-entropy at {}",
            significant(share, 3),
            significant(said, 4),
            significant(share, 3)
        );
        let mark = |role, x: f64| Mark::Best {
            x,
            label: significant(x, 3),
            role,
        };
        let plain = move |p: f64| bce_with_logits(logit(p), share, 1.0);
        let losses = Panel::new(
            Axis::new("probability that is said", 0.0..=1.0),
            Axis::new("expected loss", 0.0..=HIGHEST),
        )
        .with(line(
            Role::Value,
            format!("focal, γ = {}", significant(gamma, 2)),
            move |p| expected(p, share, gamma),
        ))
        .with(line(Role::Rival(0), "cross-entropy", plain))
        .with(mark(Role::Value, said))
        .with(mark(Role::Rival(0), share))
        .rows([0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98]);
        let truths = Panel::new(
            Axis::new("probability that is said", 0.0..=1.0),
            Axis::new("true probability", 0.0..=1.0),
        )
        .with(guide([(0.0, 0.0), (1.0, 1.0)]))
        .with(line(Role::Slope, "truth", move |p| truth(p, gamma)))
        .with(Cross(said, share))
        .rows([0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9]);
        let title = "What focal loss makes a model say";
        let view = View::new("live-said-and-true", title, self.caption())
            .beside(0.0, 370.0, losses)
            .beside(380.0, WIDTH, truths);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn nothing_else_costs_less_than_what_is_best_to_say() {
        for (share, gamma) in [(0.9, 2.0), (0.3, 0.5), (0.55, 5.0), (0.98, 1.0)] {
            let said = best(share, gamma);
            let least = expected(said, share, gamma);
            for other in [said - 1e-3, said + 1e-3] {
                assert!(
                    expected(other, share, gamma) > least,
                    "{share} {gamma} {said}"
                );
            }
        }
    }

    #[test]
    fn without_focus_the_truth_is_best() {
        assert!((best(0.9, 0.0) - 0.9).abs() < 1e-12);
        assert_eq!(
            at_rest(&SaidAndTrue).words,
            "true 0.9: focal loss is least at 0.6942, cross-entropy at 0.9"
        );
    }
}
