//! The KL penalty: the optimum of the problem, its three estimators, and where each of them leads.

use catalog::worlds::answers::{self, REFERENCE, REWARDS};
use nnfn::activations::{softmax, softmax_vjp};
use nnfn::losses::{kl_divergence, kl_divergence_grad, kl_divergence_grad_q};
use nnfn::losses::{kl_k1, kl_k1_grad, kl_k2, kl_k2_grad, kl_k3, kl_k3_grad};
use nnfn::losses::{kl_regularized_loss, kl_regularized_loss_grad};
use nnfn::losses::{kl_regularized_value, kl_regularized_value_grad};
use proptest::prelude::*;

use super::exact::{Exact, World};
use super::{Property, exactly, forall, property, within};

type Row = Vec<f64>;

/// An estimator, or its derivative by the log-probability under the policy.
type Estimator = fn(f64, f64) -> f64;

/// Logits of a policy, the reference and the rewards of four answers, and the price of a nat.
fn world() -> impl Strategy<Value = (Row, Row, Row, f64)> {
    let row = || prop::collection::vec(-2.0..2.0, 4);
    (row(), row(), row(), 0.2..3.0).prop_map(|(z, w, r, beta): (Row, Row, Row, f64)| {
        let reference = softmax(&w, 1.0);
        (z, reference, r, beta)
    })
}

/// What an estimator, or its derivative, is for each answer.
fn each(policy: &[f64], reference: &[f64], of: Estimator) -> Row {
    let pairs = policy.iter().zip(reference);
    pairs.map(|(p, q)| of(p.ln(), q.ln())).collect()
}

fn mean(policy: &[f64], of: &[f64]) -> f64 {
    policy.iter().zip(of).map(|(p, x)| p * x).sum()
}

/// The mean of `factor·∇ln(policy)` over the policy, by its logits: the expected gradient of a loss of the
/// log-probability that has this slope, and the pull of a reward.
fn pull(policy: &[f64], factor: &[f64]) -> Row {
    let middle = mean(policy, factor);
    let one = |(p, x): (&f64, &f64)| p * (x - middle);
    policy.iter().zip(factor).map(one).collect()
}

/// The gradient of `KL(policy ‖ reference)` by the logits.
fn reverse(z: &[f64], reference: &[f64]) -> Row {
    softmax_vjp(z, 1.0, &kl_divergence_grad(&softmax(z, 1.0), reference))
}

/// The gradient of `KL(reference ‖ policy)` by the logits.
fn forward(z: &[f64], reference: &[f64]) -> Row {
    softmax_vjp(z, 1.0, &kl_divergence_grad_q(reference, &softmax(z, 1.0)))
}

/// Sums of four products of numbers below 100 or so.
const SLACK: f64 = 1e-12;

fn same(found: &[f64], expected: &[f64]) -> Result<(), TestCaseError> {
    let size = |row: &[f64]| row.iter().fold(1.0, |m: f64, x| m.max(x.abs()));
    let mut pairs = found.iter().zip(expected);
    pairs.try_for_each(|(a, b)| within(*a, *b, SLACK * size(expected)))
}

/// Policies of the four answers, near the reference and far from it.
fn policies() -> [[f64; 4]; 5] {
    [
        answers::optimum(0.5),
        answers::optimum(2.0),
        answers::raised(&answers::FEATURE),
        answers::raised(&[-1.0, 0.5, 2.0, -0.25]),
        answers::raised(&[0.0, 0.01, 0.0, -0.02]),
    ]
}

/// What an estimator, or its derivative, is for one answer.
fn of_answer(policy: &[f64; 4], i: usize, of: Estimator) -> f64 {
    of(policy[i].ln(), REFERENCE[i].ln())
}

fn unbiased(exact: &mut Exact, of: Estimator) -> Result<(), String> {
    for policy in policies() {
        let found = exact.mean(&World::of(&policy), |i| of_answer(&policy, *i, of));
        exact.equal(found, kl_divergence(&policy, &REFERENCE))?;
    }
    Ok(())
}

/// Whether the mean of `factor·∇ln(policy)`, by the logits, is that: with the derivative of an estimator as the factor
/// it is the expected gradient of a loss, with the estimator itself the pull of a reward.
fn pulls_along(
    exact: &mut Exact,
    factor: Estimator,
    along: fn(&[f64], &[f64]) -> Row,
) -> Result<(), String> {
    for policy in policies() {
        let one = |i: &usize| {
            let by_logit = |j: usize| f64::from(u8::from(*i == j)) - policy[j];
            let factor = of_answer(&policy, *i, factor);
            (0..4).map(|j| factor * by_logit(j)).collect()
        };
        let found = exact.means(&World::of(&policy), one);
        let z: Row = policy.iter().map(|p| p.ln()).collect();
        exact.equal_rows(&found, &along(&z, &REFERENCE))?;
    }
    Ok(())
}

