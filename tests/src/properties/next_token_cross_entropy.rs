//! Cross-entropy on the next token.

use catalog::worlds::language::{FLIP, entropy, flips};
use nnfn::losses::{cross_entropy, mean, next_token_cross_entropy, next_token_cross_entropy_grad};
use nnfn::{activations::softmax, log_sum_exp};
use proptest::prelude::*;

use super::exact::World;
use super::{Property, exactly, forall, near, property, within};
use crate::tolerance::ulp;

/// Two to seven tokens of two to eight, with logits.
fn sequence() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<usize>)> {
    (2..8_usize, 2..9_usize).prop_flat_map(|(tokens, vocabulary)| {
        let row = prop::collection::vec(-20.0..20.0, vocabulary);
        (
            prop::collection::vec(row, tokens),
            prop::collection::vec(0..vocabulary, tokens),
        )
    })
}

/// The log-sum-exp of a row that is read in slices, and the logit of a token when its slice passes: nothing is held
/// but one slice and two numbers.
fn sliced(row: &[f64], token: usize, size: usize) -> (f64, f64) {
    let (mut log_sum, mut own) = (f64::NEG_INFINITY, f64::NAN);
    for (i, slice) in row.chunks(size).enumerate() {
        log_sum = log_sum_exp(&[log_sum, log_sum_exp(slice)]);
        let inside = token.checked_sub(i * size).and_then(|k| slice.get(k));
        own = inside.copied().unwrap_or(own);
    }
    (log_sum, own)
}

/// The logits of a model that knows how often the letter so far on is another one.
fn knowing(letter: usize, flip: f64) -> Vec<f64> {
    let p = |next: usize| if next == letter { 1.0 - flip } else { flip };
    vec![p(0).ln(), p(1).ln()]
}

/// A row of logits for each letter of a text.
fn rows(text: &[usize], flip: f64) -> Vec<Vec<f64>> {
    text.iter().map(|letter| knowing(*letter, flip)).collect()
}

