//! Expected gradients of PPO, of GRPO and of its kin, over all groups that a policy of four answers gives.

use catalog::worlds::answers::{REFERENCE, REWARDS, raised};
use nnfn::losses::{dapo_grad, dr_grpo_grad, grpo_grad, ppo_clip_grad, rloo_grad};

use super::exact::{Exact, World};
use super::{Property, exactly, forall, property, within};

type Table = Vec<Vec<f64>>;
/// A gradient by the log-probabilities of a group: of these, which are those of the old policy too, and its rewards.
type Grad = fn(&Table, &Table, &[f64]) -> Table;

const GRPO: Grad = |p, all, rewards| grpo_grad(p, p, all, rewards, 0.2, 0.2);
const DAPO: Grad = |p, all, rewards| dapo_grad(p, p, all, rewards, 0.2, 0.28);
const DR_GRPO: Grad = |p, all, rewards| dr_grpo_grad(p, p, all, rewards, 0.2, 0.2, 1.0);
const RLOO: Grad = |p, all, rewards| rloo_grad(p, p, all, rewards, 0.2, 0.2);

/// Policies: the reference, and one that has learnt something.
fn policies() -> [[f64; 4]; 2] {
    [REFERENCE, raised(&[0.5, -0.25, -0.5, 1.0])]
}

/// The gradient by the logits of one group's answers, each of one token.
fn by_logits(policy: &[f64], rewards: &[f64], answers: &[usize], grad: Grad) -> Vec<f64> {
    let table: Table = answers.iter().map(|a| vec![policy[*a].ln()]).collect();
    let all = vec![vec![1.0]; answers.len()];
    let rewards: Vec<f64> = answers.iter().map(|a| rewards[*a]).collect();
    let found = grad(&table, &all, &rewards);
    let entry = |k: usize| {
        let terms = answers.iter().zip(&found);
        let of = |(a, g): (&usize, &Vec<f64>)| g[0] * (f64::from(*a == k) - policy[k]);
        terms.map(of).sum()
    };
    (0..policy.len()).map(entry).collect()
}

/// What is expected of it, over all groups of `n`: how the logits are pushed by a step down the loss.
fn push(e: &mut Exact, policy: &[f64], rewards: &[f64], n: usize, grad: Grad) -> Vec<f64> {
    let groups = World::of(policy).draws(n);
    e.means(&groups, |answers| {
        let found = by_logits(policy, rewards, answers, grad);
        found.iter().map(|g| -g).collect()
    })
}

/// The gradient of the mean reward by the logits.
fn ascent(policy: &[f64], rewards: &[f64]) -> Vec<f64> {
    let mean: f64 = policy.iter().zip(rewards).map(|(p, r)| p * r).sum();
    let terms = policy.iter().zip(rewards);
    terms.map(|(p, r)| p * (r - mean)).collect()
}

/// Right with probability `p`: how the logit of being right is pushed.
fn force(e: &mut Exact, p: f64, n: usize, grad: Grad) -> f64 {
    push(e, &[p, 1.0 - p], &[1.0, 0.0], n, grad)[0]
}

const SHARES: [f64; 5] = [0.01, 0.1, 0.25, 0.5, 0.9];

