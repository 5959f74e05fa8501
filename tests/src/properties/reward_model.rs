//! The loss of a reward model: what it fits, and what it cannot.

use std::f64::consts::LN_2;

use nnfn::activations::sigmoid;
use nnfn::losses::{bce_with_logits, bradley_terry, cross_entropy};
use nnfn::losses::{bradley_terry_grad, bradley_terry_grad_rejected};
use nnfn::losses::{reward_centering, reward_centering_grad, reward_centering_grad_rejected};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

type Row = Vec<f64>;

/// The scores of a pair, and a margin.
fn pair() -> impl Strategy<Value = (f64, f64, f64)> {
    (-20.0..20.0, -20.0..20.0, -3.0..3.0)
}

/// Scores of four answers, and how often each won against each other one.
fn table() -> impl Strategy<Value = (Row, Vec<Row>)> {
    let row = || prop::collection::vec(0.0..5.0, 4);
    (
        prop::collection::vec(-3.0..3.0, 4),
        prop::collection::vec(row(), 4),
    )
}

/// The gradient of all comparisons by the scores.
fn slopes(scores: &[f64], wins: &[Row]) -> Row {
    let mut slopes = vec![0.0; scores.len()];
    for (i, row) in wins.iter().enumerate() {
        for (j, n) in row.iter().enumerate().filter(|(j, _)| *j != i) {
            slopes[i] += n * bradley_terry_grad(scores[i], scores[j], 0.0);
            slopes[j] += n * bradley_terry_grad_rejected(scores[i], scores[j], 0.0);
        }
    }
    slopes
}

/// Sums of some ten terms below 10.
const SLACK: f64 = 1e-12;

pub(super) const PROPERTIES: &[Property] = &[
    property("bradley_terry", "is_bce_of_the_difference", || {
        forall((-20.0..20.0, -3.0..3.0), |(lead, margin)| {
            let expected = bce_with_logits(lead - margin, 1.0, 1.0);
            // The difference is rounded once.
            within(bradley_terry(lead, 0.0, margin), expected, 1e-14)
        })
    }),
    property("bradley_terry", "is_softmax_of_two", || {
        forall(pair(), |(chosen, rejected, _)| {
            let expected = cross_entropy(&[chosen, rejected], 0);
            near(bradley_terry(chosen, rejected, 0.0), expected, 4.0)
        })
    }),
    property("bradley_terry", "both_orders_are_certain_together", || {
        forall(pair(), |(a, b, _)| {
            let wins = |a, b| (-bradley_terry(a, b, 0.0)).exp();
            within(wins(a, b) + wins(b, a), 1.0, 4.0 * f64::EPSILON)
        })
    }),
    property(
        "bradley_terry",
        "slope_is_the_chance_of_the_other_order",
        || {
            forall(pair(), |(chosen, rejected, margin)| {
                let lost = -(-bradley_terry(chosen, rejected, margin)).exp_m1();
                let slope = -bradley_terry_grad(chosen, rejected, margin);
                within(slope, lost, 4.0 * f64::EPSILON)
            })
        },
    ),
    property("bradley_terry", "expected_wins_minus_wins", || {
        forall(table(), |(scores, wins)| {
            let slopes = slopes(&scores, &wins);
            for i in 0..4 {
                let others = || (0..4).filter(move |j| *j != i);
                let won: f64 = others().map(|j| wins[i][j]).sum();
                let met = |j: usize| wins[i][j] + wins[j][i];
                let expected: f64 = others()
                    .map(|j| met(j) * sigmoid(scores[i] - scores[j]))
                    .sum();
                within(slopes[i], expected - won, 10.0 * SLACK)?;
            }
            Ok(())
        })
    }),
    property("bradley_terry", "rests_at_the_scores_of_people", || {
        forall(table(), |(scores, met)| {
            let won = |i: usize, j: usize| (met[i][j] + met[j][i]) * sigmoid(scores[i] - scores[j]);
            let wins: Vec<Row> = (0..4)
                .map(|i| (0..4).map(|j| won(i, j)).collect())
                .collect();
            for slope in slopes(&scores, &wins) {
                within(slope, 0.0, 10.0 * SLACK)?;
            }
            Ok(())
        })
    }),
    property("bradley_terry", "two_answers_rest_at_the_log_odds", || {
        forall((0.01..100.0, 0.01..100.0), |(won, lost): (f64, f64)| {
            let wins = vec![vec![0.0, won], vec![lost, 0.0]];
            let slope = slopes(&[(won / lost).ln(), 0.0], &wins)[0];
            within(slope, 0.0, SLACK * (won + lost))
        })
    }),
    property("bradley_terry", "a_cycle_costs_ln_2_each", || {
        forall(table(), |(scores, _)| {
            let cycle = |r: &[f64]| -> f64 {
                let pairs = [(0, 1), (1, 2), (2, 0)];
                pairs
                    .iter()
                    .map(|(i, j)| bradley_terry(r[*i], r[*j], 0.0))
                    .sum()
            };
            let (found, least) = (cycle(&scores), 3.0 * LN_2);
            prop_assert!(found >= least - SLACK, "{found:e} is below {least:e}");
            within(cycle(&[scores[3]; 3]), least, SLACK)
        })
    }),
    property("bradley_terry", "a_margin_is_a_handicap", || {
        forall(pair(), |(chosen, rejected, margin)| {
            let expected = bradley_terry(chosen, rejected + margin, 0.0);
            within(bradley_terry(chosen, rejected, margin), expected, 1e-13)
        })
    }),
    property("reward_centering", "leaves_the_difference_alone", || {
        forall(pair(), |(chosen, rejected, c)| {
            let c = c.abs();
            // Along (1, -1), and against the difference of the scores.
            let by = [
                reward_centering_grad(chosen, rejected, c),
                reward_centering_grad_rejected(chosen, rejected, c),
            ];
            within(by[0] - by[1], 0.0, 0.0)?;
            let moved = reward_centering(chosen + 0.5, rejected - 0.5, c);
            within(moved, reward_centering(chosen, rejected, c), 1e-11)
        })
    }),
    property("reward_centering", "says_where_zero_is", || {
        forall(table(), |(scores, wins)| {
            // Of the sum of both losses over all pairs, along a common shift, only this one has a slope.
            let (mut both, mut alone, mut weight) = (0.0, 0.0, 0.0);
            for i in 0..4 {
                for j in (0..4).filter(|j| *j != i) {
                    let (w, l, n) = (scores[i], scores[j], wins[i][j]);
                    let centred = reward_centering_grad(w, l, 0.25)
                        + reward_centering_grad_rejected(w, l, 0.25);
                    let preferred =
                        bradley_terry_grad(w, l, 0.0) + bradley_terry_grad_rejected(w, l, 0.0);
                    both += n * (centred + preferred);
                    alone += n * (w + l);
                    weight += n;
                }
            }
            within(both, alone, SLACK * (1.0 + weight))
        })
    }),
];
