//! Claims about losses of any arguments: at calls of every kind.

use catalog::{Args, Change, Loss, LossClaim, Norm, Stated, Value};

use super::section;
use crate::Outcome;
use crate::references::shown;
use crate::sample::{Random, calls};
use crate::tolerance::{SUM, ulp, ulps};

/// What is added to all entries.
const SHIFTS: [f64; 3] = [-1000.0, 0.5, 1e6];

pub fn check(f: &Loss, stated: &'static Stated<LossClaim>, outcome: &mut Outcome) {
    if let LossClaim::Along(name, claim) = &stated.claim {
        return section::check(f, name, claim, stated.place, outcome);
    }
    let mut random = Random::new(5);
    for args in calls(f) {
        one(f, stated, &args, &mut random, outcome);
    }
    if let LossClaim::GradientAtMost {
        by,
        norm,
        bound,
        reached,
    } = stated.claim
    {
        let args = reached();
        let (found, bound) = (size(&gradient(f, by, &args), norm), bound(&args));
        outcome.measured_claim(stated.place, ulps(found, bound), 2.0, || {
            format!("{} reaches {found}, not {bound}", shown(f.arguments, &args))
        });
    }
}

fn one(
    f: &Loss,
    stated: &'static Stated<LossClaim>,
    args: &Args,
    random: &mut Random,
    outcome: &mut Outcome,
) {
    let place = stated.place;
    let value = (f.value)(args);
    let call = |args: &Args| {
        format!(
            "{}({}) = {:e}",
            f.about.name,
            shown(f.arguments, args),
            (f.value)(args)
        )
    };
    // Sums of so many entries are rounded as often.
    let entries = args
        .0
        .iter()
        .map(|v| v.entries().len())
        .max()
        .unwrap_or(1)
        .max(1) as f64;
    match stated.claim {
        LossClaim::Along(..) => {}
        LossClaim::NonNegative => outcome.claim(place, value >= 0.0, || call(args)),
        LossClaim::ConvexIn(argument) => {
            let other = elsewhere(f, args, argument, random);
            let pairs = args.0[argument]
                .entries()
                .into_iter()
                .zip(other.0[argument].entries());
            let middle: Vec<f64> = pairs.map(|(a, b)| 0.5 * (a + b)).collect();
            let middle = args.with(argument, filled(&args.0[argument], &middle));
            let (at, chord) = ((f.value)(&middle), 0.5 * (value + (f.value)(&other)));
            // The middle is rounded, and moves the value as its slope says.
            let both = [args, &other]
                .into_iter()
                .flat_map(|a| a.0[argument].entries());
            let widest = both.fold(0.0_f64, |m, x| m.max(x.abs()));
            let steep = size(&gradient(f, argument, &middle), Norm::Absolute);
            let slack = 4.0 * (ulp(chord) + steep * ulp(widest));
            outcome.claim(place, at <= chord + slack, || {
                format!("{} in the middle, {chord:e} on the chord", call(&middle))
            });
        }
        LossClaim::GradientSumsTo(by, expected) => {
            let grad = gradient(f, by, args);
            let width = match &args.0[by] {
                Value::Table(table) => table.first().map_or(1, Vec::len).max(1),
                _ => grad.len().max(1),
            };
            for row in grad.chunks(width) {
                let sum: f64 = row.iter().sum();
                let size: f64 = row.iter().map(|g| g.abs()).sum();
                let slack = SUM * width as f64 * size.max(expected.abs()).max(f64::MIN_POSITIVE);
                outcome.measured_claim(place, (sum - expected).abs(), slack, || {
                    format!("the entries {row:?} sum to {sum:e} at {}", call(args))
                });
            }
        }
        LossClaim::GradientIs(by, expected) => {
            for (found, expected) in gradient(f, by, args).iter().zip(expected(args)) {
                outcome.measured_claim(place, ulps(*found, expected), 2.0, || {
                    format!("{found:e}, not {expected:e} at {}", call(args))
                });
            }
        }
        LossClaim::GradientAtMost {
            by, norm, bound, ..
        } => {
            let (found, bound) = (size(&gradient(f, by, args), norm), bound(args));
            outcome.claim(place, found <= bound + SUM * entries * bound, || {
                format!("{found}, more than {bound}, at {}", call(args))
            });
        }
        LossClaim::Unchanged(Change::Shift(of)) => shifts(f, place, args, of, 0.0, outcome),
        LossClaim::ShiftAdds(of) => shifts(f, place, args, &[of], 1.0, outcome),
        LossClaim::Unchanged(change) => {
            let changed = changed(&change, args);
            let found = (f.value)(&changed);
            // Sums in another order are rounded otherwise; two exchanged numbers are not.
            let bound = if matches!(change, Change::Swap(..)) {
                0.0
            } else {
                2.0
            };
            outcome.measured_claim(place, ulps(found, value), bound, || {
                format!("{}, {}", call(args), call(&changed))
            });
        }
        LossClaim::ScalesWith(of, power) => {
            // Powers of two scale without rounding.
            for factor in [0.5_f64, 4.0] {
                let scaled = of.iter().fold(args.clone(), |args, &i| {
                    let value = args.0[i].map(|x| factor * x);
                    args.with(i, value)
                });
                let (found, expected) = ((f.value)(&scaled), factor.powi(power) * value);
                outcome.measured_claim(place, ulps(found, expected), 0.0, || {
                    format!("{}, not {expected:e}", call(&scaled))
                });
            }
        }
        LossClaim::AtLeast { bound, reached } => {
            let least = bound(args);
            let slack = SUM * entries * least.abs().max(1.0);
            outcome.claim(place, value >= least - slack, || {
                format!("{} is below {least:e}", call(args))
            });
            let args = reached(args);
            let (found, least) = ((f.value)(&args), bound(&args));
            outcome.measured_claim(place, (found - least).abs(), slack, || {
                format!("{}, where {least:e} is to be reached", call(&args))
            });
        }
        LossClaim::Between(low, high) => {
            let (low, high) = (low(args), high(args));
            outcome.claim(
                place,
                low <= value && value <= high + 2.0 * ulp(high),
                || format!("{} is not between {low} and {high}", call(args)),
            );
        }
        LossClaim::Is { with, that } => {
            let args = with(args);
            let (found, expected) = ((f.value)(&args), that(&args));
            outcome.measured_claim(place, ulps(found, expected), 4.0, || {
                format!("{}, not {expected:e}", call(&args))
            });
        }
    }
}