pub(super) const PROPERTIES: &[Property] = &[
    property(
        "next_token_cross_entropy",
        "mean_over_the_shifted_pairs",
        || {
            forall(sequence(), |(logits, tokens)| {
                let pairs = logits.iter().zip(&tokens[1..]);
                let each: Vec<f64> = pairs.map(|(row, next)| cross_entropy(row, *next)).collect();
                near(next_token_cross_entropy(&logits, &tokens), mean(&each), 0.0)
            })
        },
    ),
    property(
        "next_token_cross_entropy",
        "sum_is_the_probability_of_the_sequence",
        || {
            forall(sequence(), |(logits, tokens)| {
                let pairs = logits.iter().zip(&tokens[1..]);
                let each: Vec<f64> = pairs
                    .map(|(row, next)| softmax(row, 1.0)[*next].ln())
                    .collect();
                let (log_p, scored): (f64, f64) = (each.iter().sum(), each.len() as f64);
                let found = scored * next_token_cross_entropy(&logits, &tokens);
                // -ln of a probability near 1 has lost digits: compare at the size of 1.
                within(found, -log_p, 4.0 * scored * ulp(log_p.abs().max(1.0)))
            })
        },
    ),
    property(
        "next_token_cross_entropy",
        "last_row_and_first_token_are_free",
        || {
            forall(
                (sequence(), -9.0..9.0),
                |((logits, tokens), z): (_, f64)| {
                    let (mut other, mut others) = (logits.clone(), tokens.clone());
                    if let Some(last) = other.last_mut() {
                        last.fill(z);
                    }
                    others[0] = (tokens[0] + 1) % logits[0].len();
                    let (a, b) = (
                        next_token_cross_entropy(&logits, &tokens),
                        next_token_cross_entropy(&other, &others),
                    );
                    near(a, b, 0.0)?;
                    prop_assert_eq!(
                        next_token_cross_entropy_grad(&logits, &tokens),
                        next_token_cross_entropy_grad(&other, &others)
                    );
                    Ok(())
                },
            )
        },
    ),
    property(
        "next_token_cross_entropy",
        "slices_of_the_vocabulary_give_the_same",
        || {
            forall(
                (sequence(), 1..4_usize),
                |((logits, tokens), size): (_, usize)| {
                    let pairs = logits.iter().zip(&tokens[1..]);
                    let parts: Vec<(f64, f64)> =
                        pairs.map(|(row, next)| sliced(row, *next, size)).collect();
                    let each: Vec<f64> = parts.iter().map(|(log_sum, own)| log_sum - own).collect();
                    // The difference cancels where the token leads.
                    let found = next_token_cross_entropy(&logits, &tokens);
                    within(mean(&each), found, 8.0 * ulp(40.0))?;
                    let grad = next_token_cross_entropy_grad(&logits, &tokens);
                    let scored = parts.len() as f64;
                    for (t, (log_sum, _)) in parts.iter().enumerate() {
                        for (v, z) in logits[t].iter().enumerate() {
                            let hit = f64::from(u8::from(v == tokens[t + 1]));
                            let entry = ((z - log_sum).exp() - hit) / scored;
                            within(entry, grad[t][v], 64.0 * f64::EPSILON)?;
                        }
                    }
                    Ok(())
                },
            )
        },
    ),
    property(
        "next_token_cross_entropy",
        "slices_of_the_positions_give_the_same",
        || {
            forall(
                (sequence(), 1..4_usize),
                |((logits, tokens), size): (_, usize)| {
                    let scored = tokens.len() - 1;
                    let (mut total, mut grad) = (0.0, vec![]);
                    for start in (0..scored).step_by(size) {
                        // A slice ends with one row more, which is not scored there.
                        let end = (start + size).min(scored) + 1;
                        let (rows, own) = (&logits[start..end], &tokens[start..end]);
                        let share = (end - 1 - start) as f64 / scored as f64;
                        total += share * next_token_cross_entropy(rows, own);
                        let mut part = next_token_cross_entropy_grad(rows, own);
                        part.pop();
                        let scaled =
                            |row: Vec<f64>| row.iter().map(|g| share * g).collect::<Vec<f64>>();
                        grad.extend(part.into_iter().map(scaled));
                    }
                    near(total, next_token_cross_entropy(&logits, &tokens), 16.0)?;
                    let whole = next_token_cross_entropy_grad(&logits, &tokens);
                    for (part, whole) in grad.concat().iter().zip(whole.concat()) {
                        near(*part, whole, 16.0)?;
                    }
                    Ok(())
                },
            )
        },
    ),
    // And with the first letter, which costs ln 2, the losses add up to the entropy of a text.
    exactly(
        "next_token_cross_entropy",
        "the_language_costs_its_entropy",
        |exact| {
            for letters in 2..=8 {
                let world = World::texts(letters);
                let loss = exact.mean(&world, |text| {
                    next_token_cross_entropy(&rows(text, FLIP), text)
                });
                exact.equal(loss, entropy(FLIP))?;
                let scored = (letters - 1) as f64;
                let of_text = exact.mean(&world, |text| {
                    let steps = text.windows(2);
                    let p: f64 = steps
                        .map(|w| if w[0] == w[1] { 1.0 - FLIP } else { FLIP })
                        .product();
                    -(0.5 * p).ln()
                });
                exact.equal(entropy(0.5) + scored * loss, of_text)?;
            }
            Ok(())
        },
    ),
    // Trained on the letter so far on, the one logit of another letter rests where the loss is the entropy of how often
    // that one is another; it starts with the slope 1/2 less this rate.
    exactly(
        "next_token_cross_entropy",
        "each_offset_has_its_floor",
        |exact| {
            for offset in 1..=4_u32 {
                let rate = flips(offset);
                let world = World::texts(1 + offset as usize);
                let pair = |text: &[usize]| [text[0], text[offset as usize]];
                let at = |flip: f64| {
                    move |text: &Vec<usize>| {
                        let (pair, rows) = (pair(text), rows(&pair(text), flip));
                        let slope = next_token_cross_entropy_grad(&rows, &pair)[0][1 - pair[0]];
                        vec![next_token_cross_entropy(&rows, &pair), slope]
                    }
                };
                let (rest, start) = (exact.means(&world, at(rate)), exact.means(&world, at(0.5)));
                exact.equal_rows(&rest, &[entropy(rate), 0.0])?;
                exact.equal_rows(&start, &[entropy(0.5), 0.5 - rate])?;
            }
            Ok(())
        },
    ),
];
