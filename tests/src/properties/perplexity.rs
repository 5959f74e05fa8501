//! Perplexity, and bits per byte.

use std::f64::consts::LN_2;

use nnfn::losses::{bits_per_byte, mean, next_token_cross_entropy, perplexity, perplexity_grad};
use proptest::prelude::*;

use super::exact::World;
use super::{Property, exactly, forall, near, property, within};
use catalog::worlds::language;

/// Log-probabilities of some tokens.
fn row() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-30.0..0.0, 1..12)
}

/// Probabilities of some tokens, none of them tiny.
fn probabilities() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.01..1.0, 1..12)
}

fn logs(probabilities: &[f64]) -> Vec<f64> {
    probabilities.iter().map(|p| p.ln()).collect()
}

/// How far rounding of the mean moves its exponential, relative to that.
fn slack(losses: f64) -> f64 {
    (4.0 + 2.0 * losses) * f64::EPSILON
}

pub(super) const PROPERTIES: &[Property] = &[
    property("perplexity", "exponential_of_the_mean_loss", || {
        forall(row(), |l| {
            let loss = -mean(&l);
            let expected = loss.exp();
            within(perplexity(&l), expected, expected * slack(loss))
        })
    }),
    property("perplexity", "uniform_is_the_vocabulary", || {
        forall((1..200_000_u32, 1..9_usize), |(v, n)| {
            let v = f64::from(v);
            let logits = vec![vec![0.0; 7]; n + 1];
            let found = perplexity(&vec![-v.ln(); n]);
            within(found, v, v * slack(v.ln()))?;
            // The same by the loss of a model that has not learnt anything.
            let loss = next_token_cross_entropy(&logits, &vec![3; n + 1]);
            within(perplexity(&[-loss]), 7.0, 7.0 * slack(loss))
        })
    }),
    property(
        "perplexity",
        "geometric_mean_of_inverse_probabilities",
        || {
            forall(probabilities(), |p| {
                let product: f64 = p.iter().product();
                let expected = product.powf(-1.0 / p.len() as f64);
                within(
                    perplexity(&logs(&p)),
                    expected,
                    64.0 * f64::EPSILON * expected,
                )
            })
        },
    ),
    property("perplexity", "halved_by_a_bit_per_token", || {
        forall(row(), |l| {
            let better: Vec<f64> = l.iter().map(|l| l + LN_2).collect();
            let (before, after) = (perplexity(&l), perplexity(&better));
            within(after, 0.5 * before, after * slack(40.0))
        })
    }),
    property(
        "perplexity",
        "corpus_at_most_mean_of_equal_documents",
        || {
            // Jensen: the exponential is convex.
            forall((row(), row()), |(mut a, mut b): (Vec<f64>, Vec<f64>)| {
                let n = a.len().min(b.len());
                a.truncate(n);
                b.truncate(n);
                let documents = mean(&[perplexity(&a), perplexity(&b)]);
                let corpus = perplexity(&[a, b].concat());
                prop_assert!(
                    corpus <= documents * (1.0 + slack(30.0)),
                    "{corpus} and {documents}"
                );
                Ok(())
            })
        },
    ),
    property("perplexity", "longer_tokens_raise_it_to_a_power", || {
        // Tokens of n letters that are as hard as their letters: the n-th power, and the same bits per letter.
        forall((row(), 1..6_usize), |(l, n): (Vec<f64>, usize)| {
            let letters: Vec<f64> = l.iter().flat_map(|l| vec![*l; n]).collect();
            let tokens: Vec<f64> = letters.chunks(n).map(|part| part.iter().sum()).collect();
            let power = perplexity(&letters).powi(n as i32);
            let loss = -mean(&tokens);
            within(perplexity(&tokens), power, power * slack(4.0 * loss + 4.0))?;
            let count = letters.len() as f64;
            near(
                bits_per_byte(&tokens, count),
                bits_per_byte(&letters, count),
                8.0,
            )
        })
    }),
    property("perplexity", "gradient_is_its_share", || {
        forall(row(), |l| {
            let expected = -perplexity(&l) / l.len() as f64;
            perplexity_grad(&l)
                .into_iter()
                .try_for_each(|g| near(g, expected, 4.0))
        })
    }),
    property(
        "bits_per_byte",
        "logarithm_of_perplexity_over_bytes",
        || {
            forall(
                (row(), 0.5..9.0),
                |(l, bytes_of_a_token): (Vec<f64>, f64)| {
                    let bits = perplexity(&l).log2() / bytes_of_a_token;
                    let found = bits_per_byte(&l, bytes_of_a_token * l.len() as f64);
                    within(found, bits, 8.0 * f64::EPSILON * (1.0 + bits))
                },
            )
        },
    ),
    property("bits_per_byte", "texts_add_up", || {
        forall(
            (row(), row(), 1.0..99.0, 1.0..99.0),
            |(a, b, m, n): (Vec<f64>, Vec<f64>, f64, f64)| {
                let bits = bits_per_byte(&a, m) * m + bits_per_byte(&b, n) * n;
                let both = bits_per_byte(&[a, b].concat(), m + n);
                near(both, bits / (m + n), 8.0)
            },
        )
    }),
    exactly("bits_per_byte", "every_cut_costs_the_same", |exact| {
        // Texts of six letters, cut into tokens of one, two, three and six, by a model that knows the language.
        let logs = |text: &[usize]| -> Vec<f64> {
            let step = |pair: &[usize]| {
                if pair[0] == pair[1] {
                    (1.0 - language::FLIP).ln()
                } else {
                    language::FLIP.ln()
                }
            };
            let first = [-LN_2];
            first.into_iter().chain(text.windows(2).map(step)).collect()
        };
        let texts = World::texts(6);
        let expected = (LN_2 + 5.0 * language::entropy(language::FLIP)) / (6.0 * LN_2);
        for letters in [1, 2, 3, 6] {
            let found = exact.mean(&texts, |text| {
                let logs = logs(text);
                let tokens: Vec<f64> = logs
                    .chunks(letters)
                    .map(|token| token.iter().sum())
                    .collect();
                bits_per_byte(&tokens, 6.0)
            });
            exact.equal(found, expected)?;
        }
        Ok(())
    }),
];
