//! Losses of texts: over what they are averaged, and in which unit.

use std::f64::consts::LN_2;

use nnfn::losses::{bits_per_byte, perplexity, sequence_mean, sum, token_mean, token_sum};

use super::words::{mean, number, probe, row, table};
use super::{Family, Probe, Variant};

/// The masked sum and the number of tokens of each text.
fn texts(p: &Probe) -> Vec<(f64, f64)> {
    let each = p.rows(0).iter().zip(p.rows(1));
    let of = |(losses, mask): (&&[f64], &&[f64])| {
        let kept = losses.iter().zip(*mask).map(|(l, m)| l * m);
        (kept.sum::<f64>(), mask.iter().sum::<f64>())
    };
    each.map(of).collect()
}

pub(super) static AVERAGE: Family = Family {
    key: "token-average",
    title: "From the losses of tokens to one number",
    chapter: "losses/language-models/aggregation",
    reads: "the loss of two texts of different length, padded; where the mask is 0 there is padding",
    probes: &[probe(&[
        (
            "losses",
            table(&[&[2.0, 1.0, 4.0, 0.5], &[3.0, 9.0, 9.0, 9.0]]),
        ),
        (
            "mask",
            table(&[&[1.0, 1.0, 1.0, 0.0], &[1.0, 0.0, 0.0, 0.0]]),
        ),
    ])],
    variants: &[
        Variant::new("mean over the tokens", "Σmℓ/Σm", |p| {
            token_mean(&p.table(0), &p.table(1))
        }),
        Variant::new(
            "mean over the texts of their means",
            "mean of Σmℓ/Σm",
            |p| sequence_mean(&p.table(0), &p.table(1)),
        ),
        Variant::new("sum", "Σmℓ", |p| token_sum(&p.table(0), &p.table(1))),
        Variant::new("mean over the texts of their sums", "Σmℓ/2", |p| {
            token_sum(&p.table(0), &p.table(1)) / p.rows(0).len() as f64
        }),
        Variant::new(
            "sum over the texts of their means",
            "sum of Σmℓ/Σm",
            |p| p.rows(0).len() as f64 * sequence_mean(&p.table(0), &p.table(1)),
        ),
        Variant::new(
            "over all places",
            "Σmℓ over the size of the table",
            |p| token_sum(&p.table(0), &p.table(1)) / p.rows(0).concat().len() as f64,
        ),
        Variant::new("over the longest text", "Σmℓ/(2·longest)", |p| {
            let longest = texts(p).iter().map(|text| text.1).fold(0.0, f64::max);
            token_sum(&p.table(0), &p.table(1)) / (longest * p.rows(0).len() as f64)
        }),
        Variant::new("mask not applied", "mean over all places", |p| {
            mean(p.rows(0).concat().into_iter())
        }),
        Variant::new(
            "padding counted in each text",
            "mean of Σmℓ over the width of the table",
            |p| {
                let width = p.rows(0)[0].len() as f64;
                mean(texts(p).iter().map(|text| text.0 / width))
            },
        ),
    ],
    same: &[("over all places", "padding counted in each text")],
};

fn nats(p: &Probe) -> f64 {
    -sum(p.row(0))
}

fn tokens(p: &Probe) -> f64 {
    p.row(0).len() as f64
}

pub(super) static UNITS: Family = Family {
    key: "language-model-units",
    title: "Unit of a language model's loss",
    chapter: "losses/language-models/perplexity",
    reads: "the loss of one text of three tokens and so many bytes; the log-probabilities are in nats",
    probes: &[probe(&[
        ("log_probabilities", row(&[-1.0, -2.5, -0.25])),
        ("bytes", number(11.0)),
    ])],
    variants: &[
        Variant::new("nats a token", "−Σl/T", |p| nats(p) / tokens(p)),
        Variant::new("bits a token", "−Σl/(T·ln 2)", |p| {
            nats(p) / (tokens(p) * LN_2)
        }),
        Variant::new("bits a byte", "−Σl/(bytes·ln 2)", |p| {
            bits_per_byte(p.row(0), p.number(1))
        }),
        Variant::new("nats a byte", "−Σl/bytes", |p| nats(p) / p.number(1)),
        Variant::new("perplexity", "exp(−Σl/T)", |p| perplexity(p.row(0))),
        Variant::new("perplexity of a byte", "exp(−Σl/bytes)", |p| {
            (nats(p) / p.number(1)).exp()
        }),
        Variant::new("2 to the nats", "2^(−Σl/T)", |p| {
            (nats(p) / tokens(p)).exp2()
        }),
        Variant::new("e to the bits", "exp(−Σl/(T·ln 2))", |p| {
            (nats(p) / (tokens(p) * LN_2)).exp()
        }),
        Variant::new(
            "mean of the tokens' perplexities",
            "mean of exp(−l)",
            |p| mean(p.row(0).iter().map(|l| (-l).exp())),
        ),
        Variant::new("nats in all", "−Σl", nats),
        Variant::new("bits in all", "−Σl/ln 2", |p| nats(p) / LN_2),
        Variant::new("decimal digits a token", "−Σl/(T·ln 10)", |p| {
            nats(p) / (tokens(p) * std::f64::consts::LN_10)
        }),
    ],
    same: &[],
};
