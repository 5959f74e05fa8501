//! Changes of the arguments of a loss: shifts, factors, other orders.

use std::panic::Location;

use catalog::{Args, Change, Loss, Value};

use crate::Outcome;
use crate::references::shown;
use crate::tolerance::{CLAIM, ulp};

/// No tolerance: what is added to all entries.
pub const SHIFTS: [f64; 3] = [-1000.0, 0.5, 1e6];

type Place = &'static Location<'static>;

/// The arguments after a change that is no shift; after two if they are put into other orders: reversed, which
/// keeps the middle, and turned by one, which does not.
pub fn changed(change: &Change, args: &Args) -> Vec<Args> {
    match *change {
        Change::Shift(_) => vec![],
        Change::Swap(i, j) => {
            let (a, b) = (args.0[i].clone(), args.0[j].clone());
            vec![args.with(i, b).with(j, a)]
        }
        Change::Permute(of) => {
            let one = |order: Order| {
                let put = |args: Args, &i: &usize| {
                    let value = ordered(&args.0[i], order);
                    args.with(i, value)
                };
                of.iter().fold(args.clone(), put)
            };
            ORDERS.map(one).to_vec()
        }
        Change::PermuteOthers(of, index) => {
            let one = |order: Order| {
                let (mut others, at) = (args.row(of).to_vec(), args.index(index));
                let own = others.remove(at);
                let mut others = order.of(&others);
                others.insert(at, own);
                args.with(of, Value::Row(others))
            };
            ORDERS.map(one).to_vec()
        }
    }
}

#[derive(Clone, Copy)]
enum Order {
    Reversed,
    Turned,
}

const ORDERS: [Order; 2] = [Order::Reversed, Order::Turned];

impl Order {
    fn of<T: Clone>(self, all: &[T]) -> Vec<T> {
        let mut all = all.to_vec();
        match self {
            Order::Reversed => all.reverse(),
            Order::Turned if all.is_empty() => {}
            Order::Turned => all.rotate_left(1),
        }
        all
    }
}

/// Rows and columns of a table are put into the same order.
fn ordered(value: &Value, order: Order) -> Value {
    match value {
        Value::Row(row) => Value::Row(order.of(row)),
        Value::Table(table) => {
            let rows = order.of(table);
            Value::Table(rows.iter().map(|row| order.of(row)).collect())
        }
        other => other.clone(),
    }
}

/// No tolerance: the factors. Powers of two scale without rounding, the last one does not.
const FACTORS: [f64; 3] = [0.5, 4.0, 3.0];

/// Scales some arguments, by powers of two and by 3.
pub fn scales(
    f: &Loss,
    place: Place,
    args: &Args,
    of: &[usize],
    power: i32,
    outcome: &mut Outcome,
) {
    let scaled = |args: &Args, change: &dyn Fn(f64) -> f64| {
        let put = |args: Args, &i: &usize| {
            let value = args.0[i].map(change);
            args.with(i, value)
        };
        of.iter().fold(args.clone(), put)
    };
    // Three times a number of 32 bits is a number of 64: only the function itself rounds.
    let short = scaled(args, &|x| f64::from(x as f32));
    let [half, four, three] = FACTORS;
    for (args, factor) in [(args, half), (args, four), (&short, three)] {
        let changed = scaled(args, &|x| factor * x);
        let (found, expected) = ((f.value)(&changed), factor.powi(power) * (f.value)(args));
        let rounds = factor == three && expected.is_finite();
        let bound = if rounds {
            CLAIM * ulp(expected).max(ulp(terms(f, &changed)))
        } else {
            0.0
        };
        outcome.measured_claim(place, distance(found, expected), bound, || {
            let shown = shown(f.arguments, &changed);
            format!("{}({shown}) = {found:e}, not {expected:e}", f.about.name)
        });
    }
}

/// Shifts the entries of some arguments; `share` of the shift is to appear in the value.
pub fn shifts(
    f: &Loss,
    place: Place,
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
        let bound = if expected.is_finite() {
            CLAIM * ulp(expected.abs().max(share * shift.abs()))
        } else {
            0.0
        };
        outcome.measured_claim(place, distance(found, expected), bound, || {
            let shown = shown(f.arguments, args);
            format!("{expected:e} becomes {found:e} by a shift of {shift} at {shown}")
        });
    }
}

/// How far two values are apart; those of one infinity are not.
fn distance(found: f64, expected: f64) -> f64 {
    if found == expected {
        0.0
    } else {
        (found - expected).abs()
    }
}

/// The size of the terms that the value is made of, estimated from its gradients: of a difference, that of its parts.
fn terms(f: &Loss, args: &Args) -> f64 {
    let one = |gradient: &catalog::Gradient| {
        let entries = args.0[gradient.by].entries();
        let parts = (gradient.of)(args).into_iter().zip(entries);
        parts.map(|(g, x)| (g * x).abs()).sum::<f64>()
    };
    f.gradients.iter().map(one).sum()
}
