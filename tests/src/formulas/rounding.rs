//! What rounding may take from a result, and how far apart two numbers are in that unit.

use catalog::Function;
use formula::Certain;

use super::points::Point;
use super::subject::{Output, Subject};
use crate::tolerance::{ULPS, condition, ulp};

/// The distance of what the code gives; `around` is the formula at other points, and near its zeros
/// the unit grows with its condition number.
pub fn lost(
    subject: &Subject,
    point: &Point,
    exact: &Certain,
    found: f64,
    around: impl Fn(&Point) -> f64,
) -> f64 {
    let near = exact.near();
    let error = distance(exact, found, unit(subject, point, near, 1.0));
    if error <= ULPS {
        return error;
    }
    let condition = condition_at(subject, point, near, around);
    distance(exact, found, unit(subject, point, near, condition))
}

/// What a result may lose once: a unit in its last place, times the condition number, or a
/// rounding of the terms where the definition is their difference.
pub fn unit(subject: &Subject, point: &Point, exact: f64, condition: f64) -> f64 {
    ulp(exact) * condition + f64::EPSILON / 2.0 * scale(subject, point)
}

/// The distance in units; 0 for the same infinity.
pub fn distance(exact: &Certain, found: f64, unit: f64) -> f64 {
    if exact.near() == found {
        return 0.0;
    }
    let distance = exact.distance(found, unit);
    if distance.is_nan() {
        f64::INFINITY
    } else {
        distance
    }
}

/// `|x f'/f|` where `f` changes its sign within a tenth of `x`.
fn condition_at(subject: &Subject, point: &Point, exact: f64, f: impl Fn(&Point) -> f64) -> f64 {
    let Some(at) = variable(subject) else {
        return 1.0;
    };
    let x = point.numbers[at];
    let moved = |factor: f64| {
        let mut other = point.clone();
        other.numbers[at] = x * factor;
        f(&other)
    };
    if moved(0.9) * moved(1.1) >= 0.0 {
        return 1.0;
    }
    let step = 1.0 / 4096.0;
    let slope = (moved(1.0 + step) - moved(1.0 - step)) / (2.0 * step * x);
    condition(x, exact, slope)
}

/// Which of the numbers is the variable with zeros of its own.
fn variable(subject: &Subject) -> Option<usize> {
    match subject.function {
        Function::Scalar(_) | Function::Curve(_) => Some(0),
        Function::Gate(_) => Some(1),
        _ => None,
    }
}

/// The size of the terms of which a result is by definition the difference.
fn scale(subject: &Subject, point: &Point) -> f64 {
    let z = &point.logits;
    let entry = subject.entry_at(point);
    match (subject.function, subject.output) {
        (Function::RowScalar(_), Output::Value) => {
            z.iter().copied().fold(f64::NEG_INFINITY, f64::max).abs()
        }
        (Function::Row(f), Output::Gradient) => {
            let temperature = point.numbers[0];
            let p = nnfn::activations::softmax(z, temperature);
            let upstream = subject.upstream(point);
            let terms = if f.about.name == "log_softmax" {
                upstream[entry].abs() + p[entry] * upstream.iter().map(|u| u.abs()).sum::<f64>()
            } else {
                let mean: f64 = upstream.iter().zip(&p).map(|(u, p)| (u * p).abs()).sum();
                p[entry] * (upstream[entry].abs() + mean)
            };
            terms / temperature
        }
        (Function::Soft(_), Output::Gradient) => 2.0 * point.other[entry].abs(),
        _ => 0.0,
    }
}
