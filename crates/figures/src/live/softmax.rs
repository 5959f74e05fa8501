//! Softmax of four logits that a reader drags, ours beside the formula as it stands.

use nnfn::activations::softmax;

use super::{Choice, Control, Entry, Figure, Format, Powers, Shown, Slider, State, list};
use crate::Axis;
use crate::columns::{Column, Columns};
use crate::numeral::significant;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("softmax", || Box::new(Softmax));

struct Softmax;

/// The running example of the book, and a fourth logit.
const LOGITS: [Slider; 4] = [
    logit("z1", "logit 1", 2.0),
    logit("z2", "logit 2", 1.0),
    logit("z3", "logit 3", 0.1),
    logit("z4", "logit 4", -1.0),
];
const TEMPERATURE: Powers = Powers::new("temperature", "temperature")
    .over(0.05, 10.0)
    .at(1.0);
const SHIFT: Slider = Slider::new("shift", "added to all")
    .over(-100.0, 100.0, 1.0)
    .at(0.0);
const FORMAT: Choice<Format> = Choice::new("format", "formula in", &Format::ALL).at(1);
/// The logits as they are written.
pub(super) const NAMES: [&str; 4] = ["z₁", "z₂", "z₃", "z₄"];

/// The control of a logit.
pub(super) const fn logit(name: &'static str, label: &'static str, start: f64) -> Slider<'static> {
    Slider::new(name, label).over(-6.0, 6.0, 0.1).at(start)
}

/// The axis of the logits.
pub(super) fn axis() -> Axis {
    Axis::new("logit", LOGITS[0].from..=LOGITS[0].to)
}

/// The formula as it stands, with every result rounded.
fn naive(logits: &[f64], temperature: f64, format: Format) -> Vec<f64> {
    let round = |x: f64| format.round(x);
    let exponential = |z: &f64| round(libm::exp(round(round(*z) / round(temperature))));
    let e: Vec<f64> = logits.iter().map(exponential).collect();
    let sum = e.iter().fold(0.0, |sum, e| round(sum + e));
    e.iter().map(|e| round(e / sum)).collect()
}

impl Figure for Softmax {
    fn caption(&self) -> String {
        "Four logits on the right-hand axis, each with its probability: softmax of this book as a full bar, the formula as it stands, with every step rounded, as a dashed one. Drag a logit, or all of them by the shift.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let [one, two, three, four] = &LOGITS;
        list(&[one, two, three, four, &TEMPERATURE, &SHIFT, &FORMAT])
    }

    fn show(&self, state: &State) -> Shown {
        let (temperature, shift) = (state.get(TEMPERATURE), state.get(SHIFT));
        let format = *state.get(FORMAT);
        let set = LOGITS.map(|logit| state.get(logit));
        let moved = set.map(|z| z + shift);
        let ours = softmax(&moved, temperature);
        let theirs = naive(&moved, temperature, format);
        let words = format!(
            "entropy {} nats, largest {}; formula in {} {}",
            significant(entropy(&ours), 4),
            significant(ours.iter().fold(0.0, |a, b| a.max(*b)), 4),
            format.name(),
            verdict(&ours, &theirs)
        );
        let column = |i: usize| Column {
            name: NAMES[i].to_owned(),
            remark: "",
            values: [ours[i], theirs[i]],
            control: LOGITS[i].name.to_owned(),
            set: set[i],
        };
        let columns = Columns {
            id: "live-softmax".to_owned(),
            title: "Softmax of four logits".to_owned(),
            description: "For each logit a full bar with its probability, a dashed one with what the formula gives as it stands, and a handle at the logit.".to_owned(),
            y: Axis::new("probability", 0.0..=1.0),
            held: axis(),
            series: ["softmax".to_owned(), format!("formula in {}", format.name())],
            columns: (0..LOGITS.len()).map(column).collect(),
        };
        Shown::columns(&columns, words)
    }
}

