//! ±0, ±∞, NaN, the smallest and the largest numbers; parameters that are not valid.

mod approach;
mod contract;
mod loss;
mod number;
mod places;
mod row;

use catalog::Function;

use crate::golden::Of;
use crate::guard::each;
use crate::outcome::{catalogue_place, function_place};
use crate::{Functions, Outcome};

/// One outcome a function.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    each("limits", functions, |function| vec![of(function)])
}

/// The outcome of one function.
#[must_use]
pub fn of(function: &Function) -> Outcome {
    let mut sheet = Sheet {
        outcome: Outcome::new(function.about().name, "limits", ""),
        function,
    };
    match function {
        Function::Scalar(f) => number::scalar(&mut sheet, f),
        Function::Curve(f) => number::curve(&mut sheet, f),
        Function::Gate(f) => number::gate(&mut sheet, f),
        Function::Map(f) => row::map(&mut sheet, f),
        Function::Loss(f) => loss::loss(&mut sheet, f),
    }
    sheet.outcome
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

struct Sheet<'a> {
    outcome: Outcome,
    function: &'a Function,
}

impl Sheet<'_> {
    /// Enters a call; if it is wrong, the function is.
    fn expect(&mut self, call: &str, found: f64, right: bool, expected: &str) {
        let about = self.function.about();
        let name = call.split('(').next().unwrap_or(about.name).to_owned();
        let place = || function_place(about.source, &name);
        self.outcome.point(
            if right { 0.0 } else { f64::INFINITY },
            0.0,
            || call.to_owned(),
            place,
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

    /// Enters a limit that the catalogue states in `field`. Where the references know better, they
    /// show which of the two is wrong; otherwise the function is assumed to be.
    fn stated(&mut self, call: &str, found: f64, limit: &Stated<'_>) {
        let name = self.function.about().name;
        let reference = limit.reference(name);
        let catalogue = reference.is_some_and(|exact| exact != limit.value);
        if found != limit.value && catalogue {
            let place = || catalogue_place(name, limit.field, limit.end());
            let why =
                reference.map_or(String::new(), |exact| format!(", the reference is {exact}"));
            self.outcome.point(
                f64::INFINITY,
                0.0,
                || call.to_owned(),
                place,
                || format!("{call} is {found}, the catalogue says {}{why}", limit.value),
            );
        } else {
            self.is(call, found, limit.value);
        }
    }
}

/// A limit as the catalogue states it.
struct Stated<'a> {
    /// `limits` or `grad_limits`.
    field: &'static str,
    /// The results in the golden file.
    result: Of<'static>,
    /// At which end.
    at: f64,
    /// What it is.
    value: f64,
    /// Name and value of the parameter, if there is one.
    parameter: Option<(&'a str, f64)>,
}

impl Stated<'_> {
    fn end(&self) -> &'static str {
        if self.at > 0.0 {
            "at_infinity"
        } else {
            "at_minus_infinity"
        }
    }

    /// The exact limit, if the golden file holds it.
    fn reference(&self, function: &str) -> Option<f64> {
        let golden = crate::golden::of(function).ok()?;
        let function = catalog::find(function)?;
        golden.cases.iter().find_map(|case| {
            let args = case.args(function).ok()?;
            let wanted = |args: &catalog::Args| {
                let parameter = self
                    .parameter
                    .is_none_or(|(_, value)| args.number(1) == value);
                parameter && args.number(0) == self.at
            };
            let i = args.iter().position(wanted)?;
            case.results(&self.result).ok()?.get(i)?.first().copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use catalog::{Limits, Scalar};

    use super::*;

    fn gelu() -> Scalar {
        match catalog::find("gelu") {
            Some(Function::Scalar(f)) => **f,
            _ => unreachable!("it is in the catalogue"),
        }
    }

    fn reported(f: Scalar) -> String {
        let outcome = of(&Function::Scalar(Box::leak(Box::new(f))));
        let problem = outcome.problems.first().expect("a problem");
        format!("{}:{}: {}", problem.file, problem.line, problem.message)
    }

    #[test]
    fn a_wrong_limit_is_reported_where_it_is_wrong() {
        let wrong = Limits {
            at_minus_infinity: 0.0,
            at_infinity: 2.0,
        };
        let grad_limits = wrong;
        let text = reported(Scalar {
            grad_limits,
            ..gelu()
        });
        assert!(
            text.starts_with("crates/catalog/src/activations/gelu.rs:"),
            "{text}"
        );
        assert!(
            text.contains("gelu_grad(∞) is 1, the catalogue says 2, the reference is 1"),
            "{text}"
        );
        let source = std::fs::read_to_string(
            crate::source::root().join("crates/catalog/src/activations/gelu.rs"),
        );
        let source = source.expect("the catalogue's file");
        let line = source
            .lines()
            .position(|l| l.contains("grad_limits"))
            .expect("it is there");
        assert!(text.contains(&format!(".rs:{}:", line + 3)), "{text}");

        let grad = |x: f64| {
            if x == f64::INFINITY {
                f64::NAN
            } else {
                nnfn::activations::gelu_grad(x)
            }
        };
        let text = reported(Scalar { grad, ..gelu() });
        assert!(
            text.starts_with("crates/nnfn/src/activations/gelu.rs:"),
            "{text}"
        );
    }
}
