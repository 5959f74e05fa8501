//! ORPO.

use catalog::worlds::answers::{REFERENCE, REWARDS};
use nnfn::activations::{sigmoid, softmax};
use nnfn::losses::{mean, orpo, orpo_grad, orpo_grad_rejected};
use proptest::prelude::*;

use super::exact::{Exact, World};
use super::{Property, exactly, forall, property, within};

/// Log-probabilities of tokens.
fn answer() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-6.0..-0.01, 1..6)
}

/// Logits of four answers of one token, and of the policy that the pairs are drawn from; their scores.
fn world() -> impl Strategy<Value = [Vec<f64>; 3]> {
    [4; 3].map(|n| prop::collection::vec(-2.0..2.0, n))
}

/// How often answer `i` is met and preferred to `j`: pairs of different answers, by Bradley and Terry.
fn weights(reference: &[f64], scores: &[f64]) -> Vec<Vec<f64>> {
    let share = |i: usize, j: usize| match i == j {
        true => 0.0,
        false => 2.0 * reference[i] * reference[j] * sigmoid(scores[i] - scores[j]),
    };
    let rows = |i: usize| (0..4).map(move |j| share(i, j)).collect::<Vec<f64>>();
    let all: Vec<Vec<f64>> = (0..4).map(rows).collect();
    let total: f64 = all.iter().flatten().sum();
    let scaled = |row: Vec<f64>| row.into_iter().map(|w| w / total).collect();
    all.into_iter().map(scaled).collect()
}

/// The expected gradient by the log-probabilities of the four answers.
fn slopes(policy: &[f64], weights: &[Vec<f64>], lambda: f64) -> Vec<f64> {
    let mut slopes = vec![0.0; 4];
    for i in 0..4 {
        for j in (0..4).filter(|j| *j != i) {
            let (chosen, rejected) = ([policy[i].ln()], [policy[j].ln()]);
            let weight = weights[i][j];
            slopes[i] += weight * orpo_grad(&chosen, &rejected, lambda)[0];
            slopes[j] += weight * orpo_grad_rejected(&chosen, &rejected, lambda)[0];
        }
    }
    slopes
}

/// A pair of different answers, drawn from the reference: the preferred one, then the other.
fn pairs() -> World<[usize; 2]> {
    let weights = weights(&REFERENCE, &REWARDS);
    let pair = |i: usize| (0..4).map(move |j| [i, j]);
    let all = (0..4).flat_map(pair).filter(|[i, j]| i != j);
    World::new(all.map(|[i, j]| ([i, j], weights[i][j])).collect())
}

/// The expected gradient by the log-probabilities of the four answers.
fn expected(exact: &mut Exact, pairs: &World<[usize; 2]>, policy: &[f64], lambda: f64) -> Vec<f64> {
    exact.means(pairs, |[i, j]| {
        let (chosen, rejected) = ([policy[*i].ln()], [policy[*j].ln()]);
        let mut slopes = vec![0.0; 4];
        slopes[*i] = orpo_grad(&chosen, &rejected, lambda)[0];
        slopes[*j] = orpo_grad_rejected(&chosen, &rejected, lambda)[0];
        slopes
    })
}

/// By the logits of a softmax.
fn by_logits(policy: &[f64], slopes: &[f64]) -> Vec<f64> {
    let total: f64 = slopes.iter().sum();
    policy
        .iter()
        .zip(slopes)
        .map(|(p, s)| s - p * total)
        .collect()
}

const SLACK: f64 = 1e-12;

pub(super) const PROPERTIES: &[Property] = &[
    property("orpo", "penalty_is_the_log_of_one_plus_odds", || {
        forall(
            (answer(), answer(), 0.0..5.0),
            |(chosen, rejected, lambda)| {
                let odds = |row: &[f64]| 1.0 / (-mean(row)).exp_m1();
                let penalty = (odds(&rejected) / odds(&chosen)).ln_1p();
                let expected = lambda * penalty - mean(&chosen);
                within(orpo(&chosen, &rejected, lambda), expected, SLACK)
            },
        )
    }),
    property("orpo", "without_weight_it_is_imitation", || {
        forall((answer(), answer()), |(chosen, rejected)| {
            within(orpo(&chosen, &rejected, 0.0), -mean(&chosen), SLACK)?;
            within(orpo_grad_rejected(&chosen, &rejected, 0.0)[0], 0.0, 0.0)
        })
    }),
    property("orpo", "length_does_not_count", || {
        forall(
            (answer(), answer(), 0.0..5.0),
            |(chosen, rejected, lambda)| {
                let twice = |row: &[f64]| [row, row].concat();
                let found = orpo(&twice(&chosen), &twice(&rejected), lambda);
                within(found, orpo(&chosen, &rejected, lambda), SLACK)
            },
        )
    }),
    // Where the policy gives each answer as often as it wins, the expected slope of every logit is 0; elsewhere not.
    exactly("orpo", "imitation_rests_at_the_winners", |exact| {
        let pairs = pairs();
        let wins = |k: usize| move |[i, _]: &[usize; 2]| f64::from(u8::from(*i == k));
        let winners: Vec<f64> = (0..4).map(|k| exact.mean(&pairs, wins(k))).collect();
        let rest = by_logits(&winners, &expected(exact, &pairs, &winners, 0.0));
        exact.equal_rows(&rest, &[0.0; 4])?;
        let start = by_logits(&REFERENCE, &expected(exact, &pairs, &REFERENCE, 0.0));
        // The reference gives A 0.4, which wins 0.491 of all pairs.
        exact.equal(start[0], REFERENCE[0] - winners[0])?;
        exact.differ(start[0], 0.0, 0.05)
    }),
    // -w_i + λ/(1 - p_i)·Σ_j (W_ji σ_ji - W_ij σ_ij)
    property("orpo", "slope_in_a_world", || {
        forall(
            (world(), 0.0..5.0),
            |([reference, scores, policy], lambda)| {
                let weights = weights(&softmax(&reference, 1.0), &scores);
                let policy = softmax(&policy, 1.0);
                let odds = |i: usize| policy[i] / (1.0 - policy[i]);
                let wrong = |i: usize, j: usize| weights[i][j] * sigmoid((odds(j) / odds(i)).ln());
                let found = slopes(&policy, &weights, lambda);
                for (i, found) in found.iter().enumerate() {
                    let won: f64 = weights[i].iter().sum();
                    let tilt: f64 = (0..4).map(|j| wrong(j, i) - wrong(i, j)).sum();
                    within(*found, lambda / (1.0 - policy[i]) * tilt - won, SLACK)?;
                }
                Ok(())
            },
        )
    }),
    // Where the odds are in the ratios of exp(reward), σ(-Δ) of each pair is the probability that it is lost.
    exactly("orpo", "odds_alone_follow_the_worths", |exact| {
        let pairs = pairs();
        for scale in [0.01, 0.1, 1.0] {
            let odds = REWARDS.map(|reward| scale * reward.exp());
            let policy = odds.map(|odds| odds / (1.0 + odds));
            let both = expected(exact, &pairs, &policy, 1.0);
            let imitation = expected(exact, &pairs, &policy, 0.0);
            exact.equal_rows(&both, &imitation)?;
            let other = policy.map(|p| 0.5 * p);
            let moved = expected(exact, &pairs, &other, 1.0)[0];
            let imitation = expected(exact, &pairs, &other, 0.0)[0];
            exact.differ(moved, imitation, 1e-4)?;
        }
        Ok(())
    }),
];
