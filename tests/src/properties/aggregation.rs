//! Token mean, sequence mean, token sum.

use nnfn::losses::{
    mean, sequence_mean, sequence_mean_grad, sum, token_mean, token_mean_grad, token_sum,
};
use proptest::prelude::*;

use super::exact::{Exact, World};
use super::{Property, exactly, forall, near, property};

type Table = Vec<Vec<f64>>;
/// The weights of losses under a mask.
type Weights = fn(&[Vec<f64>], &[Vec<f64>]) -> Table;

/// Losses of one to five sequences of different lengths; all of their tokens count.
fn ragged() -> impl Strategy<Value = Table> {
    let row = prop::collection::vec(0.0..9.0, 1..12);
    prop::collection::vec(row, 1..6)
}

fn all(losses: &Table) -> Table {
    losses.iter().map(|row| vec![1.0; row.len()]).collect()
}

/// The same, padded to the longest with losses that are no numbers.
fn padded(losses: &Table) -> (Table, Table) {
    let longest = losses.iter().map(Vec::len).max().unwrap_or(0);
    let fill = |row: &Vec<f64>, own: f64, pad: f64| {
        let mut row: Vec<f64> = row
            .iter()
            .map(|x| if own == 0.0 { *x } else { own })
            .collect();
        row.resize(longest, pad);
        row
    };
    (
        losses.iter().map(|row| fill(row, 0.0, f64::NAN)).collect(),
        losses.iter().map(|row| fill(row, 1.0, 0.0)).collect(),
    )
}

/// How often the letters of a short and of a long sequence differ from the one before, and how many they are.
const RATES: [f64; 2] = [0.5, 0.1];
const LETTERS: [usize; 2] = [3, 6];

/// The expected slope of a logit that both sequences share, where it says that a letter differs with this probability.
fn slope(exact: &mut Exact, weights: Weights, said: f64) -> f64 {
    let sequence = |i: usize| World::of(&[1.0 - RATES[i], RATES[i]]).draws(LETTERS[i]);
    exact.mean(&sequence(0).and(&sequence(1)), |(short, long)| {
        let cost = |differs: &usize| {
            -if *differs == 1 {
                said.ln()
            } else {
                (-said).ln_1p()
            }
        };
        let losses = [short, long].map(|letters| letters.iter().map(cost).collect());
        let mask = [short, long].map(|letters| vec![1.0; letters.len()]);
        let weights = weights(&losses, &mask).concat();
        let letters = short.iter().chain(long);
        let each = weights.iter().zip(letters);
        each.map(|(weight, differs)| weight * (said - *differs as f64))
            .sum()
    })
}

pub(super) const PROPERTIES: &[Property] = &[
    property("token_mean", "padding_changes_nothing", || {
        forall(ragged(), |losses| {
            let (wide, mask) = padded(&losses);
            near(
                token_mean(&wide, &mask),
                token_mean(&losses, &all(&losses)),
                0.0,
            )
        })
    }),
    property("sequence_mean", "padding_changes_nothing", || {
        forall(ragged(), |losses| {
            let (wide, mask) = padded(&losses);
            let found = sequence_mean(&wide, &mask);
            near(found, sequence_mean(&losses, &all(&losses)), 0.0)
        })
    }),
    property("token_sum", "padding_changes_nothing", || {
        forall(ragged(), |losses| {
            let (wide, mask) = padded(&losses);
            near(
                token_sum(&wide, &mask),
                token_sum(&losses, &all(&losses)),
                0.0,
            )
        })
    }),
    property("token_mean", "sums_and_counts_of_micro_batches", || {
        forall((ragged(), 1..6_usize), |(losses, size): (Table, usize)| {
            // However the batch is cut: divide by the tokens of the whole.
            let parts: Vec<f64> = losses
                .chunks(size)
                .map(|part| token_sum(part, &all(&part.to_vec())))
                .collect();
            let tokens: usize = losses.iter().map(Vec::len).sum();
            let found = sum(&parts) / tokens as f64;
            near(found, token_mean(&losses, &all(&losses)), 4.0)
        })
    }),
    property("sequence_mean", "mean_of_micro_batches_of_one", || {
        forall(ragged(), |losses| {
            let one =
                |row: &Vec<f64>| token_mean(std::slice::from_ref(row), &[vec![1.0; row.len()]]);
            let each: Vec<f64> = losses.iter().map(one).collect();
            near(mean(&each), sequence_mean(&losses, &all(&losses)), 0.0)
        })
    }),
    property("token_mean", "equal_lengths_agree", || {
        let equal = (1..6_usize, 1..9_usize).prop_flat_map(|(rows, length)| {
            prop::collection::vec(prop::collection::vec(0.0..9.0, length), rows)
        });
        forall(equal, |losses: Table| {
            let mask = all(&losses);
            near(
                token_mean(&losses, &mask),
                sequence_mean(&losses, &mask),
                4.0,
            )
        })
    }),
    property("sequence_mean", "weights_by_length", || {
        forall(
            (1..50_usize, 1..50_usize),
            |(short, long): (usize, usize)| {
                let losses = vec![vec![1.0; short], vec![1.0; long]];
                let (mask, ratio) = (all(&losses), long as f64 / short as f64);
                let by_sequence = sequence_mean_grad(&losses, &mask);
                near(by_sequence[0][0] / by_sequence[1][0], ratio, 4.0)?;
                let by_token = token_mean_grad(&losses, &mask);
                near(by_token[0][0] / by_token[1][0], 1.0, 0.0)
            },
        )
    }),
    exactly("token_mean", "learns_the_rate_of_all_tokens", |exact| {
        let all = (3.0 * RATES[0] + 6.0 * RATES[1]) / 9.0;
        let rest = slope(exact, token_mean_grad, all);
        exact.equal(rest, 0.0)?;
        let between = 0.5 * (RATES[0] + RATES[1]);
        let other = slope(exact, token_mean_grad, between);
        exact.equal(other, between - all)?;
        exact.differ(other, 0.0, 0.05)
    }),
    exactly("sequence_mean", "learns_the_mean_of_the_rates", |exact| {
        let between = 0.5 * (RATES[0] + RATES[1]);
        let rest = slope(exact, sequence_mean_grad, between);
        exact.equal(rest, 0.0)?;
        let all = (3.0 * RATES[0] + 6.0 * RATES[1]) / 9.0;
        let other = slope(exact, sequence_mean_grad, all);
        exact.equal(other, all - between)?;
        exact.differ(other, 0.0, 0.05)
    }),
];
