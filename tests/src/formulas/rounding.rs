//! What rounding may take from a result, and how far apart two numbers are in that unit.

use catalog::Function;
use formula::{Certain, Expr, certain};

use super::points::Point;
use super::subject::Subject;
use crate::golden::{self, Of};
use crate::tolerance::{ULPS, condition, ulp};

/// The distance of what the code gives, in what it may lose once: a unit in the last place; near zeros of `around`,
/// the formula at other points, times its condition number; and a rounding of the terms of `tree`, the formula of
/// this result, where it is by definition their difference.
pub fn lost(
    subject: &Subject,
    point: &Point,
    exact: &Certain,
    found: f64,
    around: impl Fn(&Point) -> f64,
    tree: impl Fn() -> Option<Expr>,
) -> f64 {
    let near = exact.near();
    let error = distance(exact, found, ulp(near));
    if error <= ULPS {
        return error;
    }
    let condition = condition_at(subject, point, near, around);
    let scale = if is_difference(subject) {
        tree().map_or(0.0, |tree| scale(subject, &tree, point))
    } else {
        0.0
    };
    distance(
        exact,
        found,
        ulp(near) * condition + f64::EPSILON / 2.0 * scale,
    )
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
    let x = point.args.number(at);
    let moved = |factor: f64| {
        let args = point.args.with(at, (x * factor).into());
        f(&Point {
            args,
            ..point.clone()
        })
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
        Function::Map(_) | Function::Loss(_) => None,
    }
}

/// Whether a result is by definition a difference, as the golden files say by giving the size of its terms.
fn is_difference(subject: &Subject) -> bool {
    let of = subject
        .by()
        .map_or(Of::Value, |(_, argument)| Of::Grad(argument.name));
    let golden = golden::of(subject.function.about().name);
    golden.is_ok_and(|golden| {
        golden
            .cases
            .iter()
            .any(|case| case.scales(&of).is_ok_and(|scales| scales.is_some()))
    })
}

/// The size of the terms of a formula.
fn scale(subject: &Subject, tree: &Expr, point: &Point) -> f64 {
    let size = certain(&formula::sizes(tree), &subject.inputs(point), false);
    size.map_or(0.0, |size| size.near().abs())
}
