//! Cross-entropy of answers.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, dft, dft_grad, next_token_cross_entropy_grad, sft, sft_grad};
use nnfn::losses::{masked_lm, masked_lm_grad, mean, next_token_cross_entropy};
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
    property("dft", "weighted_by_its_own_probability", || {
        forall(text(), |(logits, tokens, mask)| {
            let (own, plain) = (
                dft_grad(&logits, &tokens, &mask),
                sft_grad(&logits, &tokens, &mask),
            );
            for t in 0..tokens.len() {
                let next = tokens.get(t + 1);
                let p = next.map_or(0.0, |next| softmax(&logits[t], 1.0)[*next]);
                for (own, plain) in own[t].iter().zip(&plain[t]) {
                    near(*own, p * plain, 8.0)?;
                }
            }
            let scored = (1..tokens.len()).filter(|t| mask[*t] == 1.0);
            let each = scored.map(|t| {
                let loss = cross_entropy(&logits[t - 1], tokens[t]);
                loss * (-loss).exp()
            });
            let value = dft(&logits, &tokens, &mask);
            within(mean(&each.collect::<Vec<_>>()), value, 1e-14)
        })
    }),
    property("dft", "at_most_the_sft_loss_and_one_over_e", || {
        forall(text(), |(logits, tokens, mask)| {
            let value = dft(&logits, &tokens, &mask);
            prop_assert!(value <= sft(&logits, &tokens, &mask));
            prop_assert!(value <= (-1_f64).exp() * (1.0 + 4.0 * f64::EPSILON));
            Ok(())
        })
    }),
    property(
        "dft",
        "only_what_is_more_frequent_than_expected_rises",
        || {
            // Tokens that come with the probabilities t: the expected slope of logit j is p_j·(Σ t·p - t_j).
            let pairs = prop::collection::vec((0.01..1.0, -5.0..5.0), 2..6);
            forall(pairs, |pairs: Vec<(f64, f64)>| {
                let total: f64 = pairs.iter().map(|(t, _)| t).sum();
                let t: Vec<f64> = pairs.iter().map(|(t, _)| t / total).collect();
                let z: Vec<f64> = pairs.iter().map(|(_, z)| *z).collect();
                let p = softmax(&z, 1.0);
                let expected: f64 = t.iter().zip(&p).map(|(t, p)| t * p).sum();
                let rows = vec![z.clone(), z];
                for j in 0..t.len() {
                    let slope: f64 = (0..t.len())
                        .map(|y| t[y] * dft_grad(&rows, &[0, y], &[0.0, 1.0])[0][j])
                        .sum();
                    within(slope, p[j] * (expected - t[j]), 1e-15)?;
                }
                Ok(())
            })
        },
    ),
];
