//! One case in ten is a yes: what three trainings say of a case, where a threshold cuts, and what that costs.

use nnfn::activations::sigmoid;
use nnfn::losses::focal_grad;

use super::{Choice, Control, Entry, Figure, Shown, Slider, State, knob, list};
use crate::layers::{Cross, Panel, View, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("two-bells", || Box::new(TwoBells));

struct TwoBells;

/// What a model was trained with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trained {
    Plain,
    Weighted,
    Focal,
}

const TRAINED: Choice<(&str, Trained)> = Choice::new(
    "trained",
    "trained with",
    &[
        ("binary cross-entropy", Trained::Plain),
        ("pos_weight 9", Trained::Weighted),
        ("focal loss, γ = 2", Trained::Focal),
    ],
);
const THRESHOLD: Slider = Slider::new("threshold", "threshold")
    .over(0.02, 0.98, 0.01)
    .at(0.5);
const MISS: Slider = Slider::new("miss", "cost of a miss")
    .over(1.0, 20.0, 0.5)
    .at(9.0);

/// The share of yes, and the feature's middle for a yes; for a no it is the opposite.
const SHARE: f64 = 0.1;
const MIDDLE: f64 = 1.0;
const WEIGHT: f64 = 9.0;
const GAMMA: f64 = 2.0;

fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

fn bell(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) * 0.398_942_280_401_432_7 // 1/√2π
}

/// The share of a standard normal distribution below a number.
fn below(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The log-odds of a yes at a value of the feature.
fn true_logit(x: f64) -> f64 {
    2.0 * MIDDLE * x + logit(SHARE)
}

impl Trained {
    /// The true log-odds of cases of which the best model says this.
    fn truth(self, said: f64) -> f64 {
        match self {
            Trained::Plain => said,
            Trained::Weighted => said - libm::log(WEIGHT),
            Trained::Focal => {
                let (yes, no) = (focal_grad(said, 1.0, GAMMA), focal_grad(said, 0.0, GAMMA));
                libm::log(no / -yes)
            }
        }
    }

    /// What the best model says where these are the true log-odds.
    fn says(self, truth: f64) -> f64 {
        match self {
            Trained::Plain => truth,
            Trained::Weighted => truth + libm::log(WEIGHT),
            Trained::Focal => {
                let (mut low, mut high) = (-40.0, 40.0);
                for _ in 0..50 {
                    let middle = 0.5 * (low + high);
                    if self.truth(middle) < truth {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                0.5 * (low + high)
            }
        }
    }

    /// The feature from which on this threshold says yes.
    fn cut(self, threshold: f64) -> f64 {
        (self.truth(logit(threshold)) - logit(SHARE)) / (2.0 * MIDDLE)
    }

    /// What a case costs on average, a false alarm costing 1.
    fn cost(self, threshold: f64, miss: f64) -> f64 {
        let cut = self.cut(threshold);
        miss * SHARE * below(cut - MIDDLE) + (1.0 - SHARE) * below(-cut - MIDDLE)
    }

    /// The threshold that costs least.
    fn best(self, miss: f64) -> f64 {
        sigmoid(self.says(-libm::log(miss)))
    }

    /// The mean of what is said.
    fn mean(self) -> f64 {
        const STEP: f64 = 0.02;
        let at = |i: i32| f64::from(i) * STEP;
        let lies = |x: f64| SHARE * bell(x - MIDDLE) + (1.0 - SHARE) * bell(x + MIDDLE);
        let said = |x: f64| sigmoid(self.says(true_logit(x)));
        (-400..=400).map(at).map(|x| lies(x) * said(x)).sum::<f64>() * STEP
    }
}

impl Figure for TwoBells {
    fn caption(&self) -> String {
        "On the left the feature of cases, one in ten a yes, what the best model says of them after each training, and an upright line from which on the threshold says yes. On the right what a case then costs on average, if a false alarm costs 1: a cross at the threshold that is set, an upright line at the cheapest. Lower the threshold from ½ to 0.1, then train with the weight and go back to ½.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&TRAINED, &THRESHOLD, &MISS])
    }

    fn show(&self, state: &State) -> Shown {
        let (_, trained) = *state.get(TRAINED);
        let (threshold, miss) = (state.get(THRESHOLD), state.get(MISS));
        let (cost, best) = (trained.cost(threshold, miss), trained.best(miss));
        let words = format!(
            "mean cost of a case {}, least {} at a threshold of {}, always no {}; mean probability said {}",
            significant(cost, 4),
            significant(trained.cost(best, miss), 4),
            significant(best, 3),
            significant(miss * SHARE, 3),
            significant(trained.mean(), 3)
        );
        let cases = Panel::new(
            Axis::new("feature x", -4.0..=4.0),
            Axis::new("probability, density", 0.0..=1.0),
        )
        .with(line(Role::Value, "said", move |x| {
            sigmoid(trained.says(true_logit(x)))
        }))
        .with(line(Role::Rival(0), "true", |x| sigmoid(true_logit(x))))
        .with(line(Role::Rival(1), "cases, no", |x| {
            (1.0 - SHARE) * bell(x + MIDDLE)
        }))
        .with(line(Role::Slope, "cases, yes", |x| {
            SHARE * bell(x - MIDDLE)
        }))
        .with(Mark::upright(trained.cut(threshold)))
        .rows((-4..=4).map(f64::from));
        let most = Axis::first_of([1.0, 2.0], [miss * SHARE]);
        let costs = Panel::new(
            Axis::new("threshold", 0.0..=1.0),
            Axis::new("mean cost", 0.0..=most),
        )
        .with(
            line(Role::Rival(2), "mean cost", move |t| match t {
                0.0 => 1.0 - SHARE,
                1.0 => miss * SHARE,
                t => trained.cost(t, miss),
            })
            .unnamed(),
        )
        .with(Mark::upright(best))
        .with(Cross(threshold, cost))
        .with(knob('x', &THRESHOLD, (threshold, cost)))
        .rows([0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0]);
        let title = "Two bells, what is said of them, and what a threshold costs";
        let view = View::new("live-two-bells", title, self.caption())
            .beside(0.0, 380.0, cases)
            .beside(390.0, WIDTH, costs);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn costs_and_means_are_those_of_the_page() {
        use Trained::{Focal, Plain, Weighted};
        for (trained, at_half, at_tenth, mean) in [
            (Plain, 0.501_482, 0.285_579, 0.1),
            (Weighted, 0.285_579, 0.501_482, 0.279_840),
            (Focal, 0.501_482, 0.729_413, 0.225_850),
        ] {
            for (found, expected) in [
                (trained.cost(0.5, 9.0), at_half),
                (trained.cost(0.1, 9.0), at_tenth),
                (trained.mean(), mean),
            ] {
                assert!((found - expected).abs() < 1e-6, "{trained:?}: {found}");
            }
            assert!(
                (trained.says(trained.truth(0.7)) - 0.7).abs() < 1e-9,
                "{trained:?}"
            );
        }
        let words = at_rest(&TwoBells).words;
        assert!(
            words.starts_with("mean cost of a case 0.5015, least 0.2856 at a threshold of 0.1,"),
            "{words}"
        );
    }

    #[test]
    fn no_threshold_nearby_is_cheaper() {
        for (_, trained) in TRAINED.options {
            for miss in [1.0, 9.0, 20.0] {
                let best = trained.best(miss);
                let least = trained.cost(best, miss);
                for other in [best - 1e-3, best + 1e-3] {
                    assert!(
                        trained.cost(other, miss) > least,
                        "{trained:?} {miss} {other}"
                    );
                }
            }
        }
    }
}
