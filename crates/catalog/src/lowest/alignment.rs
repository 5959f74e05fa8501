//! Losses of preferences and rewards.

use nnfn::losses as f;

use super::{Lowest, approached, endless, entropy, one, taken, zero};
use crate::args::{Args, Value};

/// The rejected answer becomes ever less likely, beside a chosen one that is certain.
fn rejecting(a: &Args, t: f64) -> Args {
    a.with(0, 0.0.into()).with(1, (-t).into())
}

const REJECTING: &str = "the log-probability of the rejected answer → −∞";

/// The policy leads the reference by this, through the rejected answer alone.
fn leading(a: &Args, lead: f64) -> Args {
    let rejected = a.number(3) - lead;
    a.with(0, a.0[2].clone()).with(1, rejected.into())
}

/// The policy is the reference.
fn at_reference(a: &Args, _: f64) -> Args {
    a.with(0, a.0[1].clone())
}

/// Thumbs up that cost something even if their answers are certain.
fn ups(a: &Args) -> f64 {
    let answers = a
        .row(1)
        .iter()
        .zip(a.row(2))
        .filter(|(_, thumb)| **thumb == 1.0);
    let one = |reference: f64| a.number(6) * nnfn::activations::sigmoid(a.number(5) * reference);
    answers.map(|(reference, _)| one(*reference)).sum::<f64>() / a.row(1).len() as f64
}

/// The first number becomes this.
fn with_first(a: &Args, x: f64) -> Args {
    a.with(0, x.into())
}

pub const ALL: &[Lowest] = &[
    approached(
        "bradley_terry",
        "the score of the chosen answer leads by ever more",
        zero,
        |a, t| a.with(0, t.into()).with(1, (-t).into()),
    ),
    taken("reward_centering", "scores that sum to 0", zero, |a, _| {
        a.with(0, 0.0.into()).with(1, 0.0.into())
    }),
    endless(
        "kl_k1",
        "the log-probability under the policy → −∞",
        |a, t| with_first(a, -t),
    ),
    taken("kl_k2", "policy = reference", zero, at_reference),
    taken("kl_k3", "policy = reference", zero, at_reference),
    endless("kl_regularized_value", "all rewards → −∞", |a, t| {
        a.with(0, a.0[0].map(|_| -t))
    }),
    taken(
        "kl_regularized_loss",
        "logits = ln of the reference + reward/β",
        |a| -f::kl_regularized_value(a.row(1), a.row(2), a.number(3)),
        |a, _| {
            let all = a.row(1).iter().zip(a.row(2));
            let logits = all.map(|(reward, share)| share.ln() + reward / a.number(3));
            a.with(0, Value::Row(logits.collect()))
        },
    ),
    taken(
        "ppo_clip",
        "ratio 1 + ε and beyond where the advantage is positive, 1 − ε and below where it is negative",
        |a| {
            let (advantage, epsilon) = (a.number(1), a.number(2));
            -advantage - epsilon * advantage.abs()
        },
        |a, _| {
            let epsilon = a.number(2);
            with_first(a, 1.0 + if a.number(1) > 0.0 { epsilon } else { -epsilon })
        },
    ),
    taken(
        "ppo_value",
        "value = return; 0 only where that is at most ε from the old value",
        |a| {
            let beyond = ((a.number(2) - a.number(1)).abs() - a.number(3)).max(0.0);
            0.5 * beyond * beyond
        },
        |a, _| a.with(0, a.0[2].clone()),
    ),
    approached("dpo", REJECTING, zero, rejecting),
    taken(
        "cdpo",
        "a lead over the reference of ln ((1 − ε)/ε)/β",
        |a| entropy([a.number(5), 1.0 - a.number(5)]),
        |a, _| {
            let epsilon = a.number(5);
            leading(a, ((1.0 - epsilon) / epsilon).ln() / a.number(4))
        },
    ),
    endless("robust_dpo", REJECTING, rejecting),
    Lowest {
        taken: |a| a.row(2).iter().all(|thumb| *thumb == 1.0),
        ..taken(
            "kto",
            "answers with a thumb up certain, which leaves more than 0; log-probability → −∞ with a thumb down",
            ups,
            |a, t| {
                let of = |thumb: &f64| if *thumb == 1.0 { 0.0 } else { -t };
                let policy = a.row(2).iter().map(of).collect();
                a.with(0, Value::Row(policy)).with(3, a.0[4].clone())
            },
        )
    },
    taken(
        "orpo",
        "the chosen answer has probability 1, which logits only approach",
        zero,
        |a, t| a.with(0, a.0[0].map(|_| 0.0)).with(1, a.0[1].map(|_| -t)),
    ),
    taken(
        "best_of_n",
        "all probability on the answer of the least gold reward",
        |a| a.row(2).iter().copied().fold(f64::INFINITY, f64::min),
        |a, _| {
            let gold = a.row(2);
            let least = (0..gold.len()).min_by(|i, j| gold[*i].total_cmp(&gold[*j]));
            a.with(0, one(gold.len(), least.unwrap_or(0), 1.0))
        },
    ),
    taken(
        "ipo",
        "a lead over the reference of 1/(2τ)",
        zero,
        |a, _| leading(a, 0.5 / a.number(4)),
    ),
    approached(
        "simpo",
        "the log-probabilities of the rejected answer → −∞",
        zero,
        |a, t| a.with(0, a.0[0].map(|_| 0.0)).with(1, a.0[1].map(|_| -t)),
    ),
];
