//! Losses of groups of answers whose tokens all count.

use nnfn::losses as f;

use super::{Lowest, table, taken};
use crate::args::Args;

const CLIPPED: &str =
    "each answer at the end of its clip: above for a positive advantage, below for a negative one";

/// The mean over the answers, each as far as the clip lets it earn.
fn clipped(advantages: &[f64], [low, high]: [f64; 2]) -> f64 {
    let one = |advantage: &f64| match *advantage > 0.0 {
        true => -(1.0 + high) * advantage,
        false => -(1.0 - low) * advantage,
    };
    advantages.iter().map(one).sum::<f64>() / advantages.len() as f64
}

/// The clip of a call.
fn clip(a: &Args) -> [f64; 2] {
    [a.number(4), a.number(5)]
}

/// What the rewards are above their mean.
fn centred(rewards: &[f64]) -> Vec<f64> {
    let mean = rewards.iter().sum::<f64>() / rewards.len() as f64;
    rewards.iter().map(|reward| reward - mean).collect()
}

/// Each token at the end of the clip, in so many steps.
fn ends(a: &Args, advantages: &[f64], steps: f64) -> Args {
    let [low, high] = clip(a);
    let ratio = |i: usize| {
        if advantages[i] > 0.0 {
            high.ln_1p()
        } else {
            (-low).ln_1p()
        }
    };
    let old = a.table(1);
    // A little beyond, for the rounding of the ratio.
    let entry = |i: usize, j: usize| old[i][j] + ratio(i) * (1.0 + 1e-9) / steps;
    a.with(0, table(old.len(), old[0].len(), entry))
}

fn of_tokens(a: &Args, _: f64) -> Args {
    ends(a, &centred(a.row(3)), 1.0)
}

fn of_group(a: &Args) -> f64 {
    clipped(&f::group_advantages(a.row(3)), clip(a))
}

pub const ALL: &[Lowest] = &[
    taken("grpo", CLIPPED, of_group, of_tokens),
    taken("dapo", CLIPPED, of_group, of_tokens),
    taken(
        "dr_grpo",
        CLIPPED,
        |a| {
            let tokens = a.table(0)[0].len() as f64;
            clipped(&centred(a.row(3)), clip(a)) * tokens / a.number(6)
        },
        of_tokens,
    ),
    taken("gspo", CLIPPED, of_group, of_tokens),
    taken(
        "cispo",
        "certain answers where the advantage is positive; log-probability −1 where it is negative",
        |a| {
            // Of the weight times the log-probability, exp(ℓ - old)·ℓ.
            let old = a.table(1)[0][0];
            let low = (-1.0 - old).exp();
            let advantages = f::group_advantages(a.row(3));
            let cost = advantages.iter().map(|advantage| advantage.min(0.0) * low);
            cost.sum::<f64>() / advantages.len() as f64
        },
        |a, _| {
            let above = centred(a.row(3));
            let old = a.table(1);
            let entry = |i: usize, _: usize| if above[i] > 0.0 { 0.0 } else { -1.0 };
            a.with(0, table(old.len(), old[0].len(), entry))
        },
    ),
    taken(
        "rloo",
        CLIPPED,
        |a| clipped(&f::leave_one_out_advantages(a.row(3)), clip(a)),
        |a, _| ends(a, &centred(a.row(3)), a.table(1)[0].len() as f64),
    ),
];
