//! Losses of preferences between two answers: DPO and its kin, IPO, SimPO.

use nnfn::activations::{sigmoid, softmax};
use nnfn::losses::{
    cdpo, cdpo_grad, dpo, dpo_grad, dpo_grad_policy_rejected, ipo, ipo_grad,
    ipo_grad_policy_rejected, mean, robust_dpo, robust_dpo_grad, simpo,
};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};

/// The small world of four answers: how likely the reference finds each, and its score.
const REFERENCE: [f64; 4] = [0.4, 0.3, 0.2, 0.1];
const SCORE: [f64; 4] = [1.0, 0.0, -1.0, 2.0];

/// A loss's gradients by both log-probabilities of the policy, from all four.
type Slopes = fn([f64; 4]) -> [f64; 2];

/// Gradient descent on four logits from the reference, by pairs `(i, j, share)`: the share of labels that prefer `i`.
fn trained(pairs: &[(usize, usize, f64)], slopes: Slopes, rate: f64, steps: usize) -> Vec<f64> {
    let mut z = REFERENCE.map(f64::ln);
    for _ in 0..steps {
        let p = softmax(&z, 1.0);
        // By the log-probabilities; by a logit it is that less the probability's share of the sum.
        let mut by_log = [0.0; 4];
        for (i, j, share) in pairs {
            for (w, l, weight) in [(*i, *j, *share), (*j, *i, 1.0 - share)] {
                let [of_w, of_l] =
                    slopes([p[w].ln(), p[l].ln(), REFERENCE[w].ln(), REFERENCE[l].ln()]);
                by_log[w] += weight * of_w;
                by_log[l] += weight * of_l;
            }
        }
        let total: f64 = by_log.iter().sum();
        for k in 0..4 {
            z[k] -= rate * (by_log[k] - p[k] * total);
        }
    }
    softmax(&z, 1.0)
}

/// All six pairs, with the share that Bradley and Terry give each.
fn all_pairs() -> Vec<(usize, usize, f64)> {
    let share = |i: usize, j: usize| sigmoid(SCORE[i] - SCORE[j]);
    (0..4)
        .flat_map(|i| (i + 1..4).map(move |j| (i, j, share(i, j))))
        .collect()
}

/// The policy whose log-ratios to the reference are these, up to a constant.
fn moved(by: [f64; 4]) -> Vec<f64> {
    let logits: Vec<f64> = (0..4).map(|k| REFERENCE[k].ln() + by[k]).collect();
    softmax(&logits, 1.0)
}

fn all_within(found: &[f64], expected: &[f64], slack: f64) -> Result<usize, String> {
    for (found, expected) in found.iter().zip(expected) {
        within(*found, *expected, slack).map_err(|error| error.to_string())?;
    }
    Ok(found.len())
}

/// A log-probability, a margin, β, and a share of swapped labels.
fn draws() -> impl Strategy<Value = (f64, f64, f64, f64)> {
    (-60.0..0.0, -60.0..60.0, 0.01..1.0, 0.001..0.49)
}

/// Tokens of two answers.
fn answers() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    let tokens = || prop::collection::vec(-6.0..0.0, 1..9);
    (tokens(), tokens())
}

