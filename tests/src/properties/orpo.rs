//! ORPO.

use nnfn::activations::{sigmoid, softmax};
use nnfn::losses::{mean, orpo, orpo_grad, orpo_grad_rejected};
use proptest::prelude::*;

use super::{Property, forall, property, within};

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
    property("orpo", "imitation_rests_at_the_winners", || {
        forall(world(), |[reference, scores, _]| {
            let weights = weights(&softmax(&reference, 1.0), &scores);
            let winners: Vec<f64> = weights.iter().map(|row| row.iter().sum()).collect();
            let slopes = slopes(&winners, &weights, 0.0);
            for slope in by_logits(&winners, &slopes) {
                within(slope, 0.0, SLACK)?;
            }
            Ok(())
        })
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
    // Where σ(-Δ) of each pair is the probability that it is lost.
    property("orpo", "odds_alone_follow_the_worths", || {
        forall((world(), 0.01..1.0), |([reference, scores, _], scale)| {
            let weights = weights(&softmax(&reference, 1.0), &scores);
            let odds = scores.iter().map(|score| scale * score.exp());
            let policy: Vec<f64> = odds.map(|odds| odds / (1.0 + odds)).collect();
            let imitation = slopes(&policy, &weights, 0.0);
            for (both, alone) in slopes(&policy, &weights, 1.0).iter().zip(imitation) {
                within(*both, alone, SLACK)?;
            }
            Ok(())
        })
    }),
];
