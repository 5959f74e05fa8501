//! Cross-entropy of three logits that a reader drags, with the gradient of each.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, cross_entropy_grad};

use super::softmax::{NAMES, axis, logit};
use super::{Choice, Control, Entry, Figure, Shown, Slider, State, list};
use crate::Axis;
use crate::columns::{Column, Columns};
use crate::numeral::significant;

/// The figure.
pub(super) const ENTRY: Entry = Entry::alone("cross-entropy", || Box::new(CrossEntropy));

struct CrossEntropy;

/// The running example of the book.
const LOGITS: [Slider; 3] = [
    logit("z1", "logit 1", 2.0),
    logit("z2", "logit 2", 1.0),
    logit("z3", "logit 3", 0.1),
];
const RIGHT: Choice<(&str, usize)> = Choice::new(
    "class",
    "right is",
    &[("class 1", 0), ("class 2", 1), ("class 3", 2)],
)
.at(0);

impl Figure for CrossEntropy {
    fn caption(&self) -> String {
        "Three logits on the right-hand axis, each with its probability as a full bar and the gradient of the loss as a dashed one. Below zero hangs the gradient of the right class: descent raises that logit and lowers the others.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let [one, two, three] = &LOGITS;
        list(&[one, two, three, &RIGHT])
    }

    fn show(&self, state: &State) -> Shown {
        let logits = LOGITS.map(|logit| state.get(logit));
        let (_, class) = *state.get(RIGHT);
        let p = softmax(&logits, 1.0);
        let gradient = cross_entropy_grad(&logits, class);
        // What is left of the sum is rounding, and not the same on every machine.
        let sum = libm::rint(gradient.iter().sum::<f64>() * 1e14) / 1e14;
        let listed: Vec<String> = gradient.iter().map(|g| significant(*g, 4)).collect();
        let words = format!(
            "loss {}, gradient ({}), which sums to {}",
            significant(cross_entropy(&logits, class), 5),
            listed.join(", "),
            significant(sum, 2)
        );
        let column = |i: usize| Column {
            name: NAMES[i].to_owned(),
            remark: if i == class { ", right" } else { "" },
            values: [p[i], gradient[i]],
            control: LOGITS[i].name.to_owned(),
            set: logits[i],
        };
        let columns = Columns {
            id: "live-cross-entropy".to_owned(),
            title: "Cross-entropy of three logits".to_owned(),
            description: "For each logit a full bar with its probability, a dashed one with the gradient, and a handle at the logit.".to_owned(),
            y: Axis::new("", -1.0..=1.0),
            held: axis(),
            series: ["probability".to_owned(), "gradient".to_owned()],
            columns: (0..LOGITS.len()).map(column).collect(),
        };
        Shown::columns(&columns, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};
    use crate::read::read;

    #[test]
    fn the_words_are_those_of_the_closed_form() {
        let sum: f64 = LOGITS.iter().map(|logit| logit.start.exp()).sum();
        let shown = at_rest(&CrossEntropy);
        assert!(
            shown
                .words
                .starts_with(&format!("loss {}", significant(sum.ln() - 2.0, 5)))
        );
        for (i, (row, z)) in shown
            .table
            .rows()
            .into_iter()
            .zip(LOGITS.map(|logit| logit.start))
            .enumerate()
        {
            let wanted = if i == 0 { 1.0 } else { 0.0 };
            assert_eq!(row[3], significant(z.exp() / sum - wanted, 6));
        }
    }

    #[test]
    fn the_right_class_alone_hangs_below_zero() {
        for class in 0..3 {
            let answer = answer(&format!("cross-entropy\nclass={class}\nz2=-6")).unwrap();
            let elements = read(answer.split(PART).next().unwrap());
            let dashed = elements
                .iter()
                .filter(|e| e.get("class") == Some("figure-slope"));
            // The first is the sample in the key; a bar goes from zero to its end.
            let down = dashed.skip(1).map(|e| {
                let d = e.get("d").unwrap();
                let numbers: Vec<f64> = d[1..]
                    .split([' ', 'V', 'h', 'z'])
                    .filter_map(|n| n.parse().ok())
                    .collect();
                numbers[2] > numbers[1] + 1.0
            });
            let down: Vec<bool> = down.collect();
            assert_eq!(down.iter().filter(|d| **d).count(), 1);
            assert!(down[class], "{class}: {down:?}");
        }
    }
}
