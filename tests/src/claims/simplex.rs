//! Claims about log-sum-exp and the losses of a row of logits.

use catalog::{ClassClaim, ClassLoss, RowScalar, RowScalarClaim, SoftClaim, SoftLoss, Stated};

use crate::Outcome;
use crate::sample::{Random, rows};
use crate::tolerance::{SUM, ulp, ulps};

pub fn row_scalar(f: &RowScalar, stated: &'static Stated<RowScalarClaim>, outcome: &mut Outcome) {
    let place = stated.place;
    for row in rows() {
        let value = (f.value)(&row);
        match stated.claim {
            RowScalarClaim::BetweenMaxAndMaxPlusLogK => {
                let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let upper = largest + (row.len() as f64).ln();
                let holds = largest <= value && value <= upper + 2.0 * ulp(upper);
                outcome.claim(place, holds, || {
                    format!("{value} is not between {largest} and {upper}")
                });
            }
            RowScalarClaim::ShiftEquivariant => {
                for shift in SHIFTS {
                    let (shifted, unshifted) = shift_exactly(&row, shift);
                    let (found, expected) = ((f.value)(&shifted), (f.value)(&unshifted) + shift);
                    let error = (found - expected).abs() / ulp(shift.abs().max(expected.abs()));
                    outcome.measured_claim(place, error, 2.0, || {
                        format!("shifted by {shift}: {found}, not {expected}")
                    });
                }
            }
            RowScalarClaim::Convex => convex(outcome, place, &row, &f.value),
            RowScalarClaim::GradientIs(expected) => {
                for (found, expected) in (f.grad)(&row).iter().zip(expected(&row)) {
                    outcome.measured_claim(place, ulps(*found, expected), 2.0, || {
                        format!("{found:e}, not {expected:e} for {row:?}")
                    });
                }
            }
        }
    }
}

pub fn class(f: &ClassLoss, stated: &'static Stated<ClassClaim>, outcome: &mut Outcome) {
    let place = stated.place;
    for row in rows() {
        for class in 0..row.len().min(3) {
            let (value, grad) = ((f.value)(&row, class), (f.grad)(&row, class));
            let sum = |power: i32| -> f64 { grad.iter().map(|g| g.abs().powi(power)).sum() };
            match stated.claim {
                ClassClaim::NonNegative => {
                    outcome.claim(place, value >= 0.0, || {
                        format!("{value} for {row:?}, class {class}")
                    });
                }
                ClassClaim::ShiftInvariant => {
                    shift_invariant(outcome, place, &row, 0.0, &|z| (f.value)(z, class))
                }
                ClassClaim::Convex => convex(outcome, place, &row, &|z| (f.value)(z, class)),
                ClassClaim::GradientSumsToZero => sums_to_zero(outcome, place, &grad, sum(1)),
                ClassClaim::GradientL1AtMost(bound) => {
                    outcome.claim(place, sum(1) <= bound + SUM * row.len() as f64, || {
                        format!("Σ|g| = {} for {row:?}", sum(1))
                    });
                    let reached: f64 = (f.grad)(&[0.0, 800.0], 0).iter().map(|g| g.abs()).sum();
                    outcome.measured_claim(place, ulps(reached, bound), 1.0, || {
                        format!("a confident mistake reaches {reached}, not {bound}")
                    });
                }
                ClassClaim::GradientL2AtMost(bound) => {
                    outcome.claim(
                        place,
                        sum(2).sqrt() <= bound + SUM * row.len() as f64,
                        || format!("|g| = {} for {row:?}", sum(2).sqrt()),
                    );
                    let reached = (f.grad)(&[0.0, 800.0], 0)
                        .iter()
                        .map(|g| g * g)
                        .sum::<f64>()
                        .sqrt();
                    outcome.measured_claim(place, ulps(reached, bound), 1.0, || {
                        format!("a confident mistake reaches {reached}, not {bound}")
                    });
                }
                ClassClaim::UniformCostsLogK => {
                    let even = vec![row[0]; row.len()];
                    let (found, expected) = ((f.value)(&even, class), (row.len() as f64).ln());
                    outcome.measured_claim(place, ulps(found, expected), 2.0, || {
                        format!("{found}, not ln {} = {expected}", row.len())
                    });
                }
                ClassClaim::WrongClassesInterchangeable => {
                    let mut others: Vec<f64> = row.clone();
                    let own = others.remove(class);
                    others.reverse();
                    others.insert(class, own);
                    let found = (f.value)(&others, class);
                    outcome.measured_claim(place, ulps(found, value), 2.0, || {
                        format!("{found} after permuting, {value} before")
                    });
                }
            }
        }
    }
}

