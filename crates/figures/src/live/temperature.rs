//! Temperature scaling: a reliability diagram, and the loss over `1/T`.

use nnfn::activations::softmax;
use nnfn::losses::temperature_scaled_cross_entropy as loss;
use nnfn::losses::temperature_scaled_cross_entropy_grad_temperature as slope;

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, dots, guide, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("temperature", || Box::new(Temperature));

struct Temperature;

/// Groups of held-out examples, all of one size.
struct Data {
    classes: usize,
    /// By how much the largest logit leads all others, and how many of the group have that class.
    groups: &'static [(f64, f64)],
    /// What is shown of the loss.
    losses: (f64, f64),
}

/// All leads are too large by about the same factor.
const FACTOR: Data = Data {
    classes: 10,
    groups: &[
        (3.0, 0.31),
        (5.0, 0.43),
        (7.0, 0.66),
        (9.0, 0.78),
        (11.0, 0.91),
        (13.0, 0.94),
    ],
    losses: (0.9, 2.4),
};
/// One half too sure, the other one not sure enough.
const HALVES: Data = Data {
    classes: 2,
    groups: &[(5.0, 0.88), (0.5, 0.88)],
    losses: (0.45, 0.75),
};

const DATA: Choice<(&str, &Data)> = Choice::new(
    "data",
    "data",
    &[("one factor", &FACTOR), ("two halves", &HALVES)],
);
const INVERSE: Slider = Slider::new("b", "1/T").over(0.02, 1.5, 0.02).at(1.0);

impl Data {
    fn logits(&self, lead: f64) -> Vec<f64> {
        let mut logits = vec![0.0; self.classes];
        logits[0] = lead;
        logits
    }

    /// The mean over the groups of something that depends on the logits and on the right class.
    fn mean(&self, f: impl Fn(&[f64], usize) -> f64) -> f64 {
        let of = |&(lead, right): &(f64, f64)| {
            let z = self.logits(lead);
            right * f(&z, 0) + (1.0 - right) * f(&z, 1)
        };
        self.groups.iter().map(of).sum::<f64>() / self.groups.len() as f64
    }

    fn loss(&self, b: f64) -> f64 {
        self.mean(|z, class| loss(z, class, 1.0 / b))
    }

    /// Where the loss is least, by halving: convex in `1/T`, it falls to the left of it and rises to the right.
    fn best(&self) -> f64 {
        let (mut low, mut high) = (0.01, 10.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            // A slope by T is one by 1/T with the other sign.
            if self.mean(|z, class| slope(z, class, 1.0 / middle)) > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }

    /// Confidence and share of right answers of each group.
    fn reliability(&self, b: f64) -> Vec<(f64, f64)> {
        let of = |&(lead, right): &(f64, f64)| (softmax(&self.logits(lead), 1.0 / b)[0], right);
        self.groups.iter().map(of).collect()
    }

    /// The expected calibration error, with a bin for each group.
    fn error(&self, b: f64) -> f64 {
        let all = self.reliability(b);
        all.iter().map(|(p, right)| (p - right).abs()).sum::<f64>() / all.len() as f64
    }
}

impl Figure for Temperature {
    fn caption(&self) -> String {
        "On the left each dot is a group of held-out examples: how sure the model is, and how often it is right; on the diagonal the two agree, and the dotted paths begin at T = 1. On the right the mean loss over 1/T, with its lowest point. Drag the handle.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&INVERSE, &DATA])
    }

    fn show(&self, state: &State) -> Shown {
        let b = state.get(INVERSE);
        let (_, data) = *state.get(DATA);
        let best = data.best();
        let said = |b: f64| {
            format!(
                "T = {}: loss {}, calibration error {}",
                significant(1.0 / b, 3),
                significant(data.loss(b), 4),
                significant(data.error(b), 3)
            )
        };
        let words = format!("{}; best {}", said(b), said(best));
        let (now, before) = (data.reliability(b), data.reliability(1.0));
        let paths = before
            .iter()
            .zip(&now)
            .map(|(from, to)| guide([*from, *to]));
        let shares = Axis::new("confidence", 0.0..=1.0);
        let reliability = Panel::new(shares, Axis::new("share right", 0.0..=1.0))
            .with(guide([(0.0, 0.0), (1.0, 1.0)]))
            .all(paths)
            .with(dots("confidence, share right", now));
        let highest = data.losses.1;
        let losses = Panel::new(
            Axis::new("1/T", 0.0..=1.55),
            Axis::new("loss", data.losses.0..=highest),
        )
        .with(line(Role::Value, "", |b: f64| data.loss(b.max(1e-9))))
        .with(Mark::Extremum {
            x: best,
            y: data.loss(best),
            label: format!("T = {}", significant(1.0 / best, 3)),
        })
        .with(knob('x', &INVERSE, (b, data.loss(b).min(highest))));
        let title = "Reliability, and the loss over one over the temperature";
        let view = View::new("live-temperature", title, self.caption())
            .beside(0.0, 330.0, reliability)
            .beside(340.0, WIDTH, losses);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_two_halves_are_those_of_the_page() {
        let best = HALVES.best();
        for (found, expected) in [
            (1.0 / best, 2.136305),
            (HALVES.loss(1.0), 0.570396),
            (HALVES.loss(best), 0.491911),
            (HALVES.error(1.0), 0.185424),
            (HALVES.error(best), 0.176964),
        ] {
            assert!((found - expected).abs() < 6e-7, "{found}, not {expected}");
        }
    }

    #[test]
    fn one_factor_is_mended_by_one_number() {
        let best = FACTOR.best();
        assert!(FACTOR.error(best) < 0.03 && FACTOR.error(1.0) > 0.2);
        for step in [-0.01, 0.01] {
            assert!(FACTOR.loss(best + step) > FACTOR.loss(best));
        }
    }

    #[test]
    fn the_words_say_both_temperatures() {
        let words = at_rest(&Temperature).words;
        assert!(words.starts_with("T = 1: loss "), "{words}");
        assert!(words.contains("; best T = 2.5"), "{words}");
    }
}
