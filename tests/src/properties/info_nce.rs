//! InfoNCE, in one direction, in both, and as questions of yes or no.

use catalog::worlds::language;
use nnfn::activations::softmax;
use nnfn::losses::{bce_with_logits, cross_entropy, mean, sum};
use nnfn::losses::{clip_loss, clip_loss_grad, clip_loss_grad_temperature};
use nnfn::losses::{info_nce, info_nce_grad, info_nce_grad_temperature};
use nnfn::losses::{siglip, siglip_grad, siglip_grad_bias, siglip_grad_scale};
use proptest::prelude::*;

use super::exact::World;
use super::{Property, exactly, forall, near, property, within};

type Table = Vec<Vec<f64>>;

/// A square table of cosines.
fn cosines() -> impl Strategy<Value = Table> {
    (1..7_usize).prop_flat_map(|n| prop::collection::vec(prop::collection::vec(-1.0..=1.0, n), n))
}

/// Vectors, none so short that it has no direction.
fn directions(n: usize) -> impl Strategy<Value = Table> {
    let vector = (-1.0..1.0, -1.0..1.0, 0.1..1.0).prop_map(|(x, y, z)| vec![x, y, z]);
    prop::collection::vec(vector, n)
}

/// The cosines of each of one side with each of the other.
fn between(one: &Table, other: &Table) -> Table {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let cosine = |a: &Vec<f64>, b: &Vec<f64>| dot(a, b) / (dot(a, a) * dot(b, b)).sqrt();
    let row = |a| other.iter().map(|b| cosine(a, b)).collect();
    one.iter().map(row).collect()
}

fn temperature() -> impl Strategy<Value = f64> {
    prop_oneof![0.01..0.1, 0.1..2.0]
}

fn columns(table: &Table) -> Table {
    let column = |j: usize| table.iter().map(|row| row[j]).collect();
    (0..table.len()).map(column).collect()
}

/// The pairs from one to another, as a batch of their own.
fn part(table: &Table, from: usize, to: usize) -> Table {
    table[from..to]
        .iter()
        .map(|row| row[from..to].to_vec())
        .collect()
}

/// Neighbours in a chain of two letters that keeps its letter nine times in ten: what the loss of a batch of `n` is on
/// average with the best similarities, `τ·ln` of how much likelier the pair is than chance.
fn of_neighbours(n: u32) -> f64 {
    // Each of the others has the letter of the anchor with probability ½, whether the partner has it or not.
    let (mut expected, mut ways) = (0.0, 0.5_f64.powi(n as i32 - 1));
    for alike in 0..n {
        let others = f64::from(alike) * 1.8 + f64::from(n - 1 - alike) * 0.2;
        for (share, ratio) in [(0.9, 1.8), (0.1, 0.2)] {
            let logits = [f64::ln(ratio), others.ln()];
            let all = if n == 1 {
                0.0
            } else {
                cross_entropy(&logits, 0)
            };
            expected += ways * share * all;
        }
        ways *= f64::from(n - 1 - alike) / f64::from(alike + 1);
    }
    expected
}