pub(super) const PROPERTIES: &[Property] = &[
    exactly("ppo_clip", "starts_as_the_policy_gradient", |e| {
        for policy in policies() {
            let expected = ascent(&policy, &REWARDS);
            let mean: f64 = policy.iter().zip(REWARDS).map(|(p, r)| p * r).sum();
            let found = e.means(&World::of(&policy), |a| {
                let slope = -ppo_clip_grad(1.0, REWARDS[*a] - mean, 0.2);
                let entry = |k: usize| slope * (f64::from(*a == k) - policy[k]);
                (0..4).map(entry).collect()
            });
            e.equal_rows(&found, &expected)?;
        }
        Ok(())
    }),
    exactly("rloo", "unbiased", |e| {
        for policy in policies() {
            for n in 2..=5 {
                let found = push(e, &policy, &REWARDS, n, RLOO);
                e.equal_rows(&found, &ascent(&policy, &REWARDS))?;
            }
        }
        Ok(())
    }),
    // Each answer is compared with a mean that it is a part of: that costs a share of 1/G and turns nothing.
    exactly("dr_grpo", "unbiased_up_to_a_factor", |e| {
        for policy in policies() {
            for n in 2..=5 {
                let kept = (n - 1) as f64 / n as f64;
                let found = push(e, &policy, &REWARDS, n, DR_GRPO);
                let expected: Vec<f64> =
                    ascent(&policy, &REWARDS).iter().map(|g| kept * g).collect();
                e.equal_rows(&found, &expected)?;
            }
        }
        Ok(())
    }),
    // No factor makes the expected push that of the mean reward: answers differ in it by a tenth of it and more.
    exactly(
        "grpo",
        "dividing_by_the_deviation_turns_the_gradient",
        |e| {
            for policy in policies() {
                for n in 2..=5 {
                    for grad in [GRPO, DAPO] {
                        let found = push(e, &policy, &REWARDS, n, grad);
                        let expected = ascent(&policy, &REWARDS);
                        let factor = |k: usize| found[k] / expected[k];
                        e.differ(factor(0) / factor(3), 1.0, 0.1)?;
                    }
                }
            }
            Ok(())
        },
    ),
    // With two answers the advantages are 1 and -1: what is climbed is how often an answer beats another one.
    exactly("grpo", "two_answers_are_a_contest", |e| {
        for policy in policies() {
            let wins = |k: usize| -> f64 {
                let terms = policy.iter().zip(REWARDS);
                let of = |(p, r): (&f64, f64)| {
                    p * (f64::from(REWARDS[k] > r) - f64::from(REWARDS[k] < r))
                };
                terms.map(of).sum()
            };
            let found = push(e, &policy, &REWARDS, 2, GRPO);
            let expected: Vec<f64> = (0..4).map(|k| policy[k] * wins(k)).collect();
            e.equal_rows(&found, &expected)?;
        }
        Ok(())
    }),
    exactly("rloo", "force_is_the_variance", |e| {
        for p in SHARES {
            for n in [2, 4, 8] {
                let found = force(e, p, n, RLOO);
                e.equal(found, p * (1.0 - p))?;
                let found = force(e, p, n, DR_GRPO);
                e.equal(found, p * (1.0 - p) * (n - 1) as f64 / n as f64)?;
            }
        }
        Ok(())
    }),
    // The mean over k right ones of √(k(G - k))/G, which is below its limit, the deviation itself.
    exactly("grpo", "force_is_below_the_deviation", |e| {
        for p in SHARES {
            let limit = (p * (1.0 - p)).sqrt();
            let mut last = 0.0;
            for n in [2, 4, 8] {
                let groups = World::of(&[p, 1.0 - p]).draws(n);
                let size = n as f64;
                let expected = e.mean(&groups, |answers| {
                    let k = answers.iter().filter(|a| **a == 0).count() as f64;
                    (k * (size - k)).sqrt() / size
                });
                let found = force(e, p, n, GRPO);
                e.equal(found, expected)?;
                if !(last < found && found < limit) {
                    return Err(format!("{found} is not between {last} and {limit}"));
                }
                last = found;
            }
        }
        Ok(())
    }),
    exactly("dapo", "without_silent_groups_it_is_louder", |e| {
        for p in SHARES {
            let n = 8;
            let policy = [p, 1.0 - p];
            let speaking = |answers: &Vec<usize>| answers.iter().any(|a| *a != answers[0]);
            let groups = World::of(&policy).draws(n);
            let share = e.mean(&groups, |answers| f64::from(speaking(answers)));
            let found = e.mean(&groups, |answers| {
                let pushed = -by_logits(&policy, &[1.0, 0.0], answers, DAPO)[0];
                if speaking(answers) {
                    pushed / share
                } else {
                    0.0
                }
            });
            let silent = p.powi(n as i32) + (1.0 - p).powi(n as i32);
            let all = force(e, p, n, DAPO);
            e.equal(share, 1.0 - silent)?;
            e.equal(found, all / (1.0 - silent))?;
        }
        Ok(())
    }),
    // The limit of large groups is the slope of 2·arcsin(√p) by the logit of being right.
    property("grpo", "limit_climbs_the_arcsine", || {
        forall(-6.0..6.0, |z: f64| {
            let share = |z: f64| 1.0 / (1.0 + (-z).exp());
            let climbed = |z: f64| 2.0 * share(z).sqrt().asin();
            let h = 1e-5;
            let slope = (climbed(z + h) - climbed(z - h)) / (2.0 * h);
            // Of the differences: h² and the rounding over h.
            within(slope, (share(z) * (1.0 - share(z))).sqrt(), 1e-9)
        })
    }),
];
