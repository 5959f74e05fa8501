//! GRPO and its kin: what the losses of groups share, and how they differ.

use nnfn::losses::{
    cispo, cispo_grad, dapo, dapo_grad, dr_grpo, dr_grpo_grad, grpo, grpo_grad, gspo,
};
use nnfn::losses::{
    group_advantages, gspo_grad, leave_one_out_advantages, ppo_clip, rloo, rloo_grad,
};
use proptest::prelude::*;

use super::{Property, forall, property, within};

type Table = Vec<Vec<f64>>;

/// Some roundings of numbers of the size of one: sums of twenty terms of at most ten.
const SLACK: f64 = 1e-13;

/// The shape of a group: log-probabilities, how far each has moved, and which count; the first answer is right.
#[derive(Clone, Debug)]
struct Drawn {
    policy: Table,
    old: Table,
    mask: Table,
    rewards: Vec<f64>,
}

impl Drawn {
    fn all(self) -> Drawn {
        let mask = self.mask.iter().map(|row| vec![1.0; row.len()]).collect();
        Drawn { mask, ..self }
    }

    fn unmoved(self) -> Drawn {
        let policy = self.old.clone();
        Drawn { policy, ..self }
    }

    fn lengths(&self) -> Vec<f64> {
        self.mask.iter().map(|row| row.iter().sum()).collect()
    }
}

/// Groups of two to five answers of one to `tokens` tokens; each has one that counts.
fn drawn(tokens: usize) -> impl Strategy<Value = Drawn> {
    let token = (-6.0..-0.1, -1.0..1.0, prop::bool::ANY);
    let answer = (prop::collection::vec(token, 1..=tokens), -2.0..2.0);
    prop::collection::vec(answer, 2..6).prop_map(|answers| {
        let table = |of: fn(usize, &(f64, f64, bool)) -> f64| -> Table {
            let row = |tokens: &Vec<(f64, f64, bool)>| {
                tokens
                    .iter()
                    .enumerate()
                    .map(|(t, token)| of(t, token))
                    .collect()
            };
            answers.iter().map(|(tokens, _)| row(tokens)).collect()
        };
        Drawn {
            policy: table(|_, (old, moved, _)| old + moved),
            old: table(|_, (old, _, _)| *old),
            mask: table(|t, (_, _, counts)| if t == 0 || *counts { 1.0 } else { 0.0 }),
            rewards: answers.iter().map(|(_, reward)| *reward).collect(),
        }
    })
}

fn all_within(found: &Table, expected: &Table) -> Result<(), TestCaseError> {
    for (found, expected) in found.iter().zip(expected) {
        for (found, expected) in found.iter().zip(expected) {
            within(*found, *expected, SLACK)?;
        }
    }
    Ok(())
}

/// A table with a number for each token that counts.
fn each(group: &Drawn, of: impl Fn(usize, usize) -> f64) -> Table {
    let row = |(i, row): (usize, &Vec<f64>)| {
        let entry = |(t, kept): (usize, &f64)| if *kept == 1.0 { of(i, t) } else { 0.0 };
        row.iter().enumerate().map(entry).collect()
    };
    group.mask.iter().enumerate().map(row).collect()
}

/// `k` right answers of `n`.
fn right(k: usize, n: usize) -> Vec<f64> {
    (0..n).map(|i| if i < k { 1.0 } else { 0.0 }).collect()
}

