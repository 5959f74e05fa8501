//! Losses of preferences between two answers: DPO and its kin, IPO, SimPO.

use catalog::worlds::answers::{REFERENCE, REWARDS, optimum, prefers, raised};
use nnfn::losses::{
    cdpo, cdpo_grad, dpo, dpo_grad, dpo_grad_policy_rejected, ipo, ipo_grad,
    ipo_grad_policy_rejected, mean, robust_dpo, robust_dpo_grad, simpo, simpo_grad,
    simpo_grad_rejected,
};
use proptest::prelude::*;

use super::exact::{Exact, World};
use super::{Property, exactly, forall, near, property, within};

/// A loss of a pair, or its gradients by both log-probabilities of the policy, from all four.
type Slopes = fn([f64; 4]) -> [f64; 2];

/// The chosen answer and the rejected one.
type Pair = [usize; 2];

/// All six pairs of the four answers, each as often, with labels by Bradley and Terry.
fn labelled_pairs() -> World<Pair> {
    let others = |i: usize| (0..4).filter(move |j| *j != i).map(move |j| [i, j]);
    let all = (0..4).flat_map(others);
    World::new(all.map(|[i, j]| ([i, j], prefers(i, j) / 6.0)).collect())
}

/// One label among the four answers, and no other: A is better than B.
fn one_label() -> World<Pair> {
    World::new(vec![([0, 1], 1.0)])
}

/// Where the policy gives the four answers these probabilities.
fn log_probabilities(policy: &[f64], [w, l]: Pair) -> [f64; 4] {
    [policy[w], policy[l], REFERENCE[w], REFERENCE[l]].map(f64::ln)
}

/// The expected gradient by four logits of a policy.
fn expected(exact: &mut Exact, world: &World<Pair>, policy: &[f64], slopes: Slopes) -> Vec<f64> {
    let by_log = exact.means(world, |pair| {
        let mut row = vec![0.0; 4];
        let [of_w, of_l] = slopes(log_probabilities(policy, *pair));
        row[pair[0]] = of_w;
        row[pair[1]] = of_l;
        row
    });
    // By a logit it is that less the probability's share of the sum.
    let total: f64 = by_log.iter().sum();
    let of = |k: usize| by_log[k] - policy[k] * total;
    (0..4).map(of).collect()
}

/// Gradient descent on four logits from the reference.
fn trained(
    exact: &mut Exact,
    world: &World<Pair>,
    slopes: Slopes,
    rate: f64,
    steps: usize,
) -> [f64; 4] {
    let mut moved = [0.0; 4];
    for _ in 0..steps {
        let slopes = expected(exact, world, &raised(&moved), slopes);
        for (moved, slope) in moved.iter_mut().zip(slopes) {
            *moved -= rate * slope;
        }
    }
    raised(&moved)
}

/// By how much the policy has moved to the first of two answers.
fn margin(policy: &[f64; 4], pair: Pair) -> f64 {
    let [w, l, of_w, of_l] = log_probabilities(policy, pair);
    (w - of_w) - (l - of_l)
}

/// A label of a pair: 0 says what is meant, 1 the contrary, which has this share.
fn label(swapped: f64) -> World<usize> {
    World::of(&[1.0 - swapped, swapped])
}

/// The margin as a label sees it.
fn seen(h: f64, label: usize) -> f64 {
    if label == 0 { h } else { -h }
}

