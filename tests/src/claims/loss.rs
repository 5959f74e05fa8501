//! Claims about losses of any arguments: at calls of every kind.

use catalog::{Args, Change, Loss, LossClaim, Norm, Stated, Value};

use super::{change, section};
use crate::Outcome;
use crate::references::shown;
use crate::sample::{Random, calls, foreign};
use crate::tolerance::{CLAIM, ORDER, SUM, ulp, ulps};

/// No tolerance: from which power of ten to which another value lies beside an argument.
const SPREADS: (f64, f64) = (-2.0, 1.5);

/// No tolerance: the most that a positive argument grows by.
const MOST: f64 = 1e3;

pub fn check(f: &Loss, stated: &'static Stated<LossClaim>, outcome: &mut Outcome) {
    if let LossClaim::Along(name, claim) = &stated.claim {
        return section::check(f, name, claim, stated.place, outcome);
    }
    let mut random = Random::new(5);
    // Random numbers hit no kink: the sections do.
    let mut all = calls(f);
    all.extend(section::calls(f));
    for args in &all {
        one(f, stated, args, &mut random, outcome);
    }
    match stated.claim {
        LossClaim::NonNegative => section::turns(f, |section, parameters, t| {
            let value = f.along(section, parameters, t);
            outcome.claim(stated.place, value >= 0.0, || {
                let args = (section.at)(parameters, t);
                format!(
                    "{}({}) = {value:e}",
                    f.about.name,
                    shown(f.arguments, &args)
                )
            });
        }),
        LossClaim::GradientAtMost {
            by,
            norm,
            bound,
            reached,
        } => {
            let args = reached();
            if let Some(why) = foreign(f.arguments, &args) {
                return outcome.claim(stated.place, false, || {
                    format!("it is to be reached at {why}")
                });
            }
            let (found, bound) = (size(&gradient(f, by, &args), norm), bound(&args));
            outcome.measured_claim(stated.place, ulps(found, bound), CLAIM, || {
                format!("{} reaches {found}, not {bound}", shown(f.arguments, &args))
            });
        }
        LossClaim::Between(low, high) => {
            for (end, what) in [(low, "lower"), (high, "upper")] {
                let gap = |args: &Args| ulps((f.value)(args), end(args));
                let nearest = all.iter().map(gap).fold(f64::INFINITY, f64::min);
                outcome.measured_claim(stated.place, nearest, CLAIM, || {
                    format!("no value comes nearer to the {what} end than {nearest} ulp")
                });
            }
        }
        _ => {}
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
            let slack = ORDER * (ulp(chord) + steep * ulp(widest));
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
            let (grad, expected) = (gradient(f, by, args), expected(args));
            outcome.claim(place, grad.len() == expected.len(), || {
                let (n, m) = (grad.len(), expected.len());
                format!("{n} entries, not {m}, at {}", call(args))
            });
            for (found, expected) in grad.iter().zip(expected) {
                outcome.measured_claim(place, ulps(*found, expected), CLAIM, || {
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
        LossClaim::Unchanged(Change::Shift(of)) => {
            change::shifts(f, place, args, of, 0.0, outcome);
        }
        LossClaim::ShiftAdds(of) => change::shifts(f, place, args, &[of], 1.0, outcome),
        LossClaim::Unchanged(change) => {
            for changed in change::changed(&change, args) {
                let found = (f.value)(&changed);
                // Sums in another order are rounded otherwise; two exchanged numbers are not.
                let bound = if matches!(change, Change::Swap(..)) {
                    0.0
                } else {
                    CLAIM
                };
                outcome.measured_claim(place, ulps(found, value), bound, || {
                    format!("{}, {}", call(args), call(&changed))
                });
            }
        }
        LossClaim::ScalesWith(of, power) => change::scales(f, place, args, of, power, outcome),
        LossClaim::AtLeast { bound, reached } => {
            let least = bound(args);
            let slack = SUM * entries * least.abs();
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
                low <= value && value <= high + ORDER * ulp(high),
                || format!("{} is not between {low} and {high}", call(args)),
            );
        }
        LossClaim::Is { with, that } => {
            let args = with(args);
            let (found, expected) = ((f.value)(&args), that(&args));
            outcome.measured_claim(place, ulps(found, expected), CLAIM, || {
                format!("{}, not {expected:e}", call(&args))
            });
        }
    }
}

pub fn gradient(f: &Loss, by: usize, args: &Args) -> Vec<f64> {
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
            let spread = random.size(SPREADS.0, SPREADS.1);
            let shift = random.between(-spread, spread);
            let positive = value.entries().iter().all(|x| *x > 0.0);
            value.map(|x| {
                if positive {
                    x * shift.exp2().min(MOST)
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