pub(super) const PROPERTIES: &[Property] = &[
    property("dpo", "optimum_is_that_of_the_kl_problem", || {
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                dpo_grad(pc, pr, rc, rr, 0.5),
                dpo_grad_policy_rejected(pc, pr, rc, rr, 0.5),
            ]
        };
        let found = trained(&all_pairs(), slopes, 2.0, 4000);
        all_within(&found, &moved(SCORE.map(|r| r / 0.5)), 1e-9)
    }),
    property("dpo", "unseen_mass_is_free", || {
        let mut checks = 0;
        for unseen in [0.01_f64, 0.3, 0.6, 0.99] {
            let seen = 1.0 - unseen;
            let (a, b) = ((0.8 * seen).ln(), (0.2 * seen).ln());
            let loss = dpo(a, b, 0.4_f64.ln(), 0.3_f64.ln(), 0.5);
            let expected = dpo(0.8_f64.ln(), 0.2_f64.ln(), 0.4_f64.ln(), 0.3_f64.ln(), 0.5);
            within(loss, expected, 1e-15).map_err(|error| error.to_string())?;
            checks += 1;
        }
        // With logits of their own the two that nobody compared keep their ratio.
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                dpo_grad(pc, pr, rc, rr, 0.1),
                dpo_grad_policy_rejected(pc, pr, rc, rr, 0.1),
            ]
        };
        let p = trained(&[(0, 1, 1.0)], slopes, 1.0, 100);
        within(p[2] / p[3], 2.0, 1e-14).map_err(|error| error.to_string())?;
        within(p[0] / (p[0] + p[1]), 1.0, 0.1).map_err(|error| error.to_string())?;
        Ok(checks + 2)
    }),
    property("dpo", "certain_labels_have_no_optimum", || {
        forall((-700.0..7000.0, 0.001..1.0), |(h, beta): (f64, f64)| {
            let slope = dpo_grad(h, 0.0, 0.0, 0.0, beta);
            prop_assert!(slope < 0.0 || beta * h > 700.0, "{}", slope);
            Ok(())
        })
    }),
    property("dpo", "rests_at_the_odds_of_the_labels", || {
        forall((0.001..0.999, 0.01..2.0), |(share, beta): (f64, f64)| {
            let h = (share / (1.0 - share)).ln() / beta;
            let for_it = share * dpo_grad(h, 0.0, 0.0, 0.0, beta);
            let against = (1.0 - share) * dpo_grad(-h, 0.0, 0.0, 0.0, beta);
            within(for_it, against, 4.0 * f64::EPSILON * beta)
        })
    }),
    property("cdpo", "is_dpo_plus_a_line", || {
        forall(draws(), |(a, h, beta, epsilon)| {
            let line = epsilon * beta * h;
            let expected = dpo(a + h, a, a, a, beta) + line;
            within(cdpo(a + h, a, a, a, beta, epsilon), expected, 1e-13)
        })
    }),
    property("cdpo", "rests_at_the_smoothed_odds", || {
        forall(
            (0.5..1.0, 0.001..0.49, 0.01..1.0),
            |(share, epsilon, beta): (f64, f64, f64)| {
                let smoothed = share * (1.0 - epsilon) + (1.0 - share) * epsilon;
                let h = (smoothed / (1.0 - smoothed)).ln() / beta;
                let slope = |h: f64| cdpo_grad(h, 0.0, 0.0, 0.0, beta, epsilon);
                within(share * slope(h), (1.0 - share) * slope(-h), 1e-15)
            },
        )
    }),
    property("robust_dpo", "is_dpo_minus_a_line", || {
        forall(draws(), |(a, h, beta, epsilon)| {
            let line = epsilon / (1.0 - 2.0 * epsilon) * beta * h;
            let expected = dpo(a + h, a, a, a, beta) - line;
            let slack = 1e-13 / (1.0 - 2.0 * epsilon);
            within(robust_dpo(a + h, a, a, a, beta, epsilon), expected, slack)
        })
    }),
    property("robust_dpo", "unbiased", || {
        forall(draws(), |(a, h, beta, epsilon)| {
            let right = robust_dpo(a + h, a, a, a, beta, epsilon);
            let swapped = robust_dpo(a, a + h, a, a, beta, epsilon);
            let found = (1.0 - epsilon) * right + epsilon * swapped;
            let slack = 1e-12 / (1.0 - 2.0 * epsilon);
            within(found, dpo(a + h, a, a, a, beta), slack)
        })
    }),
    property("robust_dpo", "always_asks_for_more", || {
        forall(draws(), |(a, h, beta, epsilon)| {
            let slope = robust_dpo_grad(a + h, a, a, a, beta, epsilon);
            let least = beta * epsilon / (1.0 - 2.0 * epsilon);
            prop_assert!(
                slope <= -least * (1.0 - 1e-14),
                "{} above {}",
                slope,
                -least
            );
            Ok(())
        })
    }),
    property("ipo", "rests_at_the_mean_label", || {
        forall((0.0..=1.0, 0.01..2.0), |(share, tau): (f64, f64)| {
            let h = (2.0 * share - 1.0) / (2.0 * tau);
            let for_it = share * ipo_grad(h, 0.0, 0.0, 0.0, tau);
            let against = (1.0 - share) * ipo_grad(-h, 0.0, 0.0, 0.0, tau);
            within(for_it, against, 4.0 * f64::EPSILON / tau)
        })
    }),
    property("ipo", "closed_form_of_all_pairs", || {
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                ipo_grad(pc, pr, rc, rr, 0.1),
                ipo_grad_policy_rejected(pc, pr, rc, rr, 0.1),
            ]
        };
        let found = trained(&all_pairs(), slopes, 0.1, 1000);
        // Against each answer, itself included, the mean of what each pair is asked for.
        let lead = |i: usize, j: usize| (2.0 * sigmoid(SCORE[i] - SCORE[j]) - 1.0) / 0.2;
        let asked = [0, 1, 2, 3].map(|i| (0..4).map(|j| lead(i, j)).sum::<f64>() / 4.0);
        all_within(&found, &moved(asked), 1e-12)
    }),
    property("ipo", "certain_order_is_a_finite_policy", || {
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                ipo_grad(pc, pr, rc, rr, 0.5),
                ipo_grad_policy_rejected(pc, pr, rc, rr, 0.5),
            ]
        };
        let order = [(3, 0), (3, 1), (3, 2), (0, 1), (0, 2), (1, 2)].map(|(i, j)| (i, j, 1.0));
        let found = trained(&order, slopes, 0.1, 1000);
        all_within(&found, &moved([0.25, -0.25, -0.75, 0.75]), 1e-12)
    }),
    property("ipo", "sums_and_means", || {
        let numbers = (-8.0..0.0, -8.0..0.0, -8.0..0.0, -8.0..0.0);
        forall(
            (numbers, 1..2000_i32, 0.01..2.0),
            |((pc, pr, rc, rr), tokens, tau): ((f64, f64, f64, f64), i32, f64)| {
                let n = f64::from(tokens);
                let of_sums = ipo(n * pc, n * pr, n * rc, n * rr, tau);
                let of_means = ipo(pc, pr, rc, rr, n * tau);
                within(of_sums, n * n * of_means, 1e-10 * n * n * (1.0 + of_means))
            },
        )
    }),
    property("simpo", "is_dpo_of_means", || {
        forall(
            (answers(), 0.1..10.0, -1.0..3.0),
            |((chosen, rejected), beta, gamma): ((Vec<f64>, Vec<f64>), f64, f64)| {
                // A margin is a reference that finds the chosen answer likelier by gamma/beta nats.
                let expected = dpo(mean(&chosen), mean(&rejected), gamma / beta, 0.0, beta);
                near(simpo(&chosen, &rejected, beta, gamma), expected, 300.0)
            },
        )
    }),
    property("simpo", "repeated_tokens_change_nothing", || {
        forall((answers(), 1..7_usize), |((chosen, rejected), times)| {
            let longer = rejected.repeat(times);
            near(
                simpo(&chosen, &longer, 2.0, 1.0),
                simpo(&chosen, &rejected, 2.0, 1.0),
                4.0,
            )
        })
    }),
    property("simpo", "a_tie_favours_the_short_answer", || {
        // Answers of 2 and 8 tokens, equally good per token, and no others.
        let per_token = {
            let (mut low, mut high) = (0.0_f64, 1.0_f64);
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                if middle.powi(2) + middle.powi(8) < 1.0 {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            low
        };
        let (short, long) = ([per_token.ln(); 2], [per_token.ln(); 8]);
        let slope = simpo(&short, &long, 2.0, 1.0) - simpo(&long, &short, 2.0, 1.0);
        within(slope, 0.0, 1e-15).map_err(|error| error.to_string())?;
        within(per_token.powi(2), 0.724_491_959, 1e-9).map_err(|error| error.to_string())?;
        Ok(2)
    }),
];
