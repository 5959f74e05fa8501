//! Gradients against extrapolated differences of the values.

pub(crate) mod difference;
mod held;
mod line;
mod loss;
mod parametric;
mod row;

/// The whole line.
const EVERYWHERE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

use catalog::{Function, Scalar};

use crate::guard::each;
use crate::outcome::function_place;
use crate::tolerance::DIFFERENCES;
use crate::{Functions, Outcome};

pub(crate) use parametric::unit;

use difference::Slope;
use line::Line;

/// Outcomes of all functions: one for each derivative, one for the seams of a function that has any; of a loss,
/// also that it has no others.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    each("differences", functions, of)
}

/// The outcomes of one function.
#[must_use]
pub fn of(function: &Function) -> Vec<Outcome> {
    match function {
        Function::Scalar(f) => scalar(function, f),
        Function::Curve(f) => parametric::curve(function, f),
        Function::Gate(f) => parametric::gate(function, f),
        Function::Map(f) => row::map(function, f),
        Function::Loss(f) => loss::loss(function, f),
    }
}

/// Enters a gradient. The error is relative to `scale`, the size of slopes near the point; a
/// difference that is itself not known well enough counts as an error.
fn enter(
    outcome: &mut Outcome,
    function: &Function,
    name: &str,
    slope: &Slope,
    grad: f64,
    scale: f64,
    at: &dyn Fn() -> String,
) {
    let scale = scale.max(grad.abs()).max(f64::MIN_POSITIVE);
    let error = ((slope.slope - grad).abs() + slope.error) / scale;
    outcome.point(
        error,
        DIFFERENCES,
        at,
        || function_place(function.about().source, name),
        || {
            format!(
                "{name}({}) is {grad:e}, the differences of {} give {:e} ± {:.0e}",
                at(),
                function.about().name,
                slope.slope,
                slope.error
            )
        },
    );
}

fn differences(function: &Function) -> Outcome {
    Outcome::new(function.about().name, "differences", "relative")
}

fn seams(function: &Function) -> Outcome {
    Outcome::new(function.about().name, "seams", "relative")
}

/// The outcomes in which something was checked.
fn made(outcomes: impl IntoIterator<Item = Outcome>) -> Vec<Outcome> {
    outcomes.into_iter().filter(|o| o.points > 0).collect()
}

fn scalar(function: &Function, f: &Scalar) -> Vec<Outcome> {
    let (mut slopes, mut kinks) = (differences(function), seams(function));
    let line = Line {
        function,
        name: &format!("{}_grad", f.about.name),
        value: &f.value,
        grad: &f.grad,
        seams: f.seams,
        ends: EVERYWHERE,
        unit: 1.0,
        show: &|x| format!("{x}"),
    };
    line.differences(&mut slopes, &line.points(30.0, 1.0 / 32.0, 1.0), 0.0);
    line.at_seams(&mut kinks);
    made([slopes, kinks])
}
