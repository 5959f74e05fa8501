//! Preferences and rewards.

use nnfn::losses::{bradley_terry, dpo, grpo, ipo, kto};

use super::Entry;

/// Two answers of one token, of which the policy thinks as it did before.
fn silent(rewards: [f64; 2]) -> f64 {
    let tokens = [vec![-1.0], vec![-1.0]];
    grpo(
        &tokens,
        &tokens,
        &[vec![1.0], vec![1.0]],
        &rewards,
        0.2,
        0.2,
    )
}

pub const ALL: &[Entry] = &[
    Entry {
        written: "ln 2",
        number: |_| bradley_terry(0.0, 0.0, 0.0),
        whose: "a reward model that scores both answers equally",
        page: "losses/alignment/reward-model",
        cause: "The first step; later: both answers are cut to the same tokens, or the score is read from padding.",
        test: "Print the tokens of one pair, and the place at which the score is read.",
    },
    Entry {
        written: "ln 2",
        number: |_| dpo(-1.0, -1.0, -1.0, -1.0, 0.1),
        whose: "DPO whose policy is still its reference",
        page: "losses/alignment/dpo",
        cause: "Right at the first step; later: nothing trains, β is tiny, or the reference is updated with the policy.",
        test: "Compare the log-probabilities of policy and reference on one batch after some steps.",
    },
    Entry {
        written: "1/(4τ²)",
        number: |task| ipo(-1.0, -1.0, -1.0, -1.0, task.temperature),
        whose: "IPO whose policy is still its reference",
        page: "losses/alignment/ipo",
        cause: "Nothing is wrong at the first step: a small τ asks for a large lead.",
        test: "Does it move with the next steps?",
    },
    Entry {
        written: "½",
        number: |_| kto(&[-1.0], &[-1.0], &[1.0], &[-1.0], &[-1.0], 0.1, 1.0, 1.0),
        whose: "KTO with weights of 1 whose policy is still its reference",
        page: "losses/alignment/kto",
        cause: "Right at the first step; later: nothing trains, or the reference point moves along with every answer.",
        test: "Print the log-ratios of one batch: are they all alike?",
    },
    Entry {
        written: "0, with a gradient",
        number: |_| silent([1.0, 0.0]),
        whose: "GRPO and its kin",
        page: "losses/alignment/grpo",
        cause: "Nothing is wrong: the advantages of a group sum to 0, and so does the loss before the policy moves, if all answers count alike.",
        test: "Watch the mean reward, not the loss.",
    },
    Entry {
        written: "0, without a gradient",
        number: |_| silent([1.0, 1.0]),
        whose: "groups of equal rewards; triplets beyond their margin",
        page: "losses/alignment/grpo",
        cause: "Nothing is left to learn from these examples: all answers are right, all are wrong, or all are easy.",
        test: "Print the share of groups, or of triplets, that have a gradient.",
    },
];