/// Of probabilities, in nats. The logarithm of the largest is taken from what the others leave: at 1
/// its own digits are gone.
fn entropy(p: &[f64]) -> f64 {
    let largest = (0..p.len()).max_by(|i, j| p[*i].total_cmp(&p[*j]));
    let term = |(i, p_i): (usize, &f64)| {
        if Some(i) == largest {
            let others: f64 = (p.iter().enumerate())
                .filter(|(j, _)| *j != i)
                .map(|(_, p)| p)
                .sum();
            -p_i * libm::log1p(-others)
        } else if *p_i > 0.0 {
            -p_i * libm::log(*p_i)
        } else {
            0.0
        }
    };
    p.iter().enumerate().map(term).sum::<f64>() + 0.0
}

/// What the formula as it stands makes of the probabilities.
fn verdict(ours: &[f64], theirs: &[f64]) -> String {
    match theirs.iter().filter(|q| q.is_nan()).count() {
        0 => {
            let off = ours.iter().zip(theirs).map(|(p, q)| (p - q).abs());
            // The last bits are those of the machine's exponential, not of the formula.
            match off.fold(0.0, f64::max) {
                off if off < 1e-14 => "agrees".to_owned(),
                off => format!("off by {}", significant(off, 2)),
            }
        }
        n if n == theirs.len() => "is NaN".to_owned(),
        n => format!("is NaN in {n} of {}", theirs.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{answer, at_rest};
    use crate::read::read;

    /// The full bars of a picture.
    fn bars(request: &str) -> Vec<String> {
        let answer = answer(request).unwrap();
        let svg = answer.split(super::super::PART).next().unwrap();
        let elements = read(svg);
        let full = elements
            .iter()
            .filter(|e| e.get("class") == Some("figure-value"));
        full.map(|e| e.get("d").unwrap().to_owned()).collect()
    }

    #[test]
    fn a_common_shift_moves_no_bar() {
        let rest = bars("softmax");
        assert_eq!(rest.len(), 5);
        for shift in [-100, -37, 3, 100] {
            assert_eq!(bars(&format!("softmax\nshift={shift}")), rest, "{shift}");
        }
        assert_ne!(bars("softmax\ntemperature=20"), rest);
    }

    #[test]
    fn the_probabilities_are_those_of_the_closed_form() {
        let shown = at_rest(&Softmax);
        let e = LOGITS.map(|logit| logit.start.exp());
        for (row, e_i) in shown.table.rows().into_iter().zip(e) {
            assert_eq!(row[2], significant(e_i / e.iter().sum::<f64>(), 6));
        }
    }

    #[test]
    fn the_formula_ends_where_the_format_does() {
        // e^98 is beyond f32, e^12 (not e^11) beyond f16; −100 leaves nothing of f16.
        let spoilt = |shift: f64, format| {
            let z = LOGITS.map(|logit| logit.start + shift);
            let q = naive(&z, 1.0, format);
            q.iter().filter(|q| q.is_nan()).count()
        };
        assert_eq!(spoilt(100.0, Format::F32), 4);
        assert_eq!(spoilt(100.0, Format::F64), 0);
        assert_eq!(spoilt(0.0, Format::F16), 0);
        assert_eq!(spoilt(12.0, Format::F16), 3);
        assert_eq!(spoilt(-100.0, Format::F16), 4);
        assert_eq!(verdict(&[0.5; 4], &[f64::NAN; 4]), "is NaN");
        let ours = softmax(&LOGITS.map(|logit| logit.start), 1.0);
        let theirs = naive(&LOGITS.map(|logit| logit.start), 1.0, Format::F64);
        assert_eq!(verdict(&ours, &theirs), "agrees");
    }

    #[test]
    fn the_entropy_of_equals_is_the_logarithm_of_their_number() {
        assert!((entropy(&[0.25; 4]) - 4f64.ln()).abs() < 1e-15);
        assert_eq!(entropy(&[1.0, 0.0, 0.0, 0.0]), 0.0);
        // z = (6, −6, −6, −6) at T = 0.316, to 30 digits.
        let p = [1.0, 3.2e-17, 3.2e-17, 3.2e-17];
        let exact: f64 = 3.0 * 3.2e-17 * (1.0 - 3.2e-17_f64.ln());
        assert!((entropy(&p) / exact - 1.0).abs() < 1e-14);
    }
}
