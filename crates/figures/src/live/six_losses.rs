//! The best constant for five numbers under six losses, one of the numbers an outlier that a reader drags.

use nnfn::losses::{huber_grad, mean};

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Panel, Style, View, guide, numbers, stroke, text};
use crate::numeral::significant;
use crate::ordered::ordered;
use crate::{Axis, Mark};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("six-losses", || Box::new(SixLosses));

struct SixLosses;

const OUTLIER: Slider = Slider::new("y", "fifth number")
    .over(0.0, 20.0, 0.1)
    .at(12.0);
const DELTA: Powers = Powers::new("delta", "δ").over(0.05, 10.0).at(1.0);
const LEVEL: Slider = Slider::new("q", "level").over(0.01, 0.99, 0.01).at(0.9);
const OTHERS: [f64; 4] = [1.0, 2.0, 2.0, 3.0];
/// Where names and values of the losses are written, in the middle.
const NAMES: f64 = 25.0;

/// Between numbers in order, where the total slope of a loss changes sign, to the last bit by halving.
fn balance(sorted: &[f64; 5], slope: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (sorted[0], sorted[4]);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        let pull = mean(&sorted.map(|y| slope(middle - y)));
        if pull == 0.0 {
            return middle;
        }
        if pull < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// Name and best constant of each loss.
fn best(outlier: f64, delta: f64, level: f64) -> [(&'static str, f64); 6] {
    let [a, b, c, d] = OTHERS;
    let in_order = ordered([a, b, c, d, outlier]);
    let sorted: [f64; 5] = std::array::from_fn(|i| in_order[i]);
    // The least number with at least that share at or below it; a rounding error above a whole number is none.
    let at_level = libm::ceil(5.0 * level - 1e-9) as usize - 1;
    let pseudo = |r: f64| r / libm::sqrt(1.0 + (r / delta) * (r / delta));
    [
        ("MSE", mean(&sorted)),
        ("pseudo-Huber", balance(&sorted, pseudo)),
        ("log-cosh", balance(&sorted, libm::tanh)),
        ("Huber", balance(&sorted, |r| huber_grad(r, 0.0, delta))),
        ("MAE", sorted[2]),
        ("pinball", sorted[at_level]),
    ]
}

impl Figure for SixLosses {
    fn caption(&self) -> String {
        "Five numbers at the bottom, one with a handle; above them the best constant prediction for all five under six losses, each a thick tick. δ is that of Huber and pseudo-Huber, the level that of pinball; if five times the level is a whole number, the constants from the tick up to the next number are as good.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&OUTLIER, &DELTA, &LEVEL])
    }

    fn show(&self, state: &State) -> Shown {
        let outlier = state.get(OUTLIER);
        let best = best(outlier, state.get(DELTA), state.get(LEVEL));
        let say = |(name, at): &(&str, f64)| format!("{name} {}", significant(*at, 4));
        let words = format!("best constants: {}", best.each_ref().map(say).join(", "));
        let row = |k: usize| 6.0 - k as f64;
        let ticks = (best.iter().enumerate()).map(|(k, (_, at))| {
            stroke(Style::Measure, [(*at, row(k) - 0.32), (*at, row(k) + 0.32)])
        });
        let rows = (0..6).map(|k| guide([(0.0, row(k)), (20.0, row(k))]));
        let names = (best.iter().enumerate()).map(|(k, best)| text(say(best), (NAMES, row(k))));
        // Where two are equal, one stands on the other.
        let stacked = OTHERS.iter().enumerate().map(|(i, y)| {
            let below = OTHERS[..i].iter().filter(|other| *other == y).count();
            (*y, 0.3 * below as f64)
        });
        let panel = Panel::new(
            Axis::new("constant, and the five numbers", 0.0..=29.5),
            Axis::bare(-0.4..=6.7),
        )
        .all(rows)
        .with(Mark::upright(outlier))
        .all(ticks)
        .all(names)
        .with(numbers("numbers", stacked.chain([(outlier, 0.0)])))
        .with(knob('x', &OUTLIER, (outlier, 0.0)));
        let title = "The best constant for five numbers under six losses";
        let view = View::new("live-six-losses", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use nnfn::losses::{huber, log_cosh, mae, mse, pinball};

    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_constants_are_those_of_the_page() {
        let found = best(12.0, 1.0, 0.9).map(|(_, at)| at);
        let page = [4.0, 2.380_569, 2.359_282, 7.0 / 3.0, 2.0, 12.0];
        for (found, page) in found.iter().zip(page) {
            assert!((found - page).abs() < 1e-6, "{found} {page}");
        }
        assert_eq!(
            at_rest(&SixLosses).words,
            "best constants: MSE 4, pseudo-Huber 2.381, log-cosh 2.359, Huber 2.333, MAE 2, pinball 12"
        );
    }

    #[test]
    fn no_constant_nearby_costs_less() {
        for outlier in [0.0, 2.0, 2.6, 7.7, 20.0] {
            for (delta, level) in [(1.0, 0.9), (0.05, 0.2), (10.0, 0.45)] {
                let pseudo = move |r: f64| delta * delta * (1.0 + (r / delta).powi(2)).sqrt();
                let losses: [Box<dyn Fn(f64) -> f64>; 6] = [
                    Box::new(|r| mse(r, 0.0)),
                    Box::new(pseudo),
                    Box::new(|r| log_cosh(r, 0.0)),
                    Box::new(move |r| huber(r, 0.0, delta)),
                    Box::new(|r| mae(r, 0.0)),
                    Box::new(move |r| pinball(r, 0.0, level)),
                ];
                for ((name, at), loss) in best(outlier, delta, level).iter().zip(&losses) {
                    let [a, b, c, d] = OTHERS;
                    let cost = |x: f64| mean(&[a, b, c, d, outlier].map(|y| loss(x - y)));
                    for off in [-1e-3, 1e-3] {
                        let more = cost(at + off) - cost(*at);
                        assert!(more >= -1e-12, "{name} {outlier} {delta} {level}: {more}");
                    }
                }
            }
        }
    }
}
