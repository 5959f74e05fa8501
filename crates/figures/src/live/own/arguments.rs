//! From what is typed to the arguments of a call, or what is wrong with it.

use catalog::{Args, Argument, Domain, Function, Length, Numbers, Value};

use super::super::State;
use super::super::typing::{Shape, Typing, Within};
use crate::numeral::significant;

/// How far the sum of typed probabilities may be from 1: as far as rounding to three digits takes it.
const SUM: f64 = 0.01;

/// The arguments at first.
pub(in super::super) fn at_rest(function: &Function) -> Args {
    match function {
        Function::Scalar(_) => Args(vec![Value::Number(1.0)]),
        Function::Curve(f) => Args(vec![
            Value::Number(-1.0),
            Value::Number(f.parameter.default),
        ]),
        Function::Gate(_) => Args(vec![Value::Number(2.0), Value::Number(0.5)]),
        Function::Map(f) => Args(vec![
            Value::Row(vec![2.0, 1.0, 0.1]),
            Value::Number(f.parameter.default),
            Value::Row(vec![1.0, 0.0, 0.0]),
        ]),
        Function::Loss(f) => {
            let section = &f.sections[0];
            let place = match section.ends {
                (low, high) if low.is_finite() && high.is_finite() => low + 0.3 * (high - low),
                (low, _) if low.is_finite() => low + 0.5,
                (_, high) if high.is_finite() => high - 0.5,
                _ => 0.5,
            };
            (section.at)(&f.defaults(), place)
        }
    }
}

/// What can be typed for an argument that has this value at first.
pub(super) fn typing(argument: &Argument, value: &Value) -> Typing {
    let shape = match argument.domain {
        Domain::Number(_) | Domain::Class(_) => Shape::Number,
        Domain::Table(..) => Shape::Table,
        _ => Shape::Row,
    };
    Typing {
        shape,
        start: numbers(value),
        other: numbers(&other(argument, value)),
        within: within(argument),
    }
}

/// What each number of an argument may be, as far as that is known without the others.
fn within(argument: &Argument) -> Within {
    if argument.parameter().is_some() {
        return Within::Range(f64::MIN, f64::MAX);
    }
    let numbers = match argument.domain {
        Domain::Number(n) | Domain::Row(n, _) | Domain::Table(n, ..) => n,
        Domain::Simplex(_) => return Within::Range(0.0, 1.0),
        Domain::Mask(_) => Numbers::Binary,
        Domain::Class(_) | Domain::Classes(..) | Domain::Labels(..) => {
            return Within::Whole(0.0, f64::INFINITY);
        }
    };
    match numbers {
        Numbers::Real
        | Numbers::Direction
        | Numbers::Logit
        | Numbers::LogProbability
        | Numbers::Sign => Within::Anything,
        Numbers::Positive => Within::Above(0.0, f64::INFINITY),
        Numbers::Unit | Numbers::OpenUnit => Within::Range(0.0, 1.0),
        Numbers::Binary => Within::Whole(0.0, 1.0),
    }
}

/// Another value that is valid, for the tests that drive every control.
fn other(argument: &Argument, value: &Value) -> Value {
    if let Some(parameter) = argument.parameter() {
        let tried = parameter.tried.iter().copied();
        let others = tried.chain([0.5, 2.0].map(|by| by * parameter.default));
        let is_another = |x: &f64| *x != parameter.default && (parameter.valid)(*x);
        let found = { others }.find(is_another);
        return Value::Number(found.unwrap_or(parameter.default));
    }
    // Of a mask something is left.
    if let Domain::Mask(_) | Domain::Row(Numbers::Binary, _) | Domain::Table(Numbers::Binary, ..) =
        argument.domain
    {
        let entries = value.entries();
        let is_full = entries.iter().all(|x| *x == 1.0);
        return match entries.len() {
            1 => value.map(|x| 1.0 - x),
            _ if is_full => {
                let mut other = value.clone();
                *other.entry(0) = 0.0;
                other
            }
            _ => value.map(|_| 1.0),
        };
    }
    let moved = |x: f64, i: usize| match argument.domain {
        Domain::Number(n) | Domain::Row(n, _) | Domain::Table(n, ..) => match n {
            Numbers::Unit | Numbers::OpenUnit => 0.5 * x + 0.1,
            Numbers::Binary => 1.0 - x,
            Numbers::Sign => -x,
            Numbers::LogProbability => x - 0.25 * (i + 1) as f64,
            Numbers::Positive => 1.5 * x + 0.1 * i as f64,
            _ => 0.5 * x + 0.3 * (i + 1) as f64,
        },
        _ => x,
    };
    let row = |row: &[f64], from: usize| -> Vec<f64> {
        let each = row.iter().enumerate();
        each.map(|(i, x)| moved(*x, from + i)).collect()
    };
    match (value, argument.domain) {
        (Value::Row(numbers), Domain::Simplex(_)) => {
            let mut other = numbers.clone();
            other.rotate_left(1);
            Value::Row(other)
        }
        (Value::Number(x), _) => Value::Number(moved(*x, 0)),
        (Value::Row(numbers), _) => Value::Row(row(numbers, 0)),
        (Value::Table(table), _) => {
            let rows = table.iter().enumerate();
            Value::Table(rows.map(|(i, line)| row(line, 2 * i)).collect())
        }
        (Value::Index(i), _) => Value::Index(usize::from(*i == 0)),
        (Value::Indices(all), _) => {
            let mut other = all.clone();
            other.rotate_left(1);
            Value::Indices(other)
        }
    }
}

