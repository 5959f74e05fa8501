//! What a mixed example costs at least, and how its parts are drawn.

use super::{Control, Entry, Figure, Powers, Shown, Slider, State, knob, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::svg::WIDTH;
use crate::{Axis, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("mixed", || Box::new(Mixed));

struct Mixed;

const PART: Slider = Slider::new("lambda", "part λ of the first").at(0.7);
const ANSWER: Slider = Slider::new("p", "model's answer for the first")
    .over(0.01, 0.99, 0.01)
    .at(0.95);
const ALPHA: Powers = Powers::new("alpha", "α of Beta(α, α)")
    .over(0.1, 10.0)
    .at(0.2);
/// What is shown of the loss and of the density.
const HIGHEST: f64 = 2.0;
const DENSEST: f64 = 4.0;

/// The entropy of two parts.
fn entropy(part: f64) -> f64 {
    let term = |p: f64| if p > 0.0 { -p * libm::log(p) } else { 0.0 };
    term(part) + term(1.0 - part)
}

/// The loss of the answer `p` for the first class and `1 - p` for the second.
fn loss(part: f64, p: f64) -> f64 {
    -part * libm::log(p) - (1.0 - part) * libm::log(1.0 - p)
}

/// The density of Beta(α, α).
fn density(part: f64, alpha: f64) -> f64 {
    let both = 2.0 * libm::lgamma(alpha) - libm::lgamma(2.0 * alpha);
    let power = (alpha - 1.0) * libm::log(part * (1.0 - part));
    libm::exp(power - both)
}

/// The derivative of the logarithm of the gamma function: raised to where its series is exact enough.
fn digamma(mut x: f64) -> f64 {
    let mut lower = 0.0;
    while x < 16.0 {
        lower += 1.0 / x;
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let series = y * (1.0 / 12.0 - y * (1.0 / 120.0 - y * (1.0 / 252.0 - y / 240.0)));
    libm::log(x) - 0.5 / x - series - lower
}

/// The mean of the entropy over Beta(α, α).
fn mean_floor(alpha: f64) -> f64 {
    digamma(2.0 * alpha + 1.0) - digamma(alpha + 1.0)
}

impl Figure for Mixed {
    fn caption(&self) -> String {
        "On the left the least loss of an example that is mixed from two classes, a hill over the part of the first, and the loss of one answer, a straight line that touches the hill where the answer is the part. On the right how often each part is drawn; the dotted line on the left is the mean of the hill over these draws, for pairs of two classes.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&PART, &ANSWER, &ALPHA])
    }

    fn show(&self, state: &State) -> Shown {
        let (part, answer, alpha) = (state.get(PART), state.get(ANSWER), state.get(ALPHA));
        let mean = mean_floor(alpha);
        let words = format!(
            "λ = {}: at least {}, with the answer {} it costs {}; two classes cost a perfect model {} on average",
            significant(part, 3),
            significant(entropy(part), 4),
            significant(answer, 3),
            significant(loss(part, answer), 4),
            significant(mean, 4)
        );
        let costs = loss(part, answer);
        let left = Panel::new(
            Axis::new("part λ of the first class", 0.0..=1.0),
            Axis::new("loss", 0.0..=HIGHEST),
        )
        .with(line(Role::Value, "least loss", entropy))
        .with(line(Role::Rival(1), "loss of the answer", move |x| {
            loss(x, answer)
        }))
        .with(Mark::Across {
            y: mean,
            label: String::new(),
        })
        .with(Mark::Kink {
            x: part,
            y: costs,
            label: String::new(),
        })
        .with(knob('x', &PART, (part, entropy(part))));
        let right = Panel::new(
            Axis::new("part λ of the first class", 0.0..=1.0),
            Axis::new("density", 0.0..=DENSEST),
        )
        .with(line(Role::Slope, "Beta(α, α)", move |x| {
            density(x, alpha)
        }))
        .with(Mark::upright(part));
        let title = "The floor of a mixed example";
        let view = View::new("live-mixed", title, self.caption())
            .beside(0.0, 320.0, left)
            .beside(330.0, WIDTH, right);
        Shown::of(&view, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    #[test]
    fn the_mean_floor_is_that_of_the_page() {
        // mpmath: psi(2a + 1) - psi(a + 1)
        for (alpha, expected) in [
            (0.1, 0.134_715_043_818_888_4),
            (0.2, 0.227_655_352_007_072_3),
            (0.4, 0.346_375_977_878_978),
            (1.0, 0.5),
            (10.0, 0.668_771_403_175_428),
        ] {
            assert!((mean_floor(alpha) - expected).abs() < 1e-13, "{alpha}");
        }
    }

    #[test]
    fn an_answer_costs_least_where_it_is_the_part() {
        for part in [0.05, 0.3, 0.7] {
            assert!((loss(part, part) - entropy(part)).abs() < 1e-15);
            for off in [-0.02, 0.02] {
                assert!(loss(part, part + off) > entropy(part));
            }
        }
        assert_eq!([entropy(0.0), entropy(1.0)], [0.0, 0.0]);
    }

    #[test]
    fn the_density_has_area_one() {
        for alpha in [1.0, 2.0, 7.5] {
            let steps = 20_000;
            let heights =
                (0..steps).map(|i| density((f64::from(i) + 0.5) / f64::from(steps), alpha));
            let area = heights.sum::<f64>() / f64::from(steps);
            assert!((area - 1.0).abs() < 1e-6, "{alpha}: {area}");
        }
    }

    #[test]
    fn the_words_say_what_is_drawn() {
        assert_eq!(
            at_rest(&Mixed).words,
            "λ = 0.7: at least 0.6109, with the answer 0.95 it costs 0.9346; two classes cost a perfect model 0.2277 on average"
        );
    }
}
