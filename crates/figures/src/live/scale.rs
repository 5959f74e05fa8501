//! Log-softmax of logits that grow, in one step and in two.

use nnfn::activations::log_softmax;

use super::{Choice, Control, Entry, Figure, Format, Place, Shown, State, list};
use crate::layers::{Panel, View, line};
use crate::numeral::significant;
use crate::{Axis, Cursor, Mark, Role};

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("scale", || Box::new(Scale));

struct Scale;

const FACTOR: Place = Place::new("x", "scale").over(SCALES.0, SCALES.1);
/// A logit, its place, and the exponents between which its log-probability is shown.
const CLASS: Choice<(&str, (usize, [f64; 2]))> = Choice::new(
    "class",
    "logit",
    &[
        ("2, the winner", (0, [-20.0, 0.5])),
        ("1", (1, [0.0, 3.5])),
        ("0.1", (2, [0.0, 3.5])),
    ],
)
.at(2);
const FORMAT: Choice<Format> = Choice::new("format", "two steps in", &Format::ALL).at(1);
/// The running example of the book.
const LOGITS: [f64; 3] = [2.0, 1.0, 0.1];
/// Decimal logarithms of the least and of the largest scale.
const SCALES: (f64, f64) = (0.0, 3.0);
/// Places at which the curve in two steps is computed.
const STEPS: usize = 240;
/// Scales of the table.
const ROWS: [f64; 10] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];

/// The logarithm of softmax, with every result rounded.
fn in_two_steps(scale: f64, class: usize, format: Format) -> f64 {
    let round = |x: f64| format.round(x);
    let z = LOGITS.map(|z| round(z * scale));
    let e = z.map(|z_i| round(libm::exp(round(z_i - z[0]))));
    let sum = e.iter().fold(0.0, |sum, e| round(sum + e));
    round(libm::log(round(e[class] / sum))) + 0.0
}

fn in_one(scale: f64, class: usize) -> f64 {
    log_softmax(&LOGITS.map(|z| z * scale), 1.0)[class]
}

/// The height of a log-probability, if it has one.
fn height(log_p: f64) -> f64 {
    libm::log10(-log_p)
}

/// The scale, as an exponent, from which on two steps give −∞ or 0.
fn end(class: usize, format: Format) -> Option<f64> {
    let is_lost = |x: f64| !height(in_two_steps(catalog::exp10(x), class, format)).is_finite();
    let step = (SCALES.1 - SCALES.0) / STEPS as f64;
    let i = (1..=STEPS).find(|i| is_lost(SCALES.0 + step * *i as f64))?;
    let (mut kept, mut lost) = (step * (i - 1) as f64, step * i as f64);
    for _ in 0..30 {
        let middle = 0.5 * (kept + lost);
        if is_lost(middle) {
            lost = middle;
        } else {
            kept = middle;
        }
    }
    Some(lost)
}

/// What two steps give from there on.
fn what(class: usize) -> &'static str {
    if class == 0 { "0" } else { "\u{2212}∞" }
}

impl Figure for Scale {
    fn caption(&self) -> String {
        "Minus the log-probability of one of three classes, over the factor by which all logits are multiplied; both axes are powers of ten. Where the logarithm is taken of a rounded probability, the dotted curve ends.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        list(&[&FACTOR, &CLASS, &FORMAT])
    }

    fn show(&self, state: &State) -> Shown {
        let (_, (class, [low, high])) = *state.get(CLASS);
        let format = *state.get(FORMAT);
        let (name, what) = (format.name(), what(class));
        let ours = move |scale: f64| in_one(scale, class);
        let theirs = move |scale: f64| in_two_steps(scale, class, format);
        let end = end(class, format).map(catalog::exp10);
        let place = state.get(FACTOR).map(catalog::exp10);
        let words = match (place, end) {
            (Some(x), _) => format!(
                "scale {}: log-softmax {}, in two steps in {name} {}",
                significant(x, 3),
                significant(ours(x), 5),
                significant(theirs(x), 5)
            ),
            (None, Some(x)) => {
                let from = significant(x, 4);
                format!("in two steps in {name} it is {what} from a scale of {from} on")
            }
            (None, None) => format!("in two steps in {name} it lasts to the end"),
        };
        let panel = Panel::new(
            Axis::powers("scale of the logits", SCALES.0..=SCALES.1),
            Axis::powers("minus the log-probability", low..=high),
        )
        .with(line(Role::Value, "log-softmax", ours))
        .with(line(Role::Rival(0), format!("ln of softmax, {name}"), theirs).straight(STEPS))
        .all(end.map(|x| Mark::Upright {
            x,
            label: format!("{what} from {} on", significant(x, 3)),
        }))
        .all(place.map(Cursor::at))
        .rows(ROWS);
        let title = "Log-softmax of logits that grow";
        let description =
            "Minus the log-probability, in one step and in two; the second curve ends early.";
        let view = View::new("live-scale", title, description.to_owned()).panel(panel);
        let says = place.map(|x| format!("× {}", significant(x, 3)));
        Shown::of(&view, words).says(&FACTOR, says)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::at_rest;

    /// The loser's probability is gone below half the least number of the format.
    #[test]
    fn two_steps_end_where_the_least_number_does() {
        for (format, least) in [
            (Format::F64, 5e-324),
            (Format::F32, 1.401_298_464_324_817e-45),
            (Format::Bf16, 9.183_549_615_799_121e-41),
            (Format::F16, 5.960_464_477_539_063e-8),
        ] {
            let gap = std::f64::consts::LN_2 - f64::ln(least);
            let found = catalog::exp10(end(2, format).unwrap());
            let off = (found * 1.9 / gap - 1.0).abs();
            // Coarse formats round the gap itself.
            assert!(off < 0.005, "{format:?}: {found} and {gap}");
            assert_eq!(in_two_steps(1000.0, 2, format), f64::NEG_INFINITY);
        }
    }

    #[test]
    fn the_winner_rounds_to_certainty() {
        // e^−x is lost beside 1 below half of the distance from 1 to the number after it.
        let found = catalog::exp10(end(0, Format::F64).unwrap());
        let gap = 53.0 * std::f64::consts::LN_2;
        assert!((found - gap).abs() < 0.7, "{found} and {gap}");
        assert_eq!(in_two_steps(100.0, 0, Format::F64), 0.0);
    }

    #[test]
    fn one_step_goes_on() {
        assert!((in_one(1.0, 2) + 2.317_030_016_277_833).abs() < 1e-12);
        assert_eq!(in_one(1000.0, 2), -1900.0);
        let words = at_rest(&Scale).words;
        assert!(
            words.starts_with("in two steps in f32 it is −∞ from a scale of 54"),
            "{words}"
        );
    }
}
