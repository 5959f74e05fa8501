//! Values and gradients against references to 60 digits.

mod near;
mod sheet;

use catalog::{Args, Argument, Function};

use crate::golden::{self, Case, Golden, Of};
use crate::guard::each;
use crate::outcome::Problem;
use crate::tolerance::condition;
use crate::{Functions, Outcome};

use near::Zeros;
use sheet::{Entry, Sheet};

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
    let columns = columns(function);
    let mut outcomes: Vec<Outcome> = (columns.iter())
        .map(|column| Outcome::new(about.name, &column.check, "ulp"))
        .collect();
    let zeros = Zeros::of(function, golden);
    for case in &golden.cases {
        let args = match case.args(function) {
            Ok(args) => args,
            Err(problem) => {
                outcomes[0].problems.push(problem);
                continue;
            }
        };
        for (column, outcome) in columns.iter().zip(&mut outcomes) {
            if let Err(problem) = enter(function, case, &args, column, &zeros, outcome) {
                outcome.problems.push(problem);
            }
        }
    }
    // An emptied file would otherwise pass unseen.
    let least = match function {
        Function::Scalar(_) => 500,
        Function::Curve(_) | Function::Gate(_) => 200,
        Function::Map(_) | Function::Loss(_) => 50,
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

/// A result of a call, entry by entry.
type Compute = Box<dyn Fn(&Args) -> Vec<f64>>;

/// A kind of result: what its check is called, how it is computed, and what the golden file calls it.
struct Column {
    check: String,
    name: String,
    of: Of<'static>,
    compute: Compute,
}

fn columns(function: &Function) -> Vec<Column> {
    let name = function.about().name;
    let own = *function;
    let mut columns = vec![Column {
        check: "value".to_owned(),
        name: name.to_owned(),
        of: Of::Value,
        compute: Box::new(move |args| own.value(args)),
    }];
    let arguments = function.arguments();
    columns.extend(function.derivatives().into_iter().map(|derivative| {
        let by = derivative.suffix.strip_prefix("_grad_");
        Column {
            check: by.map_or("gradient".to_owned(), |by| format!("gradient by {by}")),
            name: format!("{name}{}", derivative.suffix),
            of: Of::Grad(arguments[derivative.by].name),
            compute: Box::new(move |args| derivative.at(args)),
        }
    }));
    columns
}

/// Enters all points of a case: of a long row those entries that are given.
fn enter(
    function: &Function,
    case: &Case,
    args: &[Args],
    column: &Column,
    zeros: &Zeros,
    outcome: &mut Outcome,
) -> Result<(), Problem> {
    let arguments = function.arguments();
    let exact = case.results(&column.of)?;
    let scales = case.scales(&column.of)?;
    let slopes = zeros
        .slope_of(&column.of)
        .map(|of| case.results(&of))
        .transpose()?;
    let entries = case.entries()?;
    for (point, args) in args.iter().enumerate() {
        let (exact, scale) = (&exact[point], scales.as_ref().map(|all| &all[point]));
        if scale.is_some_and(|scale| scale.len() != exact.len()) {
            return Err(case.problem(&format!(
                "`scale` and `{}` differ in length",
                column.of.name()
            )));
        }
        let found = case.listed(&(column.compute)(args), exact.len())?;
        for (k, (&found, &exact)) in found.iter().zip(exact).enumerate() {
            // Next to a zero of the function the rounding of its argument counts.
            let slope = slopes.as_ref().map(|all| all[point][k]);
            let condition = match slope {
                Some(slope) if zeros.near(&column.of, args, exact) => {
                    condition(zeros.place(args), exact, slope)
                }
                _ => 1.0,
            };
            let entry = Entry {
                found,
                exact,
                condition,
                scale: scale.map_or(0.0, |scale| scale[k]),
            };
            let at = || {
                let entry = entries.as_ref().map_or(k, |all| all[k]);
                let many = column.compute.as_ref()(args).len() > 1;
                let entry = if many {
                    format!(", entry {entry}")
                } else {
                    String::new()
                };
                format!("{}{entry}", shown(&arguments, args))
            };
            let sheet = Sheet {
                source: function.about().source,
                name: &column.name,
                case,
            };
            sheet.enter(outcome, &entry, at);
        }
    }
    Ok(())
}

/// The arguments of a call in words.
pub(crate) fn shown(arguments: &[Argument], args: &Args) -> String {
    use catalog::Value;
    let row = |row: &[f64]| match row {
        [] => "[]".to_owned(),
        row if row.len() > 4 => format!("row of {}", row.len()),
        row => format!("{row:?}"),
    };
    let one = |value: &Value| match value {
        Value::Number(x) => format!("{x:e}"),
        Value::Row(numbers) => row(numbers),
        Value::Table(table) => match table.as_slice() {
            [only] => format!("[{}]", row(only)),
            [a, b] if a.len() <= 3 => format!("[{}, {}]", row(a), row(b)),
            _ => format!(
                "table of {} × {}",
                table.len(),
                table.first().map_or(0, Vec::len)
            ),
        },
        Value::Index(index) => index.to_string(),
        Value::Indices(all) => format!("{all:?}"),
    };
    let all = arguments.iter().zip(&args.0);
    let named = |(argument, value): (&Argument, &Value)| {
        if arguments.len() > 2 && !matches!(value, Value::Number(_)) {
            format!("{} {}", argument.name, one(value))
        } else {
            one(value)
        }
    };
    all.map(named).collect::<Vec<_>>().join(", ")
}