pub fn soft(f: &SoftLoss, stated: &'static Stated<SoftClaim>, outcome: &mut Outcome) {
    let place = stated.place;
    let mut random = Random::new(4);
    for row in rows() {
        let target = random.distribution(row.len());
        let value = |z: &[f64]| (f.value)(z, &target);
        match stated.claim {
            SoftClaim::AtLeastEntropy => {
                let entropy: f64 = target.iter().map(|t| -t * t.ln()).sum();
                let slack = SUM * (row.len() as f64) * entropy.max(1.0);
                outcome.claim(place, value(&row) >= entropy - slack, || {
                    format!("{} is below the entropy {entropy}", value(&row))
                });
                let logits: Vec<f64> = target.iter().map(|t| t.ln()).collect();
                let reached = value(&logits);
                outcome.measured_claim(place, (reached - entropy).abs(), slack, || {
                    format!("{reached} at the target, entropy {entropy}")
                });
            }
            // A target sums to 1 only up to rounding, and leaves that much of the shift.
            SoftClaim::ShiftInvariant => {
                shift_invariant(outcome, place, &row, SUM * row.len() as f64, &value)
            }
            SoftClaim::Convex => convex(outcome, place, &row, &value),
            SoftClaim::GradientSumsToZero => {
                sums_to_zero(outcome, place, &(f.grad)(&row, &target), 1.0)
            }
            SoftClaim::OneHotIs(hard) => {
                for class in 0..row.len().min(3) {
                    let mut one_hot = vec![0.0; row.len()];
                    one_hot[class] = 1.0;
                    let (found, expected) = ((f.value)(&row, &one_hot), hard(&row, class));
                    outcome.measured_claim(place, ulps(found, expected), 2.0, || {
                        format!("{found}, not {expected} for class {class}")
                    });
                }
            }
        }
    }
}

type Place = &'static std::panic::Location<'static>;

const SHIFTS: [f64; 3] = [-1000.0, 0.5, 1e6];

/// The row shifted, and shifted back: what the shift itself rounds away is not the function's error.
fn shift_exactly(row: &[f64], shift: f64) -> (Vec<f64>, Vec<f64>) {
    let shifted: Vec<f64> = row.iter().map(|z| z + shift).collect();
    let unshifted = shifted.iter().map(|z| z - shift).collect();
    (shifted, unshifted)
}

/// `leak` is the share of the shift that the value may keep.
fn shift_invariant(
    outcome: &mut Outcome,
    place: Place,
    row: &[f64],
    leak: f64,
    value: &dyn Fn(&[f64]) -> f64,
) {
    for shift in SHIFTS {
        let (shifted, unshifted) = shift_exactly(row, shift);
        let (a, b) = (value(&shifted), value(&unshifted));
        let bound = 4.0 * ulp(b) + leak * shift.abs();
        outcome.measured_claim(place, (a - b).abs(), bound, || {
            format!("{b} becomes {a} by a shift of {shift}")
        });
    }
}

/// Below the chord at the middle of many chords.
fn convex(outcome: &mut Outcome, place: Place, row: &[f64], value: &dyn Fn(&[f64]) -> f64) {
    let mut random = Random::new(5);
    for _ in 0..8 {
        let other = random.row(row.len());
        let middle: Vec<f64> = row.iter().zip(&other).map(|(a, b)| 0.5 * (a + b)).collect();
        let (at, chord) = (value(&middle), 0.5 * (value(row) + value(&other)));
        let size = row
            .iter()
            .chain(&other)
            .fold(chord.abs(), |m, z| m.max(z.abs()));
        outcome.claim(place, at <= chord + 4.0 * ulp(size), || {
            format!("{at} in the middle, {chord} on the chord")
        });
    }
}

/// To the rounding of entries of size `scale`.
fn sums_to_zero(outcome: &mut Outcome, place: Place, grad: &[f64], scale: f64) {
    let sum: f64 = grad.iter().sum();
    outcome.measured_claim(
        place,
        sum.abs(),
        SUM * grad.len() as f64 * scale.max(f64::MIN_POSITIVE),
        || format!("the entries of {grad:?} sum to {sum:e}"),
    );
}
