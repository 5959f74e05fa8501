//! Claims about `ℝᴷ → ℝᴷ` with a temperature.

use catalog::{RowClaim, RowMap, Stated};
use nnfn::activations::sigmoid;

use super::change::SHIFTS;
use crate::Outcome;
use crate::sample::{Random, rows};
use crate::tolerance::{CLAIM, ROUNDED, SUM, ulps};

/// No tolerance: a temperature at which rows of a usual size are uniform.
const HOT: f64 = 1e22;

/// No tolerance: a temperature at which nothing is left but the largest logit.
const COLD: f64 = 1e-300;

/// No tolerance: the factor by which a temperature is raised.
const WARMER: f64 = 1.5;

pub fn check(f: &RowMap, stated: &'static Stated<RowClaim>, outcome: &mut Outcome) {
    for &temperature in f.parameter.tried {
        for row in rows() {
            one(f, stated, outcome, &row, temperature);
        }
    }
}

fn one(
    f: &RowMap,
    stated: &'static Stated<RowClaim>,
    outcome: &mut Outcome,
    row: &[f64],
    temperature: f64,
) {
    let (place, k) = (stated.place, row.len());
    let value = |z: &[f64]| (f.value)(z, temperature);
    let p = value(row);
    let shown = || format!("logits {row:?}, T = {temperature}");
    let tolerance = SUM * k as f64;
    match stated.claim {
        RowClaim::SumsToOne => {
            let sum: f64 = p.iter().sum();
            outcome.claim(place, p.iter().all(|p| (0.0..=1.0).contains(p)), || {
                format!("an entry outside of [0, 1] for {}", shown())
            });
            let off = (sum - 1.0).abs();
            outcome.measured_claim(place, off, tolerance, || {
                format!("the entries sum to {sum} for {}", shown())
            });
        }
        RowClaim::ExpSumsToOne => {
            let sum: f64 = p.iter().map(|l| l.exp()).sum();
            let off = (sum - 1.0).abs();
            outcome.measured_claim(place, off, tolerance, || {
                format!("the exponentials sum to {sum} for {}", shown())
            });
        }
        RowClaim::ShiftInvariant => {
            for shift in SHIFTS {
                let shifted: Vec<f64> = row.iter().map(|z| z + shift).collect();
                // What the shift itself rounds away is not the function's error.
                let unshifted: Vec<f64> = shifted.iter().map(|z| z - shift).collect();
                let (a, b) = (value(&shifted), value(&unshifted));
                let worst = a
                    .iter()
                    .zip(&b)
                    .map(|(a, b)| ulps(*a, *b))
                    .fold(0.0, f64::max);
                outcome.measured_claim(place, worst, CLAIM, || {
                    format!("a shift of {shift} changes {b:?} to {a:?}")
                });
            }
        }
        RowClaim::PermutationEquivariant => {
            let reversed: Vec<f64> = row.iter().rev().copied().collect();
            let worst = value(&reversed)
                .iter()
                .rev()
                .zip(&p)
                .map(|(a, b)| ulps(*a, *b))
                .fold(0.0, f64::max);
            outcome.measured_claim(place, worst, CLAIM, || {
                format!("reversing changes entries of {}", shown())
            });
        }
        RowClaim::OrderPreserving => {
            for i in 0..k {
                let ordered = (0..k).all(|j| row[i] > row[j] || p[i] <= p[j]) || k == 1;
                outcome.claim(place, ordered, || {
                    format!("entry {i} is out of order for {}", shown())
                });
            }
        }
        RowClaim::JacobianSymmetric => {
            for i in 0..k.min(5) {
                for j in 0..i {
                    let (a, b) = (
                        jacobian(f, row, temperature, i)[j],
                        jacobian(f, row, temperature, j)[i],
                    );
                    outcome.measured_claim(place, ulps(a, b), CLAIM, || {
                        format!("entries ({i}, {j}) are {a:e} and {b:e} for {}", shown())
                    });
                }
            }
        }
        RowClaim::JacobianRowsSumToZero => {
            for i in 0..k.min(5) {
                let entries = jacobian(f, row, temperature, i);
                let (sum, size): (f64, f64) =
                    (entries.iter().sum(), entries.iter().map(|e| e.abs()).sum());
                outcome.measured_claim(
                    place,
                    sum.abs(),
                    tolerance * size.max(f64::MIN_POSITIVE),
                    || format!("row {i} sums to {sum:e} for {}", shown()),
                );
            }
        }
        RowClaim::JacobianNorm(bound) => norm(f, stated, outcome, row, temperature, bound),
        RowClaim::EntropyGrowsWithTemperature => {
            let entropy = |t: f64| -> f64 {
                (f.value)(row, t)
                    .iter()
                    .filter(|p| **p > 0.0)
                    .map(|p| -p * p.ln())
                    .sum()
            };
            let (cold, hot) = (entropy(temperature), entropy(WARMER * temperature));
            outcome.claim(place, cold <= hot + tolerance * hot.max(1.0), || {
                format!("entropy {cold} falls to {hot} for {}", shown())
            });
        }
        RowClaim::UniformWhenHot => {
            let uniform = 1.0 / k as f64;
            let worst = (f.value)(row, HOT)
                .iter()
                .map(|p| (p - uniform).abs())
                .fold(0.0, f64::max);
            outcome.measured_claim(place, worst, SUM, || {
                format!("{worst:e} from uniform at T = {HOT:e} for {row:?}")
            });
        }
        RowClaim::MaximisersWhenCold => {
            let mut tied = row.to_vec();
            tied.push(row.iter().copied().fold(f64::NEG_INFINITY, f64::max));
            let largest = tied[k];
            let count = tied.iter().filter(|z| **z == largest).count() as f64;
            let cold = (f.value)(&tied, COLD);
            let right = tied.iter().zip(&cold).all(|(z, p)| {
                if *z == largest {
                    ulps(*p, count.recip()) <= ROUNDED
                } else {
                    *p == 0.0
                }
            });
            outcome.claim(place, right, || {
                format!("{cold:?} for {tied:?} at T = {COLD:e}")
            });
        }
        RowClaim::Idempotent => {
            let once = (f.value)(row, 1.0);
            let twice = (f.value)(&once, 1.0);
            let worst = once
                .iter()
                .zip(&twice)
                .map(|(a, b)| (a - b).abs() / a.abs().max(1.0))
                .fold(0.0, f64::max);
            outcome.measured_claim(place, worst, tolerance, || {
                format!("{once:?} becomes {twice:?}")
            });
        }
        RowClaim::TwoLogitsAreSigmoid => {
            let (a, b) = (row[0], row[k - 1]);
            let (found, expected) = (value(&[a, b])[0], sigmoid((a - b) / temperature));
            // The sigmoid gets its argument rounded, which costs as much as the argument is large.
            let bound = CLAIM + (a - b).abs() / temperature;
            outcome.measured_claim(place, ulps(found, expected), bound, || {
                format!("softmax({a}, {b}) starts with {found}, sigmoid gives {expected}")
            });
        }
    }
}

