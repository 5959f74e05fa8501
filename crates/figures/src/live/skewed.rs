//! The best constant for skewed targets under six losses, with or without many zeros among them.

use nnfn::losses::huber_grad;

use super::{Choice, Control, Entry, Figure, Shown, State, Switch, list};
use crate::layers::{Panel, Style, View, guide, line, numbers, stroke, text};
use crate::numeral::significant;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("skewed", || Box::new(Skewed));

struct Skewed;

/// What a loss asks of the targets.
#[derive(Clone, Copy)]
enum Asks {
    Mean,
    Median,
    Quantile(f64),
    Huber(f64),
    /// The mean of ln(1 + y).
    Logarithm,
}

const LOSS: Choice<(&str, Asks)> = Choice::new(
    "loss",
    "loss",
    &[
        ("MSE", Asks::Mean),
        ("Huber, δ = 5", Asks::Huber(5.0)),
        ("MSE of ln(1 + y)", Asks::Logarithm),
        ("Huber, δ = 1", Asks::Huber(1.0)),
        ("MAE", Asks::Median),
        ("pinball, level 0.9", Asks::Quantile(0.9)),
    ],
);
const ZEROS: Switch = Switch::new("zeros", "60 % of the targets are 0", false);
const SHARE: f64 = 0.6;

/// Steps over the logarithm of a target.
const STEPS: i32 = 800;
const STEP: f64 = 0.02;

fn bell(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) * 0.398_942_280_401_432_7 // 1/√2π
}

/// Where a rising function changes its sign, by halving.
fn root(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The targets: a share of zeros, the others the exponential of a standard normal number.
struct Targets {
    zeros: f64,
    /// Targets above 0, each with its share.
    others: Vec<(f64, f64)>,
}

impl Targets {
    fn new(zeros: f64) -> Targets {
        let at = |i: i32| (f64::from(i) - 0.5 * f64::from(STEPS - 1)) * STEP;
        let others = (0..STEPS).map(at);
        Targets {
            zeros,
            others: others
                .map(|z| (libm::exp(z), (1.0 - zeros) * bell(z) * STEP))
                .collect(),
        }
    }

    fn mean(&self, of: impl Fn(f64) -> f64) -> f64 {
        let others: f64 = self.others.iter().map(|(y, share)| share * of(*y)).sum();
        self.zeros * of(0.0) + others
    }

    fn quantile(&self, level: f64) -> f64 {
        if level <= self.zeros {
            return 0.0;
        }
        let wanted = (level - self.zeros) / (1.0 - self.zeros);
        let below = |z: f64| 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
        libm::exp(root(-8.0, 8.0, |z| below(z) - wanted))
    }

    fn best(&self, asks: Asks) -> f64 {
        match asks {
            Asks::Mean => self.mean(|y| y),
            Asks::Median => self.quantile(0.5),
            Asks::Quantile(level) => self.quantile(level),
            Asks::Huber(delta) => root(0.0, 8.0, |c| self.mean(|y| huber_grad(c, y, delta))),
            Asks::Logarithm => libm::expm1(self.mean(libm::log1p)),
        }
    }
}

/// Where names and values are written, in the middle.
const NAMES: f64 = 6.9;
/// Up to where targets are shown.
const FAR: f64 = 5.0;
/// How much higher than it is a density is drawn.
const HIGH: f64 = 9.0;

impl Figure for Skewed {
    fn caption(&self) -> String {
        "Targets whose logarithm is standard normal: how dense they lie, and below the best constant under six losses, with an upright line at that of the chosen one. Let 60 % of the targets be 0, as with sales of a slow item, and read the MAE again.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&LOSS, &ZEROS])
    }

    fn show(&self, state: &State) -> Shown {
        let zeros = if state.get(ZEROS) { SHARE } else { 0.0 };
        let (name, asks) = *state.get(LOSS);
        let targets = Targets::new(zeros);
        let chosen = targets.best(asks);
        let best = LOSS
            .options
            .iter()
            .map(|(name, asks)| (*name, targets.best(*asks)));
        let best: Vec<(&str, f64)> = best.collect();
        let say = |(name, at): &(&str, f64)| format!("{name}: {}", significant(*at, 4));
        let words = format!(
            "{name}: the best constant is {}, the mean of the targets {}, their median {}",
            significant(chosen, 4),
            significant(targets.best(Asks::Mean), 4),
            significant(targets.best(Asks::Median), 4)
        );
        let row = |k: usize| -1.0 - k as f64;
        let density = move |y: f64| match y {
            0.0 => 0.0,
            y if y > FAR => f64::NAN,
            y => (1.0 - zeros) * bell(libm::log(y)) / y * HIGH,
        };
        let mut panel = Panel::new(
            Axis::new("target y, and constant", 0.0..=9.2),
            Axis::bare(-6.8..=6.6),
        )
        .all((0..best.len()).map(|k| guide([(0.0, row(k)), (FAR, row(k))])))
        .with(stroke(Style::Edge, [(0.0, 0.0), (FAR, 0.0)]))
        .with(line(Role::Value, "", density).unnamed())
        .with(Mark::upright(chosen))
        .all((best.iter().enumerate()).map(|(k, best)| text(say(best), (NAMES, row(k)))))
        .with(numbers(
            "best constants",
            best.iter().enumerate().map(|(k, best)| (best.1, row(k))),
        ))
        .rows((0..=10).map(|i| 0.5 * f64::from(i)));
        if zeros > 0.0 {
            panel = panel
                .with(stroke(Style::Measure, [(0.0, 0.0), (0.0, 6.0)]))
                .with(text("60 % are exactly 0", (1.6, 5.6)));
        }
        let title = "The best constant for skewed targets under six losses";
        let view = View::new("live-skewed", title, self.caption()).panel(panel);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_constants_are_those_of_the_page() {
        let near = |found: f64, expected: f64| {
            assert!((found - expected).abs() < 2e-5, "{found} {expected}");
        };
        let plain = Targets::new(0.0);
        near(plain.best(Asks::Mean), 1.648_721);
        near(plain.best(Asks::Median), 1.0);
        near(plain.best(Asks::Huber(0.1)), 1.001_665);
        near(plain.best(Asks::Huber(1.0)), 1.150_033);
        near(plain.best(Asks::Huber(5.0)), 1.532_737);
        near(plain.best(Asks::Quantile(0.9)), 3.602_224);
        let zeros = Targets::new(0.6);
        near(zeros.best(Asks::Mean), 0.659_489);
        assert_eq!(zeros.best(Asks::Median), 0.0);
        let words = at_rest(&Skewed).words;
        assert!(
            words.starts_with("MSE: the best constant is 1.649,"),
            "{words}"
        );
    }
}