/// A value as it is typed.
fn numbers(value: &Value) -> Vec<Vec<f64>> {
    match value {
        Value::Number(x) => vec![vec![*x]],
        Value::Row(row) => vec![row.clone()],
        Value::Table(table) => table.clone(),
        Value::Index(i) => vec![vec![*i as f64]],
        Value::Indices(all) => vec![all.iter().map(|i| *i as f64).collect()],
    }
}

/// The length of a table's rows.
pub(super) fn width(value: &Value) -> Option<usize> {
    match value {
        Value::Table(table) => table.first().map(Vec::len),
        _ => None,
    }
}

/// A length, and the argument that was the first to have it.
struct Known {
    length: Length,
    count: usize,
    of: &'static str,
}

/// The arguments of a call, if the function takes them.
pub(super) fn read(function: &Function, state: &State) -> Result<Args, String> {
    let arguments = function.arguments();
    let typed: Vec<Vec<Vec<f64>>> = arguments.iter().map(|a| state.typed(a.name)).collect();
    let mut known: Vec<Known> = vec![];
    for (argument, rows) in arguments.iter().zip(&typed) {
        for (length, count) in lengths(argument, rows) {
            match known.iter().find(|k| k.length == length) {
                Some(first) if first.count != count => {
                    let (name, expected, of) = (argument.name, first.count, first.of);
                    return Err(format!(
                        "{name}: {count} numbers, expected {expected} as in `{of}`"
                    ));
                }
                Some(_) => {}
                None => known.push(Known {
                    length,
                    count,
                    of: argument.name,
                }),
            }
        }
    }
    let name = function.about().name;
    let args = arguments.iter().zip(typed);
    let args: Result<Vec<Value>, String> = args
        .map(|(argument, rows)| value(name, argument, rows, &known))
        .collect();
    args.map(Args)
}

/// The lengths that an argument settles.
fn lengths(argument: &Argument, rows: &[Vec<f64>]) -> Vec<(Length, usize)> {
    let all = argument.domain.lengths();
    match argument.domain {
        Domain::Number(_) | Domain::Class(_) => vec![],
        Domain::Table(..) => vec![(all[0], rows.len()), (all[1], rows[0].len())],
        _ => vec![(all[0], rows[0].len())],
    }
}

/// A typed argument, if its numbers are of its domain.
fn value(
    function: &str,
    argument: &Argument,
    rows: Vec<Vec<f64>>,
    known: &[Known],
) -> Result<Value, String> {
    let name = argument.name;
    let said = |x: f64| significant(x, 6);
    if let Some(parameter) = argument.parameter() {
        let x = rows[0][0];
        return match (parameter.valid)(x) {
            true => Ok(Value::Number(x)),
            false => Err(format!("{name}: {} is not valid for {function}", said(x))),
        };
    }
    let numbers = match argument.domain {
        Domain::Number(n) | Domain::Row(n, _) | Domain::Table(n, ..) => Some(n),
        _ => None,
    };
    let wrong = |is_wrong: &dyn Fn(&f64) -> bool, expected: &str| {
        let found = rows.iter().flatten().find(|x| is_wrong(x));
        found.map_or(Ok(()), |x| {
            Err(format!("{name}: {}, expected {expected}", said(*x)))
        })
    };
    match numbers {
        Some(Numbers::OpenUnit) => wrong(&|x| *x <= 0.0 || *x >= 1.0, "between 0 and 1")?,
        Some(Numbers::Sign) => wrong(&|x| x.abs() != 1.0, "−1 or 1")?,
        _ => {}
    }
    let below = |length: Length| known.iter().find(|k| k.length == length);
    let indices = |length: Length| -> Result<Vec<usize>, String> {
        if let Some(Known { count, of, .. }) = below(length) {
            let last = count - 1;
            wrong(
                &|x| *x > last as f64,
                &format!("a whole number from 0 to {last}: `{of}` has {count} numbers"),
            )?;
        }
        Ok(rows[0].iter().map(|x| *x as usize).collect())
    };
    Ok(match argument.domain {
        Domain::Number(_) => Value::Number(rows[0][0]),
        Domain::Class(length) => Value::Index(indices(length)?[0]),
        Domain::Classes(_, length) | Domain::Labels(_, length) => Value::Indices(indices(length)?),
        Domain::Table(..) => Value::Table(rows),
        Domain::Simplex(_) => {
            let sum: f64 = rows[0].iter().sum();
            if (sum - 1.0).abs() > SUM {
                return Err(format!("{name}: the sum is {}, expected 1", said(sum)));
            }
            Value::Row(rows.concat())
        }
        Domain::Row(..) | Domain::Mask(_) => Value::Row(rows.concat()),
    })
}

/// An argument in a call.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Number(x) => significant(*x, 10),
        Value::Row(numbers) => row(numbers),
        Value::Table(table) => {
            let rows: Vec<String> = table.iter().map(|line| row(line)).collect();
            format!("[{}]", rows.join(", "))
        }
        Value::Index(i) => i.to_string(),
        Value::Indices(all) => {
            let all: Vec<f64> = all.iter().map(|i| *i as f64).collect();
            row(&all)
        }
    }
}

/// Numbers in brackets; of many the first.
pub(super) fn row(numbers: &[f64]) -> String {
    const SAID: usize = 6;
    let mut all: Vec<String> = numbers
        .iter()
        .take(SAID)
        .map(|x| significant(*x, 10))
        .collect();
    if numbers.len() > SAID {
        all.push("..".to_owned());
    }
    format!("[{}]", all.join(", "))
}