pub(super) const PROPERTIES: &[Property] = &[
    property("grpo", "advantages_sum_to_0", || {
        forall(prop::collection::vec(-9.0..9.0, 2..12), |rewards| {
            let found = group_advantages(&rewards);
            let squares: f64 = found.iter().map(|a| a * a).sum();
            within(found.iter().sum(), 0.0, SLACK)?;
            within(squares, rewards.len() as f64, SLACK * rewards.len() as f64)
        })
    }),
    // √((G - k)/k) and -√(k/(G - k)), of which the force is √(k(G - k))/G.
    property("grpo", "advantages_of_k_right_answers", || {
        forall((2_usize..40, 0.0..1.0), |(n, share): (usize, f64)| {
            let k = 1 + (share * (n - 1) as f64) as usize;
            let (size, rights) = (n as f64, k as f64);
            let found = group_advantages(&right(k, n));
            within(found[0], ((size - rights) / rights).sqrt(), SLACK)?;
            within(found[n - 1], -(rights / (size - rights)).sqrt(), SLACK)?;
            let force: f64 = found[..k].iter().sum::<f64>() / size;
            within(force, (rights * (size - rights)).sqrt() / size, SLACK)
        })
    }),
    property("grpo", "one_token_is_ppo", || {
        forall((drawn(1), 0.05..0.9), |(group, epsilon)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let terms = group_advantages(rewards).into_iter().enumerate();
            let of = |(i, a): (usize, f64)| ppo_clip((policy[i][0] - old[i][0]).exp(), a, epsilon);
            let expected = terms.map(of).sum::<f64>() / rewards.len() as f64;
            within(
                grpo(policy, old, mask, rewards, epsilon, epsilon),
                expected,
                SLACK,
            )
        })
    }),
    property("grpo", "gradient_vanishes_where_the_clip_binds", || {
        forall((drawn(4), 0.05..0.9, 0.05..0.9), |(group, low, high)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let (a, lengths) = (group_advantages(rewards), group.lengths());
            let expected = each(&group, |i, t| {
                let ratio = (policy[i][t] - old[i][t]).exp();
                let binds = (a[i] > 0.0 && ratio > 1.0 + high) || (a[i] < 0.0 && ratio < 1.0 - low);
                let free = -ratio * a[i] / (rewards.len() as f64 * lengths[i]);
                if binds { 0.0 } else { free }
            });
            all_within(&grpo_grad(policy, old, mask, rewards, low, high), &expected)
        })
    }),
    // The loss is 0 at the start, and the gradient is not.
    property("grpo", "starts_at_0_with_a_gradient", || {
        forall(drawn(4), |group| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group.unmoved();
            within(grpo(policy, old, mask, rewards, 0.2, 0.2), 0.0, SLACK)?;
            let size: f64 = grpo_grad(policy, old, mask, rewards, 0.2, 0.2)
                .concat()
                .iter()
                .map(|g| g.abs())
                .sum();
            let expected = group_advantages(rewards)
                .iter()
                .map(|a| a.abs())
                .sum::<f64>();
            within(size, expected / rewards.len() as f64, SLACK)
        })
    }),
    property("dapo", "of_equal_lengths_it_is_grpo", || {
        forall((drawn(1), 0.05..0.9, 0.05..0.9), |(group, low, high)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let expected = grpo(policy, old, mask, rewards, low, high);
            within(dapo(policy, old, mask, rewards, low, high), expected, SLACK)
        })
    }),
    // -A over the number of tokens, whatever answer a token is of.
    property("dapo", "each_token_counts_alike", || {
        forall(drawn(4), |group| {
            let group = group.unmoved();
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let (a, tokens) = (
                group_advantages(rewards),
                group.lengths().iter().sum::<f64>(),
            );
            let expected = each(&group, |i, _| -a[i] / tokens);
            all_within(&dapo_grad(policy, old, mask, rewards, 0.2, 0.28), &expected)
        })
    }),
    // GRPO's gradient of a token, times the standard deviation and the length of its answer over the constant.
    property("dr_grpo", "two_divisions_less", || {
        forall((drawn(4), 1.0..20.0), |(group, length): (Drawn, f64)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let n = rewards.len() as f64;
            let mean = rewards.iter().sum::<f64>() / n;
            let sd = (rewards.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / n).sqrt();
            let (lengths, divided) = (
                group.lengths(),
                grpo_grad(policy, old, mask, rewards, 0.2, 0.2),
            );
            let expected = each(&group, |i, t| divided[i][t] * sd * lengths[i] / length);
            all_within(
                &dr_grpo_grad(policy, old, mask, rewards, 0.2, 0.2, length),
                &expected,
            )
        })
    }),
    property("rloo", "baseline_is_the_mean_of_the_others", || {
        forall(prop::collection::vec(-9.0..9.0, 2..12), |rewards| {
            let n = rewards.len() as f64;
            let sum: f64 = rewards.iter().sum();
            for (found, r) in leave_one_out_advantages(&rewards).iter().zip(&rewards) {
                within(*found, r - (sum - r) / (n - 1.0), SLACK)?;
                within(*found, n / (n - 1.0) * (r - sum / n), SLACK)?;
            }
            Ok(())
        })
    }),
    // Dr. GRPO with a length of 1, times G/(G - 1), as long as answers have one token.
    property("rloo", "one_token_is_dr_grpo_scaled", || {
        forall((drawn(1), 0.05..0.9), |(group, epsilon): (Drawn, f64)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let n = rewards.len() as f64;
            let centred = dr_grpo(policy, old, mask, rewards, epsilon, epsilon, 1.0);
            let found = rloo(policy, old, mask, rewards, epsilon, epsilon);
            within(found, n / (n - 1.0) * centred, SLACK)
        })
    }),
    // At the start each token has the pull -A/G, however long its answer is.
    property("rloo", "starts_as_the_policy_gradient", || {
        forall(drawn(4), |group| {
            let group = group.unmoved();
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let a = leave_one_out_advantages(rewards);
            let expected = each(&group, |i, _| -a[i] / rewards.len() as f64);
            all_within(&rloo_grad(policy, old, mask, rewards, 0.2, 0.2), &expected)
        })
    }),
    property("gspo", "one_token_is_grpo", || {
        forall((drawn(1), 0.05..0.9, 0.05..0.9), |(group, low, high)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let expected = grpo(policy, old, mask, rewards, low, high);
            within(gspo(policy, old, mask, rewards, low, high), expected, SLACK)
        })
    }),
    // Which token moved by how much is nothing: all of an answer are pulled alike.
    property("gspo", "order_of_tokens_is_nothing", || {
        forall((drawn(4), 0.05..0.9), |(group, epsilon): (Drawn, f64)| {
            let group = group.all();
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let turned = |table: &Table| -> Table {
                table
                    .iter()
                    .map(|row| row.iter().rev().copied().collect())
                    .collect()
            };
            let (p, o) = (turned(policy), turned(old));
            let expected = gspo(policy, old, mask, rewards, epsilon, epsilon);
            within(
                gspo(&p, &o, mask, rewards, epsilon, epsilon),
                expected,
                SLACK,
            )?;
            for row in gspo_grad(policy, old, mask, rewards, epsilon, epsilon) {
                prop_assert!(row.iter().all(|g| *g == row[0]), "{row:?}");
            }
            Ok(())
        })
    }),
    // The weight is the ratio up to the cap, and the cap beyond: no token that counts is without a gradient.
    property("cispo", "no_token_is_silent", || {
        forall((drawn(4), 0.5..6.0), |(group, cap): (Drawn, f64)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let (a, tokens) = (
                group_advantages(rewards),
                group.lengths().iter().sum::<f64>(),
            );
            let expected = each(&group, |i, t| {
                -(policy[i][t] - old[i][t]).exp().min(cap) * a[i] / tokens
            });
            let found = cispo_grad(policy, old, mask, rewards, cap);
            all_within(&found, &expected)?;
            let counts = each(&group, |i, _| if a[i] == 0.0 { 0.0 } else { 1.0 });
            for (g, counts) in found.concat().iter().zip(counts.concat()) {
                prop_assert!((*g != 0.0) == (counts == 1.0));
            }
            Ok(())
        })
    }),
    // The value is another one, the gradient the same, as long as the cap is not below 1.
    property("cispo", "starts_with_the_gradient_of_dapo", || {
        forall((drawn(4), 1.0..6.0), |(group, cap): (Drawn, f64)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group.unmoved();
            let expected = dapo_grad(policy, old, mask, rewards, 0.2, 0.28);
            all_within(&cispo_grad(policy, old, mask, rewards, cap), &expected)
        })
    }),
    // Held weights: the value of the loss divided among the log-probabilities is the gradient.
    property("cispo", "value_is_that_of_held_weights", || {
        forall((drawn(4), 0.5..6.0), |(group, cap): (Drawn, f64)| {
            let Drawn {
                policy,
                old,
                mask,
                rewards,
            } = &group;
            let grad = cispo_grad(policy, old, mask, rewards, cap).concat();
            let expected = grad.iter().zip(policy.concat()).map(|(g, p)| g * p).sum();
            within(
                cispo(policy, old, mask, rewards, cap),
                expected,
                SLACK * 10.0,
            )
        })
    }),
];
