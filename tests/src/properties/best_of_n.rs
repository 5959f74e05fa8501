//! Best of n, and Goodhart's law.

use catalog::worlds::answers::{REFERENCE, REWARDS, TRUTH};
use nnfn::losses::{best_of_n, best_of_n_grad_gold, kl_divergence};
use proptest::prelude::*;

use super::exact::World;
use super::{Property, exactly, forall, property, within};
use crate::measure::gaussian_mean;

/// Rounding of sums, and of powers of probabilities that sum to 1 nearly.
const SLACK: f64 = 1e-12;

/// Probabilities, proxy and gold of some answers.
fn answers() -> impl Strategy<Value = [Vec<f64>; 3]> {
    (1_usize..8).prop_flat_map(|k| {
        let row = |low: f64| prop::collection::vec(low..3.0, k);
        (row(0.05), row(-3.0), row(-3.0)).prop_map(|(weights, proxy, gold)| {
            let total: f64 = weights.iter().sum();
            [
                weights.into_iter().map(|w| w / total).collect(),
                proxy,
                gold,
            ]
        })
    })
}

fn largest(row: &[f64]) -> f64 {
    row.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// How often each answer is picked of these draws: one of those with the largest proxy, by the toss of a fair die.
fn picked(draws: &[usize], proxy: &[f64]) -> Vec<f64> {
    let best = largest(&draws.iter().map(|i| proxy[*i]).collect::<Vec<_>>());
    let leading: Vec<usize> = draws
        .iter()
        .copied()
        .filter(|i| proxy[*i] == best)
        .collect();
    let share =
        |i: usize| leading.iter().filter(|j| **j == i).count() as f64 / leading.len() as f64;
    (0..proxy.len()).map(share).collect()
}

/// What is known of the divergence of the best of `n` from one draw.
fn bound(n: f64) -> f64 {
    n.ln() - (n - 1.0) / n
}

pub(super) const PROPERTIES: &[Property] = &[
    exactly("best_of_n", "all_tuples_of_draws", |exact| {
        let world = World::answers();
        // Two proxies: all different, and with two pairs of equals.
        for proxy in [REWARDS, [1.0, 0.0, 1.0, 0.0]] {
            for n in 1..=6 {
                let draws = world.draws(n);
                let picks = exact.means(&draws, |draws| picked(draws, &proxy));
                let found = best_of_n_grad_gold(&REFERENCE, &proxy, &TRUTH, n as f64);
                exact.equal_rows(&found, &picks)?;
                let gold = exact.mean(&draws, |draws| {
                    let picks = picked(draws, &proxy);
                    picks.iter().zip(TRUTH).map(|(p, g)| p * g).sum()
                });
                exact.equal(best_of_n(&REFERENCE, &proxy, &TRUTH, n as f64), gold)?;
            }
        }
        Ok(())
    }),
    exactly("best_of_n", "divergence_of_four_answers", |exact| {
        for n in 1..=6 {
            let picks = best_of_n_grad_gold(&REFERENCE, &REWARDS, &TRUTH, n as f64);
            let draws = World::answers().draws(n);
            let nats = exact.mean(&draws, |draws| {
                let i = (0..4).max_by(|i, j| {
                    let of = |i: usize| picked(draws, &REWARDS)[i];
                    of(*i).total_cmp(&of(*j))
                });
                i.map_or(f64::NAN, |i| (picks[i] / REFERENCE[i]).ln())
            });
            exact.equal(kl_divergence(&picks, &REFERENCE), nats)?;
            if n > 1 && nats > bound(n as f64) - 0.01 {
                return Err(format!(
                    "{n} draws: {nats} nats, the bound is {}",
                    bound(n as f64)
                ));
            }
        }
        Ok(())
    }),
    // For any distribution: what the two have in common is shared between them.
    exactly(
        "best_of_n",
        "a_proxy_gains_twice_what_the_truth_does",
        |exact| {
            for values in [REWARDS, TRUTH, [0.0, 0.0, 1.0, 100.0]] {
                let parts = World::answers().and(&World::answers());
                let all: Vec<(usize, usize)> =
                    (0..4).flat_map(|t| (0..4).map(move |e| (t, e))).collect();
                let p: Vec<f64> = all
                    .iter()
                    .map(|(t, e)| REFERENCE[*t] * REFERENCE[*e])
                    .collect();
                let proxy: Vec<f64> = all.iter().map(|(t, e)| values[*t] + values[*e]).collect();
                let truth: Vec<f64> = all.iter().map(|(t, _)| values[*t]).collect();
                for n in 1..=2 {
                    let draws = parts.draws(n);
                    let of = |draws: &[(usize, usize)], row: &[f64]| {
                        let places: Vec<usize> = draws.iter().map(|(t, e)| 4 * t + e).collect();
                        let picks = picked(&places, &proxy);
                        picks.iter().zip(row).map(|(p, x)| p * x).sum::<f64>()
                    };
                    let measured = exact.mean(&draws, |draws| of(draws, &proxy));
                    let real = exact.mean(&draws, |draws| of(draws, &truth));
                    exact.equal(measured, 2.0 * real)?;
                }
                for n in [1.0, 2.0, 3.0, 16.0, 1000.0] {
                    let measured = best_of_n(&p, &proxy, &proxy, n);
                    exact.equal(measured, 2.0 * best_of_n(&p, &proxy, &truth, n))?;
                }
            }
            Ok(())
        },
    ),
    property("best_of_n", "noise_takes_its_share_of_the_variance", || {
        forall((-3.0..3.0, 0.25..4.0), |(x, variance): (f64, f64)| {
            let likelihood = |t: f64| (-0.5 * (x - t) * (x - t) / variance).exp();
            let seen = gaussian_mean(likelihood);
            let truth = gaussian_mean(|t| t * likelihood(t)) / seen;
            within(truth, x / (1.0 + variance), 1e-9)
        })
    }),
    property("best_of_n", "divergence_has_a_bound", || {
        forall((answers(), 1.0..64.0), |([p, proxy, gold], n)| {
            let picks = best_of_n_grad_gold(&p, &proxy, &gold, n);
            let over = kl_divergence(&picks, &p) - bound(n);
            within(over.max(0.0), 0.0, SLACK)
        })
    }),
    property("best_of_n", "at_most_n_times_as_likely", || {
        forall((answers(), 1.0..64.0), |([p, proxy, gold], n)| {
            let picks = best_of_n_grad_gold(&p, &proxy, &gold, n);
            let over = picks.iter().zip(&p).map(|(pick, p)| pick - n * p);
            within(largest(&over.collect::<Vec<_>>()).max(0.0), 0.0, SLACK)
        })
    }),
    property("best_of_n", "one_draw_is_the_mean", || {
        forall(answers(), |[p, proxy, gold]| {
            let mean: f64 = p.iter().zip(&gold).map(|(p, g)| p * g).sum();
            within(best_of_n(&p, &proxy, &gold, 1.0), mean, SLACK)
        })
    }),
    property("best_of_n", "equal_proxies_give_the_mean", || {
        forall((answers(), 1.0..64.0), |([p, _, gold], n)| {
            let mean: f64 = p.iter().zip(&gold).map(|(p, g)| p * g).sum();
            within(best_of_n(&p, &vec![1.5; p.len()], &gold, n), mean, SLACK)
        })
    }),
    property("best_of_n", "between_the_least_and_the_largest", || {
        forall((answers(), 1.0..64.0), |([p, proxy, gold], n)| {
            let found = best_of_n(&p, &proxy, &gold, n);
            let least = -largest(&gold.iter().map(|g| -g).collect::<Vec<_>>());
            let outside = (found - largest(&gold)).max(least - found);
            within(outside.max(0.0), 0.0, SLACK)
        })
    }),
    property("best_of_n", "more_draws_raise_the_proxy", || {
        forall(
            (answers(), 1.0..64.0, 0.0..8.0),
            |([p, proxy, _], n, more)| {
                let fewer = best_of_n(&p, &proxy, &proxy, n);
                let fall = fewer - best_of_n(&p, &proxy, &proxy, n + more);
                within(fall.max(0.0), 0.0, SLACK)
            },
        )
    }),
    property("best_of_n", "only_the_order_of_the_proxy_counts", || {
        forall((answers(), 1.0..64.0), |([p, proxy, gold], n)| {
            let bent: Vec<f64> = proxy.iter().map(|r| r.exp()).collect();
            let found = best_of_n(&p, &bent, &gold, n);
            within(found, best_of_n(&p, &proxy, &gold, n), SLACK)
        })
    }),
];
