//! Cross-entropy of answers.

use nnfn::losses::{masked_lm, masked_lm_grad, mean, next_token_cross_entropy};
use nnfn::losses::{next_token_cross_entropy_grad, sft, sft_grad};
use proptest::prelude::*;

use super::masked_lm::text;
use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("sft", "mask_of_ones_is_next_token", || {
        forall(text(), |(logits, tokens, _)| {
            let mask = vec![1.0; tokens.len()];
            let found = sft(&logits, &tokens, &mask);
            near(found, next_token_cross_entropy(&logits, &tokens), 0.0)?;
            prop_assert_eq!(
                sft_grad(&logits, &tokens, &mask),
                next_token_cross_entropy_grad(&logits, &tokens)
            );
            Ok(())
        })
    }),
    property("sft", "masked_lm_behind_a_shift", || {
        forall(text(), |(logits, tokens, mask)| {
            let rows = &logits[..logits.len() - 1];
            let found = sft(&logits, &tokens, &mask);
            near(found, masked_lm(rows, &tokens[1..], &mask[1..]), 0.0)?;
            let mut grad = sft_grad(&logits, &tokens, &mask);
            grad.pop();
            prop_assert_eq!(grad, masked_lm_grad(rows, &tokens[1..], &mask[1..]));
            Ok(())
        })
    }),
    property("sft", "a_prompt_is_read_and_not_scored", || {
        forall(
            (text(), -9.0..9.0),
            |((logits, tokens, mask), z): (_, f64)| {
                // Other logits where the next token is not scored, other labels in the prompt.
                let (mut other, mut others) = (logits.clone(), tokens.clone());
                for t in 0..tokens.len() {
                    if mask.get(t + 1) != Some(&1.0) {
                        other[t].fill(z);
                    }
                    if t == 0 || mask[t] == 0.0 {
                        others[t] = (tokens[t] + 1) % logits[0].len();
                    }
                }
                let grad = sft_grad(&logits, &tokens, &mask);
                prop_assert_eq!(&grad, &sft_grad(&other, &others, &mask));
                for (t, row) in grad.iter().enumerate() {
                    let is_scored = mask.get(t + 1) == Some(&1.0);
                    prop_assert!(is_scored || row.iter().all(|g| *g == 0.0));
                }
                near(
                    sft(&other, &others, &mask),
                    sft(&logits, &tokens, &mask),
                    0.0,
                )
            },
        )
    }),
    property("sft", "prompt_and_answer_add_up", || {
        // The loss of the whole is that of prompt and answer, each weighted by its tokens.
        forall(text(), |(logits, tokens, mask)| {
            let rest: Vec<f64> = mask.iter().map(|m| 1.0 - m).collect();
            let count = |mask: &[f64]| mask[1..].iter().sum::<f64>();
            let part = |mask: &[f64]| match count(mask) {
                0.0 => 0.0,
                n => n * sft(&logits, &tokens, mask),
            };
            let whole = next_token_cross_entropy(&logits, &tokens);
            let parts = (part(&mask) + part(&rest)) / (tokens.len() - 1) as f64;
            within(parts, whole, 8.0 * ulp(whole))
        })
    }),
    property("sft", "one_probability_learns_the_weighted_mean", || {
        // A letter of the prompt differs from the one before with probability a, one of the answer with b; one
        // probability q serves both, and prompt letters have the weight w: the expected gradient by q is 0 where the
        // page says.
        forall(
            (0.01..0.99, 0.01..0.99, 0.0..4.0, 1..40_usize, 1..40_usize),
            |(a, b, w, prompt, answer): (f64, f64, f64, usize, usize)| {
                let (p, n) = (w * prompt as f64, answer as f64);
                let q = (p * a + n * b) / (p + n);
                let slope = |share: f64| (1.0 - share) / (1.0 - q) - share / q;
                let size = (p + n) * mean(&[1.0 / q, 1.0 / (1.0 - q)]);
                within(p * slope(a) + n * slope(b), 0.0, 16.0 * f64::EPSILON * size)
            },
        )
    }),
];
