//! IPO beside DPO and the hinge: losses over the margin, and what certain labels make of four answers over time.

use catalog::worlds::answers::REFERENCE;
use nnfn::activations::softmax;
use nnfn::losses::{dpo, dpo_grad, ipo, ipo_grad};

use super::{Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, line, points};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("finite-target", || Box::new(FiniteTarget));

struct FiniteTarget;

const TAU: Slider = Slider::new("tau", "τ").over(0.2, 1.0, 0.05).at(0.5);
const MARGIN: Slider = Slider::new("h", "margin h").over(-1.0, 4.0, 0.05).at(2.0);
/// From the best to the worst.
const ORDER: [usize; 4] = [3, 0, 1, 2];
/// The powers of ten between which steps are shown, and how many places there are in each.
const TENS: f64 = 3.0;
const PLACES: usize = 8;
const RATE: f64 = 0.1;
const HIGHEST: f64 = 4.0;

/// The probability of the best answer after 1 step, and so on to 1000, evenly in powers of ten: four logits, all six
/// pairs, each with one certain label. `slope` is the loss's slope by the margin.
fn best_over_time(slope: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let mut moved = [0.0; 4];
    let mut found = vec![];
    let mut done = 0;
    for place in 0..=3 * PLACES {
        let power = place as f64 / PLACES as f64;
        let steps = libm::round(libm::exp(power * std::f64::consts::LN_10));
        while done < steps as usize {
            let before = moved;
            for (k, i) in ORDER.into_iter().enumerate() {
                for j in ORDER.into_iter().skip(k + 1) {
                    let push = RATE * slope(before[i] - before[j]);
                    moved[i] -= push;
                    moved[j] += push;
                }
            }
            done += 1;
        }
        let logits: Vec<f64> = (0..4).map(|i| libm::log(REFERENCE[i]) + moved[i]).collect();
        if found.last().is_some_and(|(last, _)| *last == steps) {
            continue;
        }
        found.push((steps, softmax(&logits, 1.0)[ORDER[0]]));
    }
    found
}

impl Figure for FiniteTarget {
    fn caption(&self) -> String {
        "On the left three losses over the margin h, with β = 1: DPO and the hinge never push back, IPO asks for 1/(2τ) and charges for more. On the right four answers whose order is certain: DPO makes the best one likelier with every step, IPO comes to rest.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&TAU, &MARGIN])
    }

    fn show(&self, state: &State) -> Shown {
        let (tau, h) = (state.get(TAU), state.get(MARGIN));
        let loss = move |h: f64| ipo(h, 0.0, 0.0, 0.0, tau);
        let by_ipo = best_over_time(|h| ipo_grad(h, 0.0, 0.0, 0.0, tau));
        let by_dpo = best_over_time(|h| dpo_grad(h, 0.0, 0.0, 0.0, 1.0));
        let last = |line: &[(f64, f64)]| line.last().map_or(f64::NAN, |(_, p)| *p);
        let words = format!(
            "IPO asks for {}; at h = {} it costs {}, with slope {}; after 1000 steps the best answer has {} by IPO, {} by DPO",
            significant(0.5 / tau, 3),
            significant(h, 3),
            significant(loss(h), 4),
            significant(ipo_grad(h, 0.0, 0.0, 0.0, tau), 3),
            significant(last(&by_ipo), 4),
            significant(last(&by_dpo), 4)
        );
        let losses = Panel::new(
            Axis::new("margin h, in nats", -1.0..=4.0),
            Axis::new("loss", 0.0..=HIGHEST),
        )
        .with(line(
            Role::Value,
            format!("IPO, τ = {}", significant(tau, 2)),
            loss,
        ))
        .with(line(Role::Rival(0), "DPO", |h| dpo(h, 0.0, 0.0, 0.0, 1.0)))
        .with(line(Role::Rival(1), "hinge", |h: f64| (1.0 - h).max(0.0)).seams([1.0]))
        .with(Mark::upright(0.5 / tau))
        .with(knob('x', &MARGIN, (h, loss(h).min(HIGHEST))));
        let steps = Panel::new(
            Axis::powers("steps", 0.0..=TENS),
            Axis::new("probability of the best", 0.0..=1.0),
        )
        .with(points(Role::Value, "IPO", by_ipo).unnamed())
        .with(points(Role::Rival(0), "DPO", by_dpo).unnamed());
        let title = "A finite target, and none";
        let view = View::new("live-finite-target", title, self.caption())
            .beside(0.0, 350.0, losses)
            .beside(360.0, WIDTH, steps);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn ipo_ends_at_its_closed_form() {
        let logits: Vec<f64> = [0.25, -0.25, -0.75, 0.75]
            .iter()
            .zip(REFERENCE)
            .map(|(u, p)| u + p.ln())
            .collect();
        let rest = softmax(&logits, 1.0)[3];
        let by_ipo = best_over_time(|h| ipo_grad(h, 0.0, 0.0, 0.0, 0.5));
        let (steps, found) = *by_ipo.last().unwrap();
        assert!((steps - 1000.0).abs() < 1e-9, "{steps}");
        assert!((found - rest).abs() < 1e-12, "{found} {rest}");
    }

    #[test]
    fn the_words_at_rest_are_those_of_the_page() {
        let words = at_rest(&FiniteTarget).words;
        assert!(
            words
                .starts_with("IPO asks for 1; at h = 2 it costs 1, with slope 2; after 1000 steps"),
            "{words}"
        );
        assert!(
            words.contains("the best answer has 0.201 by IPO, 0.9"),
            "{words}"
        );
    }
}
