//! ±0, ±∞, NaN, the smallest and the largest numbers.

use catalog::{FUNCTIONS, Function, Limits, Scalar};

use crate::Outcome;
use crate::outcome::function_place;

/// One outcome a function.
#[must_use]
pub fn outcomes() -> Vec<Outcome> {
    FUNCTIONS.iter().map(of).collect()
}

const EXTREME: [f64; 8] = [
    0.0,
    -0.0,
    5e-324,
    -5e-324,
    1e300,
    -1e300,
    f64::MAX,
    f64::MIN,
];

struct Sheet {
    outcome: Outcome,
    function: &'static Function,
}

impl Sheet {
    fn expect(&mut self, call: &str, found: f64, right: bool, expected: &str) {
        let about = self.function.about();
        let name = call.split('(').next().unwrap_or(about.name).to_owned();
        let error = if right { 0.0 } else { f64::INFINITY };
        self.outcome.point(
            error,
            0.0,
            || call.to_owned(),
            || function_place(about.source, &name),
            || format!("{call} is {found}, expected {expected}"),
        );
    }

    fn number(&mut self, call: &str, found: f64) {
        self.expect(call, found, !found.is_nan(), "a number");
    }

    fn nan(&mut self, call: &str, found: f64) {
        self.expect(call, found, found.is_nan(), "NaN");
    }

    fn is(&mut self, call: &str, found: f64, limit: f64) {
        self.expect(call, found, found == limit, &limit.to_string());
    }
}

fn of(function: &'static Function) -> Outcome {
    let name = function.about().name;
    let mut sheet = Sheet {
        outcome: Outcome::new(name, "limits", ""),
        function,
    };
    match function {
        Function::Scalar(f) => scalar(&mut sheet, f),
        Function::Pair(f) => {
            let (infinity, nan) = (f64::INFINITY, f64::NAN);
            for x in [infinity, -infinity] {
                sheet.is(
                    &format!("{name}({x}, 0, 1)"),
                    (f.value)(x, 0.0, 1.0),
                    infinity,
                );
                sheet.is(
                    &format!("{name}(0, {x}, 1)"),
                    (f.value)(0.0, x, 1.0),
                    infinity,
                );
                sheet.is(
                    &format!("{name}_grad({x}, 0, 1)"),
                    (f.grad)(x, 0.0, 1.0),
                    (f.grad)(x.signum() * 1e9, 0.0, 1.0),
                );
            }
            for x in EXTREME {
                for parameter in [1e-300, 1.0, 1e300] {
                    sheet.number(
                        &format!("{name}({x:e}, 0, {parameter:e})"),
                        (f.value)(x, 0.0, parameter),
                    );
                    sheet.number(
                        &format!("{name}_grad({x:e}, 0, {parameter:e})"),
                        (f.grad)(x, 0.0, parameter),
                    );
                }
            }
            sheet.nan(&format!("{name}(NaN, 0, 1)"), (f.value)(nan, 0.0, 1.0));
            sheet.nan(&format!("{name}(0, NaN, 1)"), (f.value)(0.0, nan, 1.0));
            sheet.nan(&format!("{name}_grad(NaN, 0, 1)"), (f.grad)(nan, 0.0, 1.0));
        }
        Function::Row(f) => rows(
            &mut sheet,
            |z| (f.value)(z, 1.0),
            |z| (f.vjp)(z, 1.0, &vec![1.0; z.len()]),
        ),
        Function::RowScalar(f) => rows(&mut sheet, |z| vec![(f.value)(z)], f.grad),
        Function::Class(f) => rows(&mut sheet, |z| vec![(f.value)(z, 0)], |z| (f.grad)(z, 0)),
        Function::Soft(f) => {
            let even = |z: &[f64]| vec![1.0 / z.len() as f64; z.len()];
            rows(
                &mut sheet,
                |z| vec![(f.value)(z, &even(z))],
                |z| (f.grad)(z, &even(z)),
            );
        }
    }
    sheet.outcome
}

fn scalar(sheet: &mut Sheet, f: &Scalar) {
    ends(sheet, f.about.name, f.value, &f.limits);
    ends(
        sheet,
        &format!("{}_grad", f.about.name),
        f.grad,
        &f.grad_limits,
    );
}

fn ends(sheet: &mut Sheet, name: &str, function: fn(f64) -> f64, limits: &Limits) {
    sheet.is(
        &format!("{name}(-∞)"),
        function(f64::NEG_INFINITY),
        limits.at_minus_infinity,
    );
    sheet.is(
        &format!("{name}(∞)"),
        function(f64::INFINITY),
        limits.at_infinity,
    );
    sheet.nan(&format!("{name}(NaN)"), function(f64::NAN));
    for x in EXTREME {
        sheet.number(&format!("{name}({x:e})"), function(x));
    }
    // A finite limit is reached, an infinite one is not left early.
    for (x, limit) in [
        (-1e300, limits.at_minus_infinity),
        (1e300, limits.at_infinity),
    ] {
        if limit.is_finite() {
            sheet.is(&format!("{name}({x:e})"), function(x), limit);
        } else {
            sheet.expect(
                &format!("{name}({x:e})"),
                function(x),
                function(x).is_finite(),
                "a finite number",
            );
        }
    }
    sheet.is(&format!("{name}(-0.0)"), function(-0.0), function(0.0));
}

/// Rows of extreme logits give numbers; a NaN is not swallowed.
fn rows(sheet: &mut Sheet, value: impl Fn(&[f64]) -> Vec<f64>, grad: impl Fn(&[f64]) -> Vec<f64>) {
    let name = sheet.function.about().name;
    let infinity = f64::INFINITY;
    for row in [
        vec![0.0, -0.0],
        vec![1e300, -1e300],
        vec![f64::MAX, f64::MAX],
        vec![f64::MIN, f64::MIN],
        vec![5e-324, 0.0],
        vec![1000.0, 0.0, -1000.0],
        vec![0.0, -infinity],
        vec![-infinity, 0.0, 1.0],
        vec![infinity, 0.0],
        vec![7.0],
    ] {
        for (what, found) in [("", value(&row)), ("'s gradient", grad(&row))] {
            // A loss may be infinite, and its gradient undefined, where a class has probability 0.
            let finite = row.iter().all(|z| z.is_finite());
            for x in found {
                let call = format!("{name}({row:?}){what}");
                if finite || what.is_empty() {
                    sheet.expect(&call, x, !x.is_nan(), "a number");
                }
            }
        }
    }
    let found = value(&[0.0, f64::NAN]);
    sheet.expect(
        &format!("{name}([0, NaN])"),
        f64::NAN,
        found.iter().any(|x| x.is_nan()),
        "NaN",
    );
}
