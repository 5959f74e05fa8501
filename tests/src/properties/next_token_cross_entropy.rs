//! Cross-entropy on the next token.

use nnfn::losses::{cross_entropy, mean, next_token_cross_entropy, next_token_cross_entropy_grad};
use nnfn::{activations::softmax, log_sum_exp};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
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
];