pub(super) const PROPERTIES: &[Property] = &[
    exactly("kl_k1", "unbiased", |exact| unbiased(exact, kl_k1)),
    exactly("kl_k1", "as_a_loss_it_does_nothing", |exact| {
        pulls_along(exact, kl_k1_grad, |z, _| vec![0.0; z.len()])
    }),
    exactly("kl_k1", "right_in_the_reward", |exact| {
        pulls_along(exact, kl_k1, reverse)
    }),
    exactly("kl_k2", "biased", |exact| {
        for policy in policies() {
            let world = World::of(&policy);
            let kl = kl_divergence(&policy, &REFERENCE);
            let found = exact.mean(&world, |i| of_answer(&policy, *i, kl_k2));
            let variance = exact.mean(&world, |i| {
                (of_answer(&policy, *i, kl_k1) - kl) * (of_answer(&policy, *i, kl_k1) - kl)
            });
            exact.equal(found, 0.5 * (variance + kl * kl))?;
        }
        let policy = answers::optimum(0.5);
        let found = exact.mean(&World::of(&policy), |i| of_answer(&policy, *i, kl_k2));
        exact.differ(found, kl_divergence(&policy, &REFERENCE), 0.1)
    }),
    exactly("kl_k2", "right_as_a_loss", |exact| {
        pulls_along(exact, kl_k2_grad, reverse)
    }),
    exactly("kl_k2", "in_the_reward_it_pulls_elsewhere", |exact| {
        pulls_along(exact, kl_k2, |z, reference| {
            // ∇E[k2] - E[∇k2], of which the first is the gradient of half the second moment.
            let policy = softmax(z, 1.0);
            let half = |(p, q): (&f64, &f64)| 0.5 * (p / q).ln() * (p / q).ln() + (p / q).ln();
            let slopes: Row = policy.iter().zip(reference).map(half).collect();
            let moment = softmax_vjp(z, 1.0, &slopes);
            let differences = moment.iter().zip(reverse(z, reference));
            differences.map(|(a, b)| a - b).collect()
        })
    }),
    exactly("kl_k3", "unbiased", |exact| unbiased(exact, kl_k3)),
    exactly("kl_k3", "as_a_loss_it_is_the_other_divergence", |exact| {
        pulls_along(exact, kl_k3_grad, forward)
    }),
    exactly("kl_k3", "as_a_loss_it_pulls_by_the_difference", |exact| {
        pulls_along(exact, kl_k3_grad, |z, reference| {
            let policy = softmax(z, 1.0);
            policy.iter().zip(reference).map(|(p, q)| p - q).collect()
        })
    }),
    exactly(
        "kl_k3",
        "in_the_reward_the_difference_is_missing",
        |exact| {
            pulls_along(exact, kl_k3, |z, reference| {
                let pairs = reverse(z, reference).into_iter();
                let pairs = pairs.zip(forward(z, reference));
                pairs.map(|(a, b)| a - b).collect()
            })
        },
    ),
    // The slope of e^(policy - old)·k3 where old is the policy.
    exactly("kl_k3", "right_with_the_ratio", |exact| {
        pulls_along(exact, |p, q| kl_k3(p, q) + kl_k3_grad(p, q), reverse)
    }),
    property("kl_k3", "as_a_loss_it_rests_elsewhere", || {
        forall(world(), |(z, reference, offset, beta)| {
            let (policy, middle) = (softmax(&z, 1.0), offset[0]);
            // Rewards for which this policy is the one of the formula.
            let reward = |(p, q): (&f64, &f64)| middle + beta * (1.0 - q / p);
            let rewards: Row = policy.iter().zip(&reference).map(reward).collect();
            within(
                mean(&policy, &rewards),
                middle,
                SLACK * (1.0 + beta / policy[0]),
            )?;
            let rest = |(r, q): (&f64, &f64)| q / (1.0 - (r - middle) / beta);
            let rests: Row = rewards.iter().zip(&reference).map(rest).collect();
            same(&rests, &policy)?;
            let held = pull(&policy, &each(&policy, &reference, kl_k3_grad));
            let held: Row = held.iter().map(|x| beta * x).collect();
            same(&pull(&policy, &rewards), &held)
        })
    }),
    property("kl_regularized_value", "what_the_best_policy_gains", || {
        forall(world(), |(_, reference, rewards, beta)| {
            let best = kl_regularized_value_grad(&rewards, &reference, beta);
            let gain = mean(&best, &rewards) - beta * kl_divergence(&best, &reference);
            within(
                kl_regularized_value(&rewards, &reference, beta),
                gain,
                SLACK,
            )
        })
    }),
    property(
        "kl_regularized_value",
        "between_mean_and_largest_reward",
        || {
            forall(world(), |(_, reference, rewards, beta)| {
                let value = kl_regularized_value(&rewards, &reference, beta);
                let (low, high) = (
                    mean(&reference, &rewards),
                    rewards.iter().fold(f64::MIN, |m, r| m.max(*r)),
                );
                prop_assert!(value >= low - SLACK, "{value:e} is below {low:e}");
                prop_assert!(value <= high + SLACK, "{value:e} is above {high:e}");
                // The sum of the reference is 1 only to some digits, and beta multiplies the rest.
                let dear = kl_regularized_value(&rewards, &reference, 1e6);
                within(dear, low, 1e-5)?;
                let cheap = kl_regularized_value(&rewards, &reference, 1e-13);
                within(cheap, high, SLACK)
            })
        },
    ),
    property("kl_regularized_value", "rewards_come_back", || {
        forall(world(), |(_, reference, rewards, beta)| {
            let best = kl_regularized_value_grad(&rewards, &reference, beta);
            let value = kl_regularized_value(&rewards, &reference, beta);
            let back = |(p, q): (&f64, &f64)| beta * (p / q).ln() + value;
            let back: Row = best.iter().zip(&reference).map(back).collect();
            same(&back, &rewards)
        })
    }),
    property("kl_regularized_value", "no_more_at_that_distance", || {
        forall(world(), |(z, reference, rewards, beta)| {
            let policy = softmax(&z, 1.0);
            let best = kl_regularized_value_grad(&rewards, &reference, beta);
            let further = kl_divergence(&policy, &reference) - kl_divergence(&best, &reference);
            let (found, most) = (
                mean(&policy, &rewards),
                mean(&best, &rewards) + beta * further,
            );
            prop_assert!(found <= most + SLACK, "{found:e} is above {most:e}");
            Ok(())
        })
    }),
    exactly("kl_regularized_loss", "optimum", |exact| {
        for beta in [0.05, 0.5, 1.0, 2.0] {
            let best = answers::optimum(beta);
            let gain = |i: usize| REWARDS[i] - beta * of_answer(&best, i, kl_k1);
            let world = World::of(&best);
            let value = exact.mean(&world, |i| gain(*i));
            exact.equal(value, kl_regularized_value(&REWARDS, &REFERENCE, beta))?;
            let z: Row = best.iter().map(|p| p.ln()).collect();
            let loss = kl_regularized_loss(&z, &REWARDS, &REFERENCE, beta);
            exact.equal(loss, -value)?;
            let pull = exact.means(&world, |i| {
                let by_logit = |j: usize| f64::from(u8::from(*i == j)) - best[j];
                (0..4).map(|j| gain(*i) * by_logit(j)).collect()
            });
            exact.equal_rows(&pull, &[0.0; 4])?;
            let found = kl_regularized_value_grad(&REWARDS, &REFERENCE, beta);
            exact.equal_rows(&found, &best)?;
        }
        Ok(())
    }),
    property("kl_regularized_loss", "distance_from_the_best", || {
        forall(world(), |(z, reference, rewards, beta)| {
            let best = kl_regularized_value_grad(&rewards, &reference, beta);
            let missed = beta * kl_divergence(&softmax(&z, 1.0), &best);
            let least = -kl_regularized_value(&rewards, &reference, beta);
            let found = kl_regularized_loss(&z, &rewards, &reference, beta);
            within(found, least + missed, SLACK)
        })
    }),
    property("kl_regularized_loss", "rests_at_the_best", || {
        forall(world(), |(_, reference, rewards, beta)| {
            let best = kl_regularized_value_grad(&rewards, &reference, beta);
            let z: Row = best.iter().map(|p| p.ln()).collect();
            let grad = kl_regularized_loss_grad(&z, &rewards, &reference, beta);
            same(&grad, &[0.0; 4])
        })
    }),
    property("kl_regularized_loss", "gradient_sums_to_zero", || {
        forall(world(), |(z, reference, rewards, beta)| {
            let grad = kl_regularized_loss_grad(&z, &rewards, &reference, beta);
            within(grad.iter().sum(), 0.0, SLACK)
        })
    }),
    property("kl_regularized_loss", "reward_against_k2", || {
        forall(world(), |(z, reference, rewards, beta)| {
            let policy = softmax(&z, 1.0);
            let held = pull(&policy, &each(&policy, &reference, kl_k2_grad));
            let pairs = held.iter().zip(pull(&policy, &rewards));
            let expected: Row = pairs.map(|(k, r)| beta * k - r).collect();
            let grad = kl_regularized_loss_grad(&z, &rewards, &reference, beta);
            same(&grad, &expected)
        })
    }),
];
