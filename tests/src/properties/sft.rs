//! Cross-entropy of answers.

use nnfn::activations::softmax;
use nnfn::losses::{cross_entropy, dft, dft_grad, next_token_cross_entropy_grad, sft, sft_grad};
use nnfn::losses::{masked_lm, masked_lm_grad, mean, next_token_cross_entropy};
use proptest::prelude::*;

use super::exact::World;
use super::masked_lm::text;
use super::{Property, exactly, forall, near, property, within};
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
    exactly("sft", "one_probability_learns_the_weighted_mean", |exact| {
        // Of a prompt of eight letters every other one differs from the one before, of an answer of two one in ten; one
        // logit serves both, and prompt letters have a weight: where the page says, no slope is left.
        let prompt = World::of(&[0.5, 0.5]).draws(8);
        let texts = prompt.and(&World::of(&[0.9, 0.1]).draws(2));
        for (weight, learnt) in [
            (0.0, 0.1_f64),
            (0.1, 3.0 / 14.0),
            (0.5, 11.0 / 30.0),
            (1.0, 0.42),
        ] {
            let slope = exact.mean(&texts, |(prompt, answer)| {
                let mut text = vec![0];
                for flip in prompt.iter().chain(answer) {
                    let last = text[text.len() - 1];
                    text.push((last + flip) % 2);
                }
                let row = |letter: &usize| {
                    let mut row = vec![(1.0 - learnt).ln(); 2];
                    row[1 - letter] = learnt.ln();
                    row
                };
                let logits: Vec<Vec<f64>> = text.iter().map(row).collect();
                let part = |answer: bool, scale: f64| {
                    let bit = |t: usize| f64::from(u8::from((t > 8) == answer));
                    let mask: Vec<f64> = (0..text.len()).map(bit).collect();
                    let rows = sft_grad(&logits, &text, &mask).into_iter().zip(&text);
                    scale * rows.map(|(row, letter)| row[1 - letter]).sum::<f64>()
                };
                part(false, 8.0 * weight) + part(true, 2.0)
            });
            exact.equal(slope, 0.0)?;
        }
        Ok(())
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
    exactly(
        "dft",
        "only_what_is_more_frequent_than_expected_rises",
        |exact| {
            // Tokens that come with the probabilities t: the expected slope of logit j is p_j·(Σ t·p - t_j).
            let shares = [
                vec![0.9, 0.1],
                vec![0.2, 0.5, 0.3],
                vec![0.4, 0.3, 0.2, 0.1],
            ];
            for t in shares {
                let world = World::of(&t);
                for spread in [-3.0, 0.0, 0.5, 2.0] {
                    let z: Vec<f64> = (0..t.len()).map(|i| spread * i as f64).collect();
                    let p = softmax(&z, 1.0);
                    let common: f64 = t.iter().zip(&p).map(|(t, p)| t * p).sum();
                    let rows = vec![z.clone(), z];
                    let slopes = exact.means(&world, |y| {
                        dft_grad(&rows, &[0, *y], &[0.0, 1.0])[0].clone()
                    });
                    let expected: Vec<f64> =
                        (t.iter().zip(&p)).map(|(t, p)| p * (common - t)).collect();
                    exact.equal_rows(&slopes, &expected)?;
                }
            }
            Ok(())
        },
    ),
    exactly("dft", "no_rest_between_two_letters", |exact| {
        // One letter in ten differs from the one before: at every probability the slope still points to none.
        let flips = World::of(&[0.9, 0.1]);
        for q in [0.001, 0.1, 0.5, 0.9, 0.999_f64] {
            let rows = vec![vec![(1.0 - q).ln(), q.ln()]; 2];
            let (tokens, mask) = (|flip: usize| [0, flip], [0.0, 1.0]);
            let own = exact.mean(&flips, |flip| dft_grad(&rows, &tokens(*flip), &mask)[0][1]);
            exact.equal(own, 0.8 * q * (1.0 - q))?;
            let plain = exact.mean(&flips, |flip| sft_grad(&rows, &tokens(*flip), &mask)[0][1]);
            exact.equal(plain, q - 0.1)?;
        }
        Ok(())
    }),
];