const SHARES: [f64; 4] = [0.01, 0.1, 0.3, 0.45];
const MARGINS: [f64; 6] = [-60.0, -3.0, 0.0, 0.7, 22.0, 60.0];

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
    // The loss is convex in the logits: where its expected slopes are 0 it is lowest.
    exactly("dpo", "optimum_is_that_of_the_kl_problem", |exact| {
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                dpo_grad(pc, pr, rc, rr, 0.5),
                dpo_grad_policy_rejected(pc, pr, rc, rr, 0.5),
            ]
        };
        let pairs = labelled_pairs();
        let rest = expected(exact, &pairs, &optimum(0.5), slopes);
        exact.equal_rows(&rest, &[0.0; 4])?;
        let start = expected(exact, &pairs, &REFERENCE, slopes);
        exact.differ(start[3], 0.0, 0.05)?;
        let found = trained(exact, &pairs, slopes, 10.0, 1000);
        for (found, expected) in found.iter().zip(optimum(0.5)) {
            exact.within(*found, expected, 1e-9)?;
        }
        Ok(())
    }),
    exactly("dpo", "unseen_mass_is_free", |exact| {
        let label = one_label();
        let loss = |exact: &mut Exact, unseen: f64| {
            let seen = 1.0 - unseen;
            let policy = [0.8 * seen, 0.2 * seen, 0.5 * unseen, 0.5 * unseen];
            exact.mean(&label, |pair| {
                let [pc, pr, rc, rr] = log_probabilities(&policy, *pair);
                dpo(pc, pr, rc, rr, 0.5)
            })
        };
        let expected = loss(exact, 0.5);
        for unseen in [0.01, 0.3, 0.6, 0.99] {
            let found = loss(exact, unseen);
            exact.equal(found, expected)?;
        }
        // With logits of their own the two that nobody compared keep their ratio.
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                dpo_grad(pc, pr, rc, rr, 0.1),
                dpo_grad_policy_rejected(pc, pr, rc, rr, 0.1),
            ]
        };
        let p = trained(exact, &label, slopes, 1.0, 100);
        exact.equal(p[2] / p[3], 2.0)?;
        exact.differ(p[0] / p[1], 4.0 / 3.0, 1.0)
    }),
    property("dpo", "certain_labels_have_no_optimum", || {
        forall((-700.0..7000.0, 0.001..1.0), |(h, beta): (f64, f64)| {
            let slope = dpo_grad(h, 0.0, 0.0, 0.0, beta);
            prop_assert!(slope < 0.0 || beta * h > 700.0, "{}", slope);
            Ok(())
        })
    }),
    // Trained on one label, the margin grows as the logarithm of the steps does: by ln 10/β nats each ten times.
    exactly("dpo", "certain_label_is_never_satisfied", |exact| {
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                dpo_grad(pc, pr, rc, rr, 1.0),
                dpo_grad_policy_rejected(pc, pr, rc, rr, 1.0),
            ]
        };
        let mut margins = vec![];
        for steps in [100, 1000, 10_000] {
            let policy = trained(exact, &one_label(), slopes, 1.0, steps);
            margins.push(margin(&policy, [0, 1]));
        }
        // A step at a margin h adds about 2·exp(-h), so the margin is about ln(2·steps).
        let ten = 10.0_f64.ln();
        exact.within(margins[1] - margins[0], ten, 0.03)?;
        exact.within(margins[2] - margins[1], ten, 0.004)
    }),
    exactly("dpo", "rests_at_the_odds_of_the_labels", |exact| {
        for (swapped, beta) in SHARES.iter().zip([0.01, 0.1, 0.5, 2.0]) {
            let labels = label(*swapped);
            let slope = |exact: &mut Exact, h: f64| {
                exact.mean(&labels, |label| {
                    let sign = seen(1.0, *label);
                    sign * dpo_grad(seen(h, *label), 0.0, 0.0, 0.0, beta)
                })
            };
            let h = ((1.0 - swapped) / swapped).ln() / beta;
            let rest = slope(exact, h);
            exact.equal(rest, 0.0)?;
            let before = slope(exact, 0.5 * h);
            exact.differ(before, 0.0, 0.01 * beta)?;
        }
        Ok(())
    }),
    property("cdpo", "is_dpo_plus_a_line", || {
        forall(draws(), |(a, h, beta, epsilon)| {
            let line = epsilon * beta * h;
            let expected = dpo(a + h, a, a, a, beta) + line;
            within(cdpo(a + h, a, a, a, beta, epsilon), expected, 1e-13)
        })
    }),
    // Labels of which a share is swapped, smoothed by as much.
    exactly("cdpo", "rests_at_the_smoothed_odds", |exact| {
        for epsilon in SHARES {
            let labels = label(epsilon);
            let slope = |exact: &mut Exact, h: f64| {
                exact.mean(&labels, |label| {
                    let sign = seen(1.0, *label);
                    sign * cdpo_grad(seen(h, *label), 0.0, 0.0, 0.0, 0.1, epsilon)
                })
            };
            let kept = (1.0 - epsilon).powi(2) + epsilon.powi(2);
            let rest = slope(exact, (kept / (1.0 - kept)).ln() / 0.1);
            exact.equal(rest, 0.0)?;
            // Without the swaps it would rest here.
            let beyond = slope(exact, ((1.0 - epsilon) / epsilon).ln() / 0.1);
            exact.differ(beyond, 0.0, 1e-4)?;
        }
        Ok(())
    }),
    // Over right and swapped labels its mean is DPO's loss of the right label, and 2ε(1 - ε)·βh besides.
    exactly("cdpo", "biased_by_a_line", |exact| {
        for epsilon in SHARES {
            for h in MARGINS {
                let found = exact.mean(&label(epsilon), |label| {
                    cdpo(seen(h, *label), 0.0, 0.0, 0.0, 0.1, epsilon)
                });
                let right = dpo(h, 0.0, 0.0, 0.0, 0.1);
                let bias = 2.0 * epsilon * (1.0 - epsilon) * 0.1 * h;
                exact.equal(found, right + bias)?;
                if h != 0.0 {
                    exact.differ(found, right, 1e-3)?;
                }
            }
        }
        Ok(())
    }),
    property("robust_dpo", "is_dpo_minus_a_line", || {
        forall(draws(), |(a, h, beta, epsilon)| {
            let line = epsilon / (1.0 - 2.0 * epsilon) * beta * h;
            let expected = dpo(a + h, a, a, a, beta) - line;
            let slack = 1e-13 / (1.0 - 2.0 * epsilon);
            within(robust_dpo(a + h, a, a, a, beta, epsilon), expected, slack)
        })
    }),
    exactly("robust_dpo", "unbiased", |exact| {
        for epsilon in SHARES {
            for h in MARGINS {
                let labels = label(epsilon);
                let value = exact.mean(&labels, |label| {
                    robust_dpo(seen(h, *label), 0.0, 0.0, 0.0, 0.1, epsilon)
                });
                exact.equal(value, dpo(h, 0.0, 0.0, 0.0, 0.1))?;
                let slope = exact.mean(&labels, |label| {
                    let sign = seen(1.0, *label);
                    sign * robust_dpo_grad(seen(h, *label), 0.0, 0.0, 0.0, 0.1, epsilon)
                });
                exact.equal(slope, dpo_grad(h, 0.0, 0.0, 0.0, 0.1))?;
            }
        }
        Ok(())
    }),
    // All pairs of the four answers, of whose labels a tenth is swapped: it ends where DPO does without swaps.
    exactly(
        "robust_dpo",
        "optimum_in_spite_of_swapped_labels",
        |exact| {
            let mut swapped = vec![];
            for i in 0..4 {
                for j in (0..4).filter(|j| *j != i) {
                    let share = 0.9 * prefers(i, j) + 0.1 * prefers(j, i);
                    swapped.push(([i, j], share / 6.0));
                }
            }
            let pairs = World::new(swapped);
            let robust: Slopes = |[pc, pr, rc, rr]| {
                let slope = robust_dpo_grad(pc, pr, rc, rr, 0.5, 0.1);
                [slope, -slope]
            };
            let rest = expected(exact, &pairs, &optimum(0.5), robust);
            exact.equal_rows(&rest, &[0.0; 4])?;
            let conservative: Slopes = |[pc, pr, rc, rr]| {
                let slope = cdpo_grad(pc, pr, rc, rr, 0.5, 0.1);
                [slope, -slope]
            };
            let elsewhere = expected(exact, &pairs, &optimum(0.5), conservative);
            exact.differ(elsewhere[3], 0.0, 0.01)
        },
    ),
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
    exactly("ipo", "rests_at_the_mean_label", |exact| {
        for swapped in [0.0, 0.01, 0.1, 0.3, 0.5, 1.0] {
            for tau in [0.05, 0.1, 0.5, 2.0] {
                let labels = label(swapped);
                let slope = |exact: &mut Exact, h: f64| {
                    exact.mean(&labels, |label| {
                        let sign = seen(1.0, *label);
                        sign * ipo_grad(seen(h, *label), 0.0, 0.0, 0.0, tau)
                    })
                };
                let h = (1.0 - 2.0 * swapped) / (2.0 * tau);
                let rest = slope(exact, h);
                exact.equal(rest, 0.0)?;
                let beyond = slope(exact, h + 1.0);
                exact.equal(beyond, 2.0)?;
            }
        }
        Ok(())
    }),
    // A margin of 1/(2τ), by training on one label.
    exactly("ipo", "certain_label_ends_at_the_target", |exact| {
        let by: [(f64, Slopes); 2] = [
            (0.1, |[pc, pr, rc, rr]| {
                let slope = ipo_grad(pc, pr, rc, rr, 0.1);
                [slope, -slope]
            }),
            (0.5, |[pc, pr, rc, rr]| {
                let slope = ipo_grad(pc, pr, rc, rr, 0.5);
                [slope, -slope]
            }),
        ];
        for (tau, slopes) in by {
            let policy = trained(exact, &one_label(), slopes, 0.1, 200);
            exact.equal(margin(&policy, [0, 1]), 1.0 / (2.0 * tau))?;
            exact.equal(policy[2] / policy[3], 2.0)?;
        }
        Ok(())
    }),
    exactly("ipo", "closed_form_of_all_pairs", |exact| {
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                ipo_grad(pc, pr, rc, rr, 0.1),
                ipo_grad_policy_rejected(pc, pr, rc, rr, 0.1),
            ]
        };
        let pairs = labelled_pairs();
        // Against each answer, itself included, the mean of what each pair is asked for.
        let lead = |i: usize, j: usize| (2.0 * prefers(i, j) - 1.0) / 0.2;
        let asked = [0, 1, 2, 3].map(|i| (0..4).map(|j| lead(i, j)).sum::<f64>() / 4.0);
        let closed = raised(&asked);
        let rest = expected(exact, &pairs, &closed, slopes);
        exact.equal_rows(&rest, &[0.0; 4])?;
        let found = trained(exact, &pairs, slopes, 0.6, 200);
        exact.equal_rows(&found, &closed)?;
        exact.differ(closed[3], REFERENCE[3], 0.4)?;
        // Which is no policy of the rewards themselves.
        exact.differ(closed[3], raised(&REWARDS)[3], 0.1)
    }),
    exactly("ipo", "certain_order_is_a_finite_policy", |exact| {
        let slopes: Slopes = |[pc, pr, rc, rr]| {
            [
                ipo_grad(pc, pr, rc, rr, 0.5),
                ipo_grad_policy_rejected(pc, pr, rc, rr, 0.5),
            ]
        };
        let order = [[3, 0], [3, 1], [3, 2], [0, 1], [0, 2], [1, 2]];
        let pairs = World::new(order.iter().map(|pair| (*pair, 1.0 / 6.0)).collect());
        let found = trained(exact, &pairs, slopes, 0.6, 200);
        exact.equal_rows(&found, &raised(&[0.25, -0.25, -0.75, 0.75]))
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
    // Answers of 2 and 8 tokens and no others, labelled either way as often: where p² + p⁸ is 1.
    exactly("simpo", "a_tie_favours_the_short_answer", |exact| {
        let labels = label(0.5);
        let slope = |exact: &mut Exact, short: f64| {
            let row = |p: f64, n: usize| vec![p.ln() / n as f64; n];
            let (two, eight) = (row(short, 2), row(1.0 - short, 8));
            // By the log-odds of the short answer.
            exact.mean(&labels, |label| {
                let by = |w: &[f64], l: &[f64]| {
                    let of_w = simpo_grad(w, l, 2.0, 1.0)[0];
                    let of_l = simpo_grad_rejected(w, l, 2.0, 1.0)[0];
                    [of_w, of_l]
                };
                let [of_short, of_long] = if *label == 0 {
                    by(&two, &eight)
                } else {
                    let [of_w, of_l] = by(&eight, &two);
                    [of_l, of_w]
                };
                of_short * (1.0 - short) - of_long * short
            })
        };
        // mpmath, 50 digits
        let rest = slope(exact, 0.724_491_959_000_515_6);
        exact.equal(rest, 0.0)?;
        // It would be a descent from one half.
        let at_one_half = slope(exact, 0.5);
        exact.differ(at_one_half.min(0.0), 0.0, 0.05)
    }),
];
