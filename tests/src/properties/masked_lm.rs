//! Cross-entropy of a masked text.

use nnfn::losses::{cross_entropy, masked_lm, masked_lm_grad, mean, token_mean};
use proptest::prelude::*;

use super::exact::World;
use super::{Property, exactly, forall, near, property};
use catalog::worlds::language;

/// Two to seven positions of two to eight tokens, with labels, and of which at least one is selected.
pub(super) fn text() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<usize>, Vec<f64>)> {
    (2..8_usize, 2..9_usize).prop_flat_map(|(positions, vocabulary)| {
        let row = prop::collection::vec(-20.0..20.0, vocabulary);
        let bits = prop::collection::vec(prop::bool::ANY, positions);
        (
            prop::collection::vec(row, positions),
            prop::collection::vec(0..vocabulary, positions),
            (bits, 1..positions).prop_map(|(bits, kept)| {
                let bit = |(i, bit)| f64::from(u8::from(bit || i == kept));
                bits.into_iter().enumerate().map(bit).collect()
            }),
        )
    })
}

pub(super) const PROPERTIES: &[Property] = &[
    property("masked_lm", "mean_over_the_selected", || {
        forall(text(), |(logits, labels, selected)| {
            let pairs = logits.iter().zip(&labels).zip(&selected);
            let asked = pairs.filter(|(_, s)| **s == 1.0);
            let each: Vec<f64> = asked.map(|((row, y), _)| cross_entropy(row, *y)).collect();
            near(masked_lm(&logits, &labels, &selected), mean(&each), 0.0)?;
            // The token mean of one sequence, too.
            let losses: Vec<f64> = (logits.iter().zip(&labels))
                .map(|(row, y)| cross_entropy(row, *y))
                .collect();
            near(token_mean(&[losses], &[selected]), mean(&each), 0.0)
        })
    }),
    property("masked_lm", "what_is_in_view_is_not_scored", || {
        forall(
            (text(), -9.0..9.0),
            |((logits, labels, selected), z): (_, f64)| {
                let (mut other, mut others) = (logits.clone(), labels.clone());
                for i in (0..labels.len()).filter(|i| selected[*i] == 0.0) {
                    other[i].fill(z);
                    others[i] = (labels[i] + 1) % logits[0].len();
                }
                let grad = masked_lm_grad(&logits, &labels, &selected);
                prop_assert_eq!(&grad, &masked_lm_grad(&other, &others, &selected));
                for (row, s) in grad.iter().zip(&selected) {
                    prop_assert!(*s == 1.0 || row.iter().all(|g| *g == 0.0));
                }
                let found = masked_lm(&other, &others, &selected);
                near(found, masked_lm(&logits, &labels, &selected), 0.0)
            },
        )
    }),
    property(
        "masked_lm",
        "an_unselected_label_lowers_a_sure_model",
        || {
            // Positions that are in view cost a model nothing that copies them; scored too, they dilute the mean.
            forall(text(), |(mut logits, labels, selected)| {
                for (i, row) in logits.iter_mut().enumerate() {
                    if selected[i] == 0.0 {
                        row.fill(0.0);
                        row[labels[i]] = 800.0;
                    }
                }
                let share = selected.iter().sum::<f64>() / selected.len() as f64;
                let all = masked_lm(&logits, &labels, &vec![1.0; labels.len()]);
                near(all, share * masked_lm(&logits, &labels, &selected), 8.0)
            })
        },
    ),
    exactly("masked_lm", "nearest_letters_decide", |exact| {
        // All letters between two visible ones are hidden; one of them is asked for, and answered as well as can be.
        for (left, right) in [(1, 1), (1, 2), (2, 3), (4, 1)] {
            let last = left + right;
            let [a, b] = [left, right].map(|steps| language::flips(steps as u32));
            let row = |text: &[usize]| {
                let other = if text[0] == text[last] {
                    a * b / ((1.0 - a) * (1.0 - b) + a * b)
                } else {
                    a * (1.0 - b) / (a * (1.0 - b) + (1.0 - a) * b)
                };
                let mut row = vec![(1.0 - other).ln(); 2];
                row[1 - text[0]] = other.ln();
                row
            };
            let asked = |text: &[usize]| {
                let mut selected = vec![0.0; last + 1];
                selected[left] = 1.0;
                (vec![row(text); last + 1], selected)
            };
            let texts = World::texts(last + 1);
            let loss = exact.mean(&texts, |text| {
                let (logits, selected) = asked(text);
                masked_lm(&logits, text, &selected)
            });
            let equal = (1.0 - a) * (1.0 - b) + a * b;
            let least = equal * language::entropy(a * b / equal)
                + (1.0 - equal) * language::entropy(a * (1.0 - b) / (1.0 - equal));
            exact.equal(loss, least)?;
            // No slope is left, whatever is seen.
            for seen in [[0, 0], [0, 1], [1, 0], [1, 1]] {
                let slopes = exact.means(&texts, |text| {
                    if [text[0], text[last]] != seen {
                        return vec![0.0; 2];
                    }
                    let (logits, selected) = asked(text);
                    masked_lm_grad(&logits, text, &selected)[left].clone()
                });
                exact.equal_rows(&slopes, &[0.0, 0.0])?;
            }
        }
        Ok(())
    }),
];
