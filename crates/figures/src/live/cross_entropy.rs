//! Cross-entropy of three logits that a reader drags, with the gradient of each.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, cross_entropy_grad};

use super::Figure;
use super::control::{Control, State};
use super::shown::{Shown, Table};
use super::softmax::{LOGITS, logit, name, named};
use crate::axis::Axis;
use crate::columns::{Column, Columns};
use crate::numeral::significant;

/// The running example of the book.
const START: [f64; 3] = [2.0, 1.0, 0.1];

/// The figure.
pub(super) fn of(_: &[&str]) -> Result<Box<dyn Figure>, String> {
    Ok(Box::new(CrossEntropy))
}

struct CrossEntropy;

impl Figure for CrossEntropy {
    fn caption(&self) -> String {
        "Three logits on the right-hand axis, each with its probability as a full bar and the gradient of the loss as a dashed one. Below zero hangs the gradient of the right class: descent raises that logit and lowers the others.".to_owned()
    }

    fn controls(&self) -> Vec<Control> {
        let mut controls: Vec<Control> = (START.iter().enumerate())
            .map(|(i, &start)| logit(i, start))
            .collect();
        let classes = ["class 1", "class 2", "class 3"];
        controls.push(Control::choice("class", "right is", classes, 0));
        controls
    }

    fn show(&self, state: &State) -> Shown {
        let logits = [0, 1, 2].map(|i| state.number(&name(i)));
        let class = state.choice("class");
        let p = softmax(&logits, 1.0);
        let loss = cross_entropy(&logits, class);
        let gradient = cross_entropy_grad(&logits, class);
        let mut table = Table::new(["class", "logit", "probability", "gradient"]);
        for (i, z) in logits.iter().enumerate() {
            let numbers = [*z, p[i], gradient[i]].map(|x| significant(x, 6));
            let right = if i == class { ", right" } else { "" };
            let name = format!("{}{right}", i + 1);
            table
                .rows
                .push(std::iter::once(name).chain(numbers).collect());
        }
        let column = |i: usize| {
            let right = if i == class { ", right" } else { "" };
            Column {
                name: named(i, logits[i]) + right,
                values: [p[i], gradient[i]],
                handle: (name(i), logits[i]),
            }
        };
        // What is left of the sum is rounding, and not the same on every machine.
        let sum = libm::rint(gradient.iter().sum::<f64>() * 1e14) / 1e14;
        let listed: Vec<String> = gradient.iter().map(|g| significant(*g, 4)).collect();
        Shown {
            svg: Columns {
                id: "live-cross-entropy".to_owned(),
                title: "Cross-entropy of three logits".to_owned(),
                description: "For each logit a full bar with its probability, a dashed one with the gradient, and a handle at the logit.".to_owned(),
                y: Axis::new("", -1.0..=1.0),
                held: Axis::new("logit", LOGITS.0..=LOGITS.1),
                series: ["probability".to_owned(), "gradient".to_owned()],
                columns: (0..START.len()).map(column).collect(),
            }
            .svg(),
            words: format!(
                "loss {}, gradient ({}), which sums to {}",
                significant(loss, 5),
                listed.join(", "),
                significant(sum, 2)
            ),
            says: vec![],
            table,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{PART, answer, at_rest};
    use crate::read::read;

    #[test]
    fn the_words_are_those_of_the_closed_form() {
        let sum: f64 = START.iter().map(|z| z.exp()).sum();
        let shown = at_rest(&CrossEntropy);
        assert!(
            shown
                .words
                .starts_with(&format!("loss {}", significant(sum.ln() - 2.0, 5)))
        );
        for (i, (row, z)) in shown.table.rows.iter().zip(START).enumerate() {
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
