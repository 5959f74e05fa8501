//! Gradients of functions of one or two numbers with a parameter, or with another number.

use catalog::{Curve, Function, Gate, Seam, Setting};

use super::difference::central;
use super::line::Line;
use super::{EVERYWHERE, differences, enter, made, seams};
use crate::Outcome;

/// The length over which a function changes near 0, if it does so with its parameter or against it:
/// β of `x·σ(βx)` or α of `α·(e^(x/α) - 1)`.
pub fn unit(parameter: f64) -> f64 {
    let size = parameter.abs();
    if size == 0.0 {
        1.0
    } else {
        size.min(1.0 / size).max(1e-6)
    }
}

pub fn curve(function: &Function, f: &Curve) -> Vec<Outcome> {
    let (mut slopes, mut kinks) = (differences(function), seams(function));
    let mut learned = Outcome::new(
        f.about.name,
        &format!("differences by {}", f.parameter.name),
        "relative",
    );
    for &parameter in f.parameter.tried {
        let at_seams = (f.seams)(parameter);
        let line = Line {
            function,
            name: &format!("{}_grad", f.about.name),
            value: &|x| (f.value)(x, parameter),
            held: None,
            grad: &|x| (f.grad)(x, parameter),
            seams: &at_seams,
            ends: EVERYWHERE,
            unit: unit(parameter),
            show: &|x| format!("{x}, {parameter}"),
        };
        let points = line.points(30.0, 1.0 / 16.0, 1.0);
        line.differences(&mut slopes, &points, 0.0);
        line.at_seams(&mut kinks);
        if let Setting::Learned(grad) = f.setting {
            for &x in &points {
                by_parameter(&mut learned, function, f, grad, x, parameter);
            }
        }
    }
    made([slopes, learned, kinks])
}

/// The derivative by the parameter, with a step that leaves it valid.
fn by_parameter(
    outcome: &mut Outcome,
    function: &Function,
    f: &Curve,
    grad: fn(f64, f64) -> f64,
    x: f64,
    parameter: f64,
) {
    let mut h = 0.4 / (1.0 + x.abs());
    while !((f.parameter.valid)(parameter - h) && (f.parameter.valid)(parameter + h)) && h > 1e-9 {
        h *= 0.5;
    }
    let slope = central(|t| (f.value)(x, parameter + t), h);
    let noise = (f.value)(x, parameter).abs() / h * 1e-3;
    let name = format!("{}_grad_{}", f.about.name, f.parameter.name);
    let grad = grad(x, parameter);
    let at = || format!("{x}, {parameter}");
    enter(outcome, function, &name, &slope, grad, noise, &at);
}

pub fn gate(function: &Function, f: &Gate) -> Vec<Outcome> {
    let by = |letter: &str| {
        let check = format!("differences by {letter}");
        Outcome::new(f.about.name, &check, "relative")
    };
    let (mut by_a, mut by_b, mut kinks) = (by("a"), by("b"), seams(function));
    for a in [-2.5, 0.0, 1.0, 30.0] {
        let at_seams: Vec<Seam> = (f.seams.iter())
            .map(|seam| Seam {
                at: seam.at,
                left: a * seam.left,
                right: a * seam.right,
                chosen: a * seam.chosen,
            })
            .collect();
        let line = Line {
            function,
            name: &format!("{}_grad_b", f.about.name),
            value: &|b| (f.value)(a, b),
            held: None,
            grad: &|b| (f.grad_b)(a, b),
            seams: &at_seams,
            ends: EVERYWHERE,
            unit: 1.0,
            show: &|b| format!("{a}, {b}"),
        };
        let points = line.points(30.0, 1.0 / 16.0, 1.0);
        line.differences(&mut by_b, &points, 0.0);
        line.at_seams(&mut kinks);
        // By a there is no seam: there it is a straight line.
        let name = format!("{}_grad_a", f.about.name);
        for &b in &points {
            let slope = central(|t| (f.value)(a + t, b), 0.4);
            let noise = (f.value)(a, b).abs() * 1e-3;
            let at = || format!("{a}, {b}");
            enter(
                &mut by_a,
                function,
                &name,
                &slope,
                (f.grad_a)(a, b),
                noise,
                &at,
            );
        }
    }
    made([by_a, by_b, kinks])
}
