//! Losses of tokens.

use super::{Lowest, approached, endless, table, taken, zero};
use crate::args::Args;

/// Logits of which one in each row is so much larger.
fn sure(a: &Args, tokens: &[usize], t: f64) -> Args {
    let width = a.table(0)[0].len();
    let is = |i: usize, j: usize| tokens.get(i) == Some(&j);
    let entry = |i: usize, j: usize| if is(i, j) { t } else { 0.0 };
    a.with(0, table(a.table(0).len(), width, entry))
}

/// Each row is sure of the token behind it.
fn of_next(a: &Args, t: f64) -> Args {
    sure(a, &a.indices(1)[1..], t)
}

const NEXT: &str = "the logit of each next token leads by ever more";

/// All losses of tokens fall.
fn falling(a: &Args, t: f64) -> Args {
    a.with(0, a.0[0].map(|_| -t))
}

const FALLING: &str = "all losses that it averages → −∞";

/// All tokens are certain.
fn certain(a: &Args, _: f64) -> Args {
    a.with(0, a.0[0].map(|_| 0.0))
}

const CERTAIN: &str = "each token has probability 1, which logits only approach";

pub const ALL: &[Lowest] = &[
    approached("next_token_cross_entropy", NEXT, zero, of_next),
    taken(
        "z_loss",
        "logits whose exponentials sum to 1",
        zero,
        |a, _| {
            let equal = -(a.row(0).len() as f64).ln();
            a.with(0, a.0[0].map(|_| equal))
        },
    ),
    endless("token_mean", FALLING, falling),
    endless("sequence_mean", FALLING, falling),
    endless("token_sum", "all losses that it adds up → −∞", falling),
    approached(
        "masked_lm",
        "the logit of each hidden token leads by ever more",
        zero,
        |a, t| sure(a, a.indices(1), t),
    ),
    taken("perplexity", CERTAIN, |_| 1.0, certain),
    taken("bits_per_byte", CERTAIN, zero, certain),
    approached("sft", NEXT, zero, of_next),
    approached(
        "dft",
        "the logit of each next token leads by ever more, or falls behind by ever more",
        zero,
        of_next,
    ),
];
