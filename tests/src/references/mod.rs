//! Values and gradients against references to 60 digits.

mod number;
mod row;
mod sheet;

use catalog::{Function, Setting};

use crate::golden::{self, Case, Golden};
use crate::guard::each;
use crate::outcome::Problem;
use crate::{Functions, Outcome};

use sheet::Sheet;

/// One outcome for the value and one for each derivative of every function.
#[must_use]
pub fn outcomes(functions: &Functions) -> Vec<Outcome> {
    each("value", functions, of)
}

/// The outcomes of one function.
#[must_use]
pub fn of(function: &Function) -> Vec<Outcome> {
    let name = function.about().name;
    match golden::of(name) {
        Ok(golden) => against(function, golden),
        Err(problem) => vec![Outcome::failed(name, "value", problem)],
    }
}

/// The outcomes of one function against these references.
#[must_use]
pub fn against(function: &Function, golden: &Golden) -> Vec<Outcome> {
    let about = function.about();
    let mut outcomes: Vec<Outcome> = columns(function)
        .iter()
        .map(|column| Outcome::new(about.name, &column.check, "ulp"))
        .collect();
    for case in &golden.cases {
        let mut sheet = Sheet {
            function,
            golden,
            case,
            outcomes: &mut outcomes,
        };
        if let Err(problem) = enter(&mut sheet, case) {
            outcomes[0].problems.push(problem);
        }
    }
    // An emptied file would otherwise pass unseen.
    let least = match function {
        Function::Scalar(_) => 500,
        Function::Curve(_) | Function::Gate(_) => 200,
        _ => 50,
    };
    for outcome in &mut outcomes {
        if outcome.points < least {
            let message = format!(
                "{} points of {} {}, expected at least {least}: run tests/golden/generate.py",
                outcome.points, about.name, outcome.check
            );
            let problem = Problem::new(&golden.file, 1, message);
            outcome.problems.push(problem);
        }
    }
    outcomes
}

fn enter(sheet: &mut Sheet<'_>, case: &Case) -> Result<(), Problem> {
    match sheet.function {
        Function::Scalar(f) => number::scalar(sheet, case, f),
        Function::Curve(f) => number::curve(sheet, case, f),
        Function::Gate(f) => number::gate(sheet, case, f),
        Function::Pair(f) => number::pair(sheet, case, f),
        Function::Row(f) => row::row(sheet, case, f),
        Function::RowScalar(f) => row::row_scalar(sheet, case, f),
        Function::Class(f) => row::class(sheet, case, f),
        Function::Soft(f) => row::soft(sheet, case, f),
    }
}

/// The names in the library of a function and of its derivatives.
pub(crate) fn names(function: &Function) -> Vec<String> {
    let name = function.about().name;
    let full = |column: &Column| format!("{name}{}", column.suffix);
    columns(function).iter().map(full).collect()
}

/// A kind of result: what its check is called, and what its function's name ends with.
struct Column {
    check: String,
    suffix: String,
}

/// The results of a shape, in the order in which [`Sheet`] numbers them.
fn columns(function: &Function) -> Vec<Column> {
    let column = |check: &str, suffix: &str| Column {
        check: check.to_owned(),
        suffix: suffix.to_owned(),
    };
    let value = column("value", "");
    let gradient = column("gradient", "_grad");
    match function {
        Function::Row(_) => vec![value, column("gradient", "_vjp")],
        Function::Gate(_) => vec![
            value,
            column("gradient by a", "_grad_a"),
            column("gradient by b", "_grad_b"),
        ],
        Function::Curve(f) => match f.setting {
            Setting::Fixed => vec![value, gradient],
            Setting::Learned(_) => {
                let name = f.parameter.name;
                let by = column(&format!("gradient by {name}"), &format!("_grad_{name}"));
                vec![value, gradient, by]
            }
        },
        _ => vec![value, gradient],
    }
}