/// Row `i` of the Jacobian.
fn jacobian(f: &RowMap, row: &[f64], temperature: f64, i: usize) -> Vec<f64> {
    let mut upstream = vec![0.0; row.len()];
    upstream[i] = 1.0;
    (f.vjp)(row, temperature, &upstream)
}

/// `0 ≤ uᵀJu ≤ bound/T·|u|²` for many `u`, and a row that reaches the bound.
fn norm(
    f: &RowMap,
    stated: &'static Stated<RowClaim>,
    outcome: &mut Outcome,
    row: &[f64],
    temperature: f64,
    bound: f64,
) {
    let quadratic = |z: &[f64], u: &[f64]| -> f64 {
        let length: f64 = u.iter().map(|u| u * u).sum();
        (f.vjp)(z, temperature, u)
            .iter()
            .zip(u)
            .map(|(j, u)| j * u)
            .sum::<f64>()
            / length
            * temperature
    };
    let mut random = Random::new(3);
    for _ in 0..8 {
        let u: Vec<f64> = row.iter().map(|_| random.between(-1.0, 1.0)).collect();
        let found = quadratic(row, &u);
        let slack = SUM * row.len() as f64;
        outcome.claim(
            stated.place,
            -slack <= found && found <= bound + slack,
            || format!("uᵀJu = {found}/T for logits {row:?}"),
        );
    }
    let reached = quadratic(&[0.0, 0.0], &[1.0, -1.0]);
    outcome.measured_claim(stated.place, ulps(reached, bound), CLAIM, || {
        format!("two equal logits reach {reached}/T, not {bound}/T")
    });
}
