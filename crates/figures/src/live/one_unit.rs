//! Three labels that may be true together: what sigmoids say of them, and what a softmax says.

use super::{Control, Entry, Figure, Shown, Slider, State, list};
use crate::layers::{Bars, Panel, View, corner, text};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("one-unit", || Box::new(OneUnit));

struct OneUnit;

const RATE: Slider = Slider::new("a", "rate of label 1")
    .over(0.01, 0.99, 0.01)
    .at(0.9);
const RATES: [Slider; 3] = [
    RATE,
    RATE.named("b", "of label 2").at(0.5),
    RATE.named("c", "of label 3").at(0.1),
];
const THRESHOLD: Slider = Slider::new("threshold", "threshold")
    .over(0.05, 0.95, 0.05)
    .at(0.5);

/// Where the cross-entropy with one softmax over the labels is least: the rates, scaled to the sum 1.
fn shares(rates: &[f64; 3]) -> [f64; 3] {
    let sum: f64 = rates.iter().sum();
    rates.map(|rate| rate / sum)
}

/// The mean loss of the softmax form, summed over the labels that are true.
fn softmax_loss(rates: &[f64; 3], p: &[f64; 3]) -> f64 {
    (0..3).map(|k| -rates[k] * libm::log(p[k])).sum()
}

/// The mean loss of three sigmoids, summed over the labels.
fn sigmoid_loss(rates: &[f64; 3], p: &[f64; 3]) -> f64 {
    let one = |k: usize| -rates[k] * libm::log(p[k]) - (1.0 - rates[k]) * libm::log1p(-p[k]);
    (0..3).map(one).sum()
}

impl Figure for OneUnit {
    fn caption(&self) -> String {
        "Three labels, each true at its own rate. On the left what three sigmoids learn: the rates. On the right what one softmax over the labels learns: the same rates, scaled to the sum 1, so that a label falls when another becomes more frequent. The line across is a threshold.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&RATES[0], &RATES[1], &RATES[2], &THRESHOLD])
    }

    fn show(&self, state: &State) -> Shown {
        let rates = RATES.map(|rate| state.get(rate));
        let threshold = state.get(THRESHOLD);
        let p = shares(&rates);
        let kept = |p: &[f64; 3]| {
            let kept: Vec<String> = (0..3)
                .filter(|k| p[*k] >= threshold)
                .map(|k| (k + 1).to_string())
                .collect();
            if kept.is_empty() {
                "none".to_owned()
            } else {
                kept.join(", ")
            }
        };
        let words = format!(
            "above the threshold: sigmoids {}, softmax {}; least losses {} and {}",
            kept(&rates),
            kept(&p),
            significant(sigmoid_loss(&rates, &rates), 4),
            significant(softmax_loss(&rates, &p), 4)
        );
        let panel = |name: &'static str, heights: [f64; 3], axis: &'static str| {
            let label = |(k, p): (usize, f64)| text(significant(p, 3), (k as f64 + 0.5, p + 0.05));
            let across = Axis {
                label: "labels 1, 2, 3".to_owned(),
                ..Axis::bare(0.0..=3.0)
            };
            Panel::new(across, Axis::new(axis, 0.0..=1.2))
                .with(corner(name))
                .with(Bars(heights.to_vec()))
                .with(Mark::Across {
                    y: threshold,
                    label: String::new(),
                })
                .all(heights.into_iter().enumerate().map(label))
                .rows([])
        };
        let title = "Sigmoids and a softmax over labels";
        let view = View::new("live-one-unit", title, self.caption())
            .beside(0.0, 315.0, panel("three sigmoids", rates, "probability"))
            .beside(325.0, WIDTH, panel("one softmax", p, "probability"));
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;
    use nnfn::losses::bce_with_logits;

    const RATES: [f64; 3] = [0.9, 0.5, 0.1];

    #[test]
    fn no_other_probabilities_cost_less() {
        let least = softmax_loss(&RATES, &shares(&RATES));
        for i in 1..100 {
            for j in 1..(100 - i) {
                let p = [i, j, 100 - i - j].map(|n| f64::from(n) / 100.0);
                assert!(softmax_loss(&RATES, &p) >= least - 1e-12, "{p:?}");
            }
        }
        let own = sigmoid_loss(&RATES, &RATES);
        for k in 0..3 {
            for off in [-0.01, 0.01] {
                let mut p = RATES;
                p[k] += off;
                assert!(sigmoid_loss(&RATES, &p) > own);
            }
        }
    }

    #[test]
    fn the_loss_of_the_sigmoids_is_that_of_the_library() {
        let p = [0.3_f64, 0.6, 0.2];
        let one = |k: usize| bce_with_logits((p[k] / (1.0 - p[k])).ln(), RATES[k], 1.0);
        let sum: f64 = (0..3).map(one).sum();
        assert!((sum - sigmoid_loss(&RATES, &p)).abs() < 1e-14);
    }

    #[test]
    fn the_words_at_rest() {
        let words = at_rest(&OneUnit).words;
        assert_eq!(
            words,
            "above the threshold: sigmoids 1, 2, softmax 1; least losses 1.343 and 1.28"
        );
    }
}