pub(super) const PROPERTIES: &[Property] = &[
    property("info_nce", "is_cross_entropy_of_the_diagonal", || {
        forall((cosines(), temperature()), |(s, t)| {
            let of = |(i, row): (usize, &Vec<f64>)| {
                let logits: Vec<f64> = row.iter().map(|x| x / t).collect();
                cross_entropy(&logits, i)
            };
            let losses: Vec<f64> = s.iter().enumerate().map(of).collect();
            within(info_nce(&s, t), mean(&losses), 1e-15 * (1.0 + 4.0 / t))
        })
    }),
    property("info_nce", "cosines_bound_it_on_both_sides", || {
        forall((cosines(), temperature()), |(s, t)| {
            let others = s.len() as f64 - 1.0;
            let bound = |sign: f64| (others * (sign * 2.0 / t).exp()).ln_1p();
            let loss = info_nce(&s, t);
            let slack = 1e-14 * bound(1.0);
            prop_assert!(loss >= bound(-1.0) * (1.0 - 1e-14), "{loss:e}");
            prop_assert!(loss <= bound(1.0) + slack, "{loss:e}");
            let best: Table = (0..s.len())
                .map(|i| {
                    (0..s.len())
                        .map(|j| if i == j { 1.0 } else { -1.0 })
                        .collect()
                })
                .collect();
            let rounding = (4.0 + 2.0 / t) * f64::EPSILON; // of the exponent
            within(info_nce(&best, t), bound(-1.0), rounding * bound(-1.0))
        })
    }),
    property("info_nce", "a_simplex_is_the_best_of_vectors", || {
        let sides = (2..7_usize).prop_flat_map(|n| (directions(n), directions(n), 0.05..2.0));
        forall(sides, |(queries, answers, t)| {
            let n = queries.len() as f64;
            let least = ((n - 1.0) * f64::exp(-n / (n - 1.0) / t)).ln_1p();
            let loss = info_nce(&between(&queries, &answers), t);
            prop_assert!(loss >= least * (1.0 - 1e-12), "{loss:e} {least:e}");
            // A simplex: unit vectors along all axes, seen from their middle.
            let corner = |i: usize| -> Vec<f64> {
                (0..queries.len())
                    .map(|j| f64::from(u8::from(i == j)) - 1.0 / n)
                    .collect()
            };
            let simplex: Table = (0..queries.len()).map(corner).collect();
            let best = info_nce(&between(&simplex, &simplex), t);
            within(best, least, 1e-12 * least)
        })
    }),
    property("info_nce", "negatives_share_by_softmax", || {
        forall((cosines(), temperature()), |(s, t)| {
            let grad = info_nce_grad(&s, t);
            for (i, row) in s.iter().enumerate().filter(|_| s.len() > 1) {
                let without = |row: &[f64]| [&row[..i], &row[i + 1..]].concat();
                let pushed: f64 = -grad[i][i];
                for (g, share) in without(&grad[i]).iter().zip(softmax(&without(row), t)) {
                    within(*g, share * pushed, 1e-13 * pushed)?;
                }
            }
            Ok(())
        })
    }),
    property("info_nce", "strongest_push_at_the_root", || {
        forall(temperature(), |t| {
            // How hard a negative at each angle is pushed along the circle, of many at even angles.
            let angles: Vec<f64> = (0..=2000)
                .map(|i| f64::from(i) * 5e-4 * std::f64::consts::PI)
                .collect();
            let row: Vec<f64> = angles.iter().map(|a| a.cos()).collect();
            let shares = softmax(&row, t);
            let push = |i: &usize| angles[*i].sin() * shares[*i];
            let all = 0..angles.len();
            let strongest = all.max_by(|i, j| push(i).total_cmp(&push(j)));
            let found = angles[strongest.expect("there are some")];
            let cosine = 2.0 / (t + (t * t + 4.0).sqrt()); // (√(t² + 4) - t)/2
            within(cosine * cosine + t * cosine, 1.0, 1e-14)?;
            within(found, cosine.acos(), 2e-3)
        })
    }),
    property("info_nce", "a_batch_costs_more_than_its_parts", || {
        forall((cosines(), temperature(), 0.0..1.0), |(s, t, at)| {
            let n = s.len();
            let cut = (at * n as f64) as usize;
            let parts = [(0, cut), (cut, n)].map(|(from, to)| match to - from {
                0 => 0.0,
                m => m as f64 * info_nce(&part(&s, from, to), t),
            });
            let whole = n as f64 * info_nce(&s, t);
            prop_assert!(whole >= (parts[0] + parts[1]) * (1.0 - 1e-14));
            Ok(())
        })
    }),
    property("info_nce", "temperature_slope_is_the_expected_gap", || {
        forall((cosines(), temperature()), |(s, t)| {
            let gap = |(i, row): (usize, &Vec<f64>)| {
                let shares = softmax(row, t);
                let terms: Vec<f64> = shares
                    .iter()
                    .zip(row)
                    .map(|(p, x)| p * (row[i] - x))
                    .collect();
                sum(&terms)
            };
            let gaps: Vec<f64> = s.iter().enumerate().map(gap).collect();
            let slope = info_nce_grad_temperature(&s, t);
            within(slope, mean(&gaps) / (t * t), 1e-13 / (t * t))
        })
    }),
    exactly("info_nce", "certifies_less_than_there_is", |exact| {
        let information = language::entropy(0.5) - language::entropy(language::FLIP);
        let mut before = 0.0;
        for n in 2..=5 {
            // All batches of so many pairs of neighbours.
            let batches = World::texts(2).draws(n);
            let loss = exact.mean(&batches, |batch| {
                let similarity = |x: usize, y: usize| f64::ln(if x == y { 1.8 } else { 0.2 });
                let row = |x: &Vec<usize>| batch.iter().map(|y| similarity(x[0], y[1])).collect();
                info_nce(&batch.iter().map(row).collect::<Table>(), 1.0)
            });
            exact.equal(loss, of_neighbours(n as u32))?;
            let certified = (n as f64).ln() - loss;
            if certified <= before || certified >= information {
                return Err(format!("{certified} of {information} in batches of {n}"));
            }
            before = certified;
        }
        Ok(())
    }),
    property("clip_loss", "is_the_mean_of_both_directions", || {
        forall((cosines(), temperature()), |(s, t)| {
            let both = 0.5 * (info_nce(&s, t) + info_nce(&columns(&s), t));
            near(clip_loss(&s, t), both, 4.0)?;
            let (there, back) = (
                info_nce_grad(&s, t),
                columns(&info_nce_grad(&columns(&s), t)),
            );
            for (g, (x, y)) in clip_loss_grad(&s, t)
                .concat()
                .iter()
                .zip(there.concat().iter().zip(back.concat()))
            {
                within(*g, 0.5 * (x + y), 1e-15 / t)?;
            }
            let slopes =
                info_nce_grad_temperature(&s, t) + info_nce_grad_temperature(&columns(&s), t);
            within(
                clip_loss_grad_temperature(&s, t),
                0.5 * slopes,
                1e-14 / (t * t),
            )
        })
    }),
    property("clip_loss", "both_sides_are_alike", || {
        forall((cosines(), temperature()), |(s, t)| {
            near(clip_loss(&columns(&s), t), clip_loss(&s, t), 4.0)
        })
    }),
    property("siglip", "is_binary_cross_entropy_of_all_pairs", || {
        forall((cosines(), 0.1..100.0, -20.0..20.0), |(s, scale, bias)| {
            let of = |i: usize, j: usize| {
                let label = if i == j { 1.0 } else { 0.0 };
                bce_with_logits(scale * s[i][j] + bias, label, 1.0)
            };
            let n = s.len();
            let all: Vec<f64> = (0..n * n).map(|k| of(k / n, k % n)).collect();
            within(siglip(&s, scale, bias), sum(&all) / n as f64, 1e-12)
        })
    }),
    property("siglip", "pairs_do_not_know_each_other", || {
        forall((cosines(), 0.1..100.0, -20.0..20.0), |(s, scale, bias)| {
            let (before, mut moved) = (siglip_grad(&s, scale, bias), s.clone());
            moved[0][0] += 1.0;
            let after = siglip_grad(&moved, scale, bias);
            prop_assert_eq!(&before[0][1..], &after[0][1..]);
            prop_assert_eq!(&before[1..], &after[1..]);
            Ok(())
        })
    }),
    property("siglip", "shift_is_a_bias", || {
        forall(
            (cosines(), 0.1..10.0, -9.0..9.0, -1.0..1.0),
            |(s, scale, bias, c): (Table, f64, f64, f64)| {
                let shifted: Table = s
                    .iter()
                    .map(|row| row.iter().map(|x| x + c).collect())
                    .collect();
                let (found, expected) = (
                    siglip(&shifted, scale, bias),
                    siglip(&s, scale, bias + scale * c),
                );
                within(found, expected, 1e-12)
            },
        )
    }),
    property("siglip", "slopes_of_scale_and_bias", || {
        forall((cosines(), 0.1..100.0, -20.0..20.0), |(s, scale, bias)| {
            let (flat, grad) = (s.concat(), siglip_grad(&s, scale, bias).concat());
            let by_bias = sum(&grad) / scale;
            within(siglip_grad_bias(&s, scale, bias), by_bias, 1e-13)?;
            let terms: Vec<f64> = grad.iter().zip(flat).map(|(g, x)| g * x / scale).collect();
            within(siglip_grad_scale(&s, scale, bias), sum(&terms), 1e-13)
        })
    }),
    property("siglip", "best_bias_of_equal_similarities", || {
        forall(
            (2..40_usize, 0.1..100.0, -9.0..9.0),
            |(n, scale, off): (usize, f64, f64)| {
                let (table, others) = (vec![vec![0.0; n]; n], n as f64 - 1.0);
                let best = -others.ln();
                within(siglip_grad_bias(&table, scale, best), 0.0, 1e-14 * others)?;
                let least = (others + 1.0).ln() + others * (1.0 / others).ln_1p();
                near(siglip(&table, scale, best), least, 16.0)?;
                prop_assert!(siglip(&table, scale, best + off) >= least * (1.0 - 1e-14));
                near(
                    siglip_grad_bias(&table, scale, 0.0),
                    0.5 * (others - 1.0),
                    8.0,
                )
            },
        )
    }),
];