fn gradient(f: &Loss, by: usize, args: &Args) -> Vec<f64> {
    let gradient = f.gradients.iter().find(|gradient| gradient.by == by);
    let gradient = gradient.unwrap_or_else(|| {
        panic!(
            "{} has no gradient by {}",
            f.about.name, f.arguments[by].name
        )
    });
    (gradient.of)(args)
}

fn size(gradient: &[f64], norm: Norm) -> f64 {
    let sizes = gradient.iter().map(|g| g.abs());
    match norm {
        Norm::Absolute => sizes.sum(),
        Norm::Euclidean => sizes.map(|g| g * g).sum::<f64>().sqrt(),
        Norm::Largest => sizes.fold(0.0, f64::max),
    }
}

/// The same call with another value of one argument, of its own shape.
fn elsewhere(f: &Loss, args: &Args, argument: usize, random: &mut Random) -> Args {
    let value = match (&args.0[argument], f.arguments[argument].domain) {
        (Value::Row(row), catalog::Domain::Simplex(_)) => random.distribution(row.len()).into(),
        (Value::Row(row), _) => random.row(row.len()).into(),
        (value, _) => {
            let spread = 10_f64.powf(random.between(-2.0, 1.5));
            let shift = random.between(-spread, spread);
            let positive = value.entries().iter().all(|x| *x > 0.0);
            value.map(|x| {
                if positive {
                    x * shift.exp2().min(1e3)
                } else {
                    x + shift
                }
            })
        }
    };
    args.with(argument, value)
}

/// A value of this shape with these entries.
fn filled(shape: &Value, entries: &[f64]) -> Value {
    let mut value = shape.clone();
    for (i, x) in entries.iter().enumerate() {
        *value.entry(i) = *x;
    }
    value
}

fn changed(change: &Change, args: &Args) -> Args {
    match *change {
        Change::Shift(_) => args.clone(),
        Change::Swap(i, j) => {
            let (a, b) = (args.0[i].clone(), args.0[j].clone());
            args.with(i, b).with(j, a)
        }
        Change::Permute(of) => of.iter().fold(args.clone(), |args, &i| {
            let reversed = match &args.0[i] {
                Value::Row(row) => Value::Row(row.iter().rev().copied().collect()),
                Value::Table(table) => {
                    let row = |row: &Vec<f64>| row.iter().rev().copied().collect();
                    Value::Table(table.iter().rev().map(row).collect())
                }
                other => other.clone(),
            };
            args.with(i, reversed)
        }),
        Change::PermuteOthers(of, index) => {
            let (mut others, at) = (args.row(of).to_vec(), args.index(index));
            let own = others.remove(at);
            others.reverse();
            others.insert(at, own);
            args.with(of, Value::Row(others))
        }
    }
}

/// Shifts the entries of some arguments; `share` of the shift is to appear in the value.
fn shifts(
    f: &Loss,
    place: &'static std::panic::Location<'static>,
    args: &Args,
    of: &[usize],
    share: f64,
    outcome: &mut Outcome,
) {
    for shift in SHIFTS {
        // What the shift itself rounds away is not the function's error.
        let moved = |args: &Args, by: f64| {
            of.iter().fold(args.clone(), |args, &i| {
                let value = args.0[i].map(|x| x + by);
                args.with(i, value)
            })
        };
        let shifted = moved(args, shift);
        let unshifted = moved(&shifted, -shift);
        let (found, expected) = ((f.value)(&shifted), (f.value)(&unshifted) + share * shift);
        // A target sums to 1 only up to rounding, and leaves that much of the shift.
        let leak = (f.arguments.iter().zip(&args.0))
            .filter(|(argument, _)| matches!(argument.domain, catalog::Domain::Simplex(_)))
            .map(|(_, value)| SUM * value.entries().len() as f64 * shift.abs())
            .fold(0.0, f64::max);
        let bound = 4.0 * ulp(expected.abs().max(share * shift.abs())) + leak;
        outcome.measured_claim(place, (found - expected).abs(), bound, || {
            let shown = shown(f.arguments, args);
            format!("{expected:e} becomes {found:e} by a shift of {shift} at {shown}")
        });
    }
}
