//! Gradients against central differences of the values, extrapolated (Ridders 1982).

use catalog::{FUNCTIONS, Function, PairLoss, Scalar, Seam};

use crate::Outcome;
use crate::outcome::function_place;
use crate::sample::{Random, grid, rows};
use crate::tolerance::DIFFERENCES;

/// One outcome a function, and one more for the seams of a function that has any.
#[must_use]
pub fn outcomes() -> Vec<Outcome> {
    FUNCTIONS.iter().flat_map(of).collect()
}

/// The outcomes of one function.
#[must_use]
pub fn of(function: &Function) -> Vec<Outcome> {
    let name = function.about().name;
    match function {
        Function::Scalar(f) => {
            let mut outcomes = vec![line(function, f.value, f.grad)];
            outcomes.extend(scalar_seams(function, f));
            outcomes
        }
        Function::Pair(f) => pair(function, f),
        Function::Row(f) => {
            let value = |z: &[f64], u: &[f64]| {
                (f.parameter.tried.iter())
                    .map(|&t| dot(&(f.value)(z, t), u))
                    .collect()
            };
            let grad = |z: &[f64], u: &[f64]| {
                (f.parameter.tried.iter())
                    .map(|&t| (f.vjp)(z, t, u))
                    .collect()
            };
            vec![vector(function, &format!("{name}_vjp"), value, grad)]
        }
        Function::RowScalar(f) => {
            vec![vector(
                function,
                &format!("{name}_grad"),
                |z, _| vec![(f.value)(z)],
                |z, _| vec![(f.grad)(z)],
            )]
        }
        Function::Class(f) => {
            let classes = |z: &[f64]| 0..z.len().min(3);
            let value = move |z: &[f64], _: &[f64]| classes(z).map(|c| (f.value)(z, c)).collect();
            let grad = move |z: &[f64], _: &[f64]| classes(z).map(|c| (f.grad)(z, c)).collect();
            vec![vector(function, &format!("{name}_grad"), value, grad)]
        }
        Function::Soft(f) => {
            let target = |u: &[f64]| {
                let sum: f64 = u.iter().map(|u| u.abs()).sum();
                u.iter().map(|u| u.abs() / sum).collect::<Vec<f64>>()
            };
            let value = |z: &[f64], u: &[f64]| vec![(f.value)(z, &target(u))];
            let grad = |z: &[f64], u: &[f64]| vec![(f.grad)(z, &target(u))];
            vec![vector(function, &format!("{name}_grad"), value, grad)]
        }
    }
}

/// A derivative by differences, and how much of it is noise, both relative to nothing.
pub(crate) struct Slope {
    pub slope: f64,
    pub error: f64,
}

/// The central difference with steps `h, h/1.4, h/1.4², ..`, extrapolated to step 0 by Neville's
/// scheme; the entry with the smallest estimated error.
pub(crate) fn difference(f: impl Fn(f64) -> f64, h: f64) -> Slope {
    const SHRINK: f64 = 1.4;
    const ROWS: usize = 12;
    let mut best = Slope {
        slope: f64::NAN,
        error: f64::INFINITY,
    };
    let mut previous: Vec<f64> = vec![];
    let mut step = h;
    for _ in 0..ROWS {
        let mut row = vec![(f(step) - f(-step)) / (2.0 * step)];
        let mut factor = SHRINK * SHRINK;
        for (j, before) in previous.iter().enumerate() {
            let better = (row[j] * factor - before) / (factor - 1.0);
            let error = (better - row[j]).abs().max((better - before).abs());
            if error < best.error {
                best = Slope {
                    slope: better,
                    error,
                };
            }
            row.push(better);
            factor *= SHRINK * SHRINK;
        }
        previous = row;
        step /= SHRINK;
    }
    best
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

fn line(function: &Function, value: fn(f64) -> f64, grad: fn(f64) -> f64) -> Outcome {
    let name = format!("{}_grad", function.about().name);
    let mut outcome = Outcome::new(function.about().name, "differences", "relative");
    for x in grid(-30.0, 30.0, 2401) {
        // Far out GELU falls as e^(-x²/2): the step must shrink as 1/|x|.
        let h = 0.4 / (1.0 + x.abs());
        let slope = difference(|t| value(x + t), h);
        let noise = value(x).abs().max(value(x + h).abs()) / h * 1e-3;
        enter(
            &mut outcome,
            function,
            &name,
            &slope,
            grad(x),
            noise,
            &|| format!("{x}"),
        );
    }
    outcome
}

fn scalar_seams(function: &Function, f: &Scalar) -> Option<Outcome> {
    seams(
        function,
        f.seams,
        &|x| (f.value)(x),
        &|x| (f.grad)(x),
        &|x| format!("{x}"),
    )
}

/// One-sided slopes and the chosen subgradient at each seam.
fn seams(
    function: &Function,
    seams: &[Seam],
    value: &dyn Fn(f64) -> f64,
    grad: &dyn Fn(f64) -> f64,
    show: &dyn Fn(f64) -> String,
) -> Option<Outcome> {
    if seams.is_empty() {
        return None;
    }
    let name = format!("{}_grad", function.about().name);
    let mut outcome = Outcome::new(function.about().name, "seams", "relative");
    for seam in seams {
        let h = 1e-3 * seam.at.abs().max(1e-3);
        // On a side the function is at most quadratic in every function that has a seam so far;
        // the one-sided difference of second order is exact for it, but for rounding.
        let side = |h: f64| {
            (4.0 * value(seam.at + h) - value(seam.at + 2.0 * h) - 3.0 * value(seam.at)) / (2.0 * h)
        };
        let size = seam.left.abs().max(seam.right.abs());
        let place = || function_place(function.about().source, &name);
        for (what, found, claimed) in [
            ("left", side(-h), seam.left),
            ("right", side(h), seam.right),
        ] {
            outcome.point((found - claimed).abs() / size, DIFFERENCES, || show(seam.at), place, || {
                format!("the slope from the {what} at {} is {found:e}, the catalogue says {claimed:e}", show(seam.at))
            });
        }
        let chosen = grad(seam.at);
        outcome.point(
            (chosen - seam.chosen).abs() / size,
            0.0,
            || show(seam.at),
            place,
            || {
                format!(
                    "{name} at {} is {chosen:e}, the catalogue says {:e}",
                    show(seam.at),
                    seam.chosen
                )
            },
        );
    }
    Some(outcome)
}

fn pair(function: &Function, f: &PairLoss) -> Vec<Outcome> {
    let about = function.about();
    let name = format!("{}_grad", about.name);
    let mut outcome = Outcome::new(about.name, "differences", "relative");
    let mut outcomes = vec![];
    for &parameter in f.parameter.tried {
        let at_seams = (f.seams)(parameter);
        for residual in grid(-5.0, 5.0, 401) {
            // Both branches, whatever the parameter: residuals in units of it; and a shifted target.
            let (r, target) = (residual * parameter, 0.375 * parameter);
            let gap = at_seams
                .iter()
                .map(|seam| (r - seam.at).abs())
                .fold(f64::INFINITY, f64::min);
            if gap < 1e-3 * parameter {
                continue; // the seam itself has a check of its own
            }
            let h = gap.min(parameter) * 0.5;
            let slope = difference(|t| (f.value)(target + r + t, target, parameter), h);
            let at = || format!("{}, {target}, {parameter}", target + r);
            let largest = (f.grad)(target + 9.0 * parameter, target, parameter).abs();
            enter(
                &mut outcome,
                function,
                &name,
                &slope,
                (f.grad)(target + r, target, parameter),
                largest,
                &at,
            );
        }
        let shown = |r: f64| format!("residual {r}, {} = {parameter}", f.parameter.name);
        outcomes.extend(seams(
            function,
            &at_seams,
            &|r| (f.value)(r, 0.0, parameter),
            &|r| (f.grad)(r, 0.0, parameter),
            &shown,
        ));
    }
    let merged = outcomes.into_iter().reduce(|mut all, one| {
        all.points += one.points;
        if one.worst > all.worst {
            (all.worst, all.at) = (one.worst, one.at);
        }
        all.problems.extend(one.problems);
        all
    });
    std::iter::once(outcome).chain(merged).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gradients by a row: several functions of one row at once (temperatures, classes).
fn vector(
    function: &Function,
    name: &str,
    value: impl Fn(&[f64], &[f64]) -> Vec<f64>,
    grad: impl Fn(&[f64], &[f64]) -> Vec<Vec<f64>>,
) -> Outcome {
    let mut outcome = Outcome::new(function.about().name, "differences", "relative");
    let mut random = Random::new(2);
    for row in rows() {
        let upstream: Vec<f64> = row.iter().map(|_| random.between(-1.0, 1.0)).collect();
        for (which, grad) in grad(&row, &upstream).into_iter().enumerate() {
            let scale = grad.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
            // The temperatures tried reach down to 0.07: steps must be small against it.
            for i in 0..row.len().min(5) {
                let shifted = |t: f64| {
                    let mut row = row.clone();
                    row[i] += t;
                    value(&row, &upstream)[which]
                };
                let slope = difference(shifted, 0.05);
                let noise = shifted(0.0).abs() * 1e-3;
                enter(
                    &mut outcome,
                    function,
                    name,
                    &slope,
                    grad[i],
                    scale.max(noise),
                    &|| format!("row of {}, entry {i}", row.len()),
                );
            }
        }
    }
    outcome
}
