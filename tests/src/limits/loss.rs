//! Extreme arguments of losses: the ends of their sections, each number and each row in turn.

use catalog::{Args, Domain, Loss, Numbers, Role, Value};

use super::{EXTREME, Sheet, contract, places, row};
use crate::references::shown;
use crate::sample::calls;

/// What a positive number could be, and an entry of a unit interval or a probability.
const POSITIVE: [f64; 6] = [5e-324, 1e-300, 1e-100, 1e100, 1e300, f64::MAX];
const UNIT: [f64; 4] = [0.0, 5e-324, 0.5, 1.0];
const OPEN_UNIT: [f64; 3] = [5e-324, 0.5, 1.0 - f64::EPSILON / 2.0];

pub fn loss(sheet: &mut Sheet<'_>, f: &Loss) {
    sections(sheet, f);
    places::loss(sheet, f);
    let ordinary = ordinary(f);
    together(sheet, f, &ordinary);
    for (i, argument) in f.arguments.iter().enumerate() {
        if let Role::Parameter(parameter) = argument.role {
            let call = |p: f64| ordinary.with(i, Value::Number(p));
            contract::check(sheet, parameter, "", |p| {
                (f.value)(&call(p));
            });
            for gradient in f.gradients {
                contract::check(sheet, parameter, gradient.suffix, |p| {
                    (gradient.of)(&call(p));
                });
            }
            continue;
        }
        for value in extremes(argument.domain) {
            numbers(sheet, f, &ordinary, i, &value);
        }
        if let Some(entry) = heard(f, &ordinary, i) {
            let args = ordinary.moved(i, entry, f64::NAN);
            let call = call(f, f.about.name, &args);
            sheet.nan(&call, (f.value)(&args));
            // A slope that is the same everywhere knows no NaN; one that depends on the argument does.
            for gradient in f.gradients.iter().filter(|g| depends(f, g.of, i, entry)) {
                let name = format!("{}{}", f.about.name, gradient.suffix);
                let found = (gradient.of)(&args);
                let nan = found.iter().copied().find(|g| g.is_nan());
                sheet.nan(&self::call(f, &name, &args), nan.unwrap_or(found[0]));
            }
        }
    }
}

/// Every combination of extreme numbers, where a loss takes nothing but numbers: what overflows or cancels may need two.
fn together(sheet: &mut Sheet<'_>, f: &Loss, ordinary: &Args) {
    let mut all = vec![ordinary.clone()];
    for (i, argument) in f.arguments.iter().enumerate() {
        match (argument.role, argument.domain) {
            (Role::Parameter(_), _) => {}
            (_, Domain::Number(_)) => {
                let values = extremes(argument.domain);
                let with = |args: &Args| {
                    let one = |value: &Value| args.with(i, value.clone());
                    values.iter().map(one).collect::<Vec<_>>()
                };
                all = all.iter().flat_map(with).collect();
            }
            _ => return,
        }
    }
    for args in &all {
        are_numbers(sheet, f, args, true);
        // None of them hides a NaN beside it.
        for (i, _) in (f.arguments.iter().enumerate()).filter(|(_, a)| a.parameter().is_none()) {
            let args = args.with(i, f64::NAN.into());
            sheet.nan(&call(f, f.about.name, &args), (f.value)(&args));
        }
    }
}

/// An ordinary call with the default parameters.
fn ordinary(f: &Loss) -> Args {
    let defaults = f.defaults();
    let all = calls(f);
    let long = |args: &&Args| args.0.iter().all(|v| v.entries().len() != 1 || !is_many(v));
    let wanted = all.iter().filter(|args| f.parameters_of(args) == defaults);
    let mut wanted = wanted.filter(long);
    wanted.next().unwrap_or(&all[0]).clone()
}

fn is_many(value: &Value) -> bool {
    matches!(value, Value::Row(_) | Value::Table(_))
}

/// The last entry of an argument that the value or a gradient changes with: under the 0 of a mask nothing is heard,
/// not even NaN. One that no step changes is the last, as a wrong class far behind may be.
fn heard(f: &Loss, ordinary: &Args, argument: usize) -> Option<usize> {
    let last = ordinary.0[argument].entries().len().checked_sub(1)?;
    let is_heard = |entry: &usize| {
        let changes = |of: &dyn Fn(&Args) -> Vec<f64>| {
            let own = of(ordinary);
            moved(f, ordinary, argument, *entry).any(|args| of(&args) != own)
        };
        changes(&|args| vec![(f.value)(args)]) || f.gradients.iter().any(|g| changes(&g.of))
    };
    Some((0..=last).rev().find(is_heard).unwrap_or(last))
}

/// Whether a gradient changes with an entry of an argument, at some call.
fn depends(f: &Loss, gradient: fn(&Args) -> Vec<f64>, argument: usize, entry: usize) -> bool {
    let ordinary = ordinary(f);
    let own = gradient(&ordinary);
    moved(f, &ordinary, argument, entry).any(|args| gradient(&args) != own)
}

/// The call with one entry moved, near and far.
fn moved<'a>(
    f: &'a Loss,
    ordinary: &'a Args,
    argument: usize,
    entry: usize,
) -> impl Iterator<Item = Args> + 'a {
    let domain = f.arguments[argument].domain;
    let x = ordinary.0[argument].entries()[entry];
    let steps = match domain {
        // To the other value.
        Domain::Number(Numbers::Sign) | Domain::Row(Numbers::Sign, _) => vec![-2.0 * x],
        Domain::Mask(_)
        | Domain::Number(Numbers::Binary)
        | Domain::Row(Numbers::Binary, _)
        | Domain::Table(Numbers::Binary, ..) => vec![1.0 - 2.0 * x],
        _ => vec![0.25, -0.25, 3.0, 1e6],
    };
    let calls = steps
        .into_iter()
        .map(move |step| ordinary.moved(argument, entry, step));
    calls.filter(move |args| may_be(domain, &args.0[argument]))
}

/// Whether a function may be asked there: of an interval without its ends nothing else is taken.
fn may_be(domain: Domain, value: &Value) -> bool {
    match domain {
        Domain::Number(Numbers::OpenUnit) | Domain::Row(Numbers::OpenUnit, _) => {
            value.entries().iter().all(|x| 0.0 < *x && *x < 1.0)
        }
        _ => true,
    }
}

fn call(f: &Loss, name: &str, args: &Args) -> String {
    format!("{name}({})", shown(f.arguments, args))
}

/// What the catalogue says of the ends of the sections.
fn sections(sheet: &mut Sheet<'_>, f: &Loss) {
    for section in f.sections {
        for parameters in f.tried() {
            let (limits, slopes) = (
                (section.limits)(&parameters),
                (section.slope_limits)(&parameters),
            );
            for (end, limit, slope) in [
                (
                    section.ends.0,
                    limits.at_minus_infinity,
                    slopes.at_minus_infinity,
                ),
                (section.ends.1, limits.at_infinity, slopes.at_infinity),
            ] {
                let args = (section.at)(&parameters, end);
                let call = format!("{} ({})", call(f, f.about.name, &args), section.name);
                sheet.is(&call, f.along(section, &parameters, end), limit);
                let call = format!("the slope of {call}");
                sheet.is(&call, f.slope(section, &parameters, end), slope);
                let value = |t: f64| f.along(section, &parameters, t);
                let grad = |t: f64| f.slope(section, &parameters, t);
                if end.is_infinite() && limit.is_infinite() {
                    not_early(
                        sheet,
                        &format!("{}, {}", f.about.name, section.name),
                        &value,
                        end,
                    );
                }
                if end.is_infinite() && slope.is_infinite() {
                    let what = format!("the slope of {}, {}", f.about.name, section.name);
                    not_early(sheet, &what, &grad, end);
                }
            }
        }
    }
}

/// What goes to infinity does not get there early, unless it grows as a square.
fn not_early(sheet: &mut Sheet<'_>, what: &str, function: &dyn Fn(f64) -> f64, end: f64) {
    let is_square = function(1e150_f64.copysign(end)).abs() > 1e200;
    let at = 1e300_f64.copysign(end);
    let found = function(at);
    if !is_square {
        let call = format!("{what} at {at:e}");
        sheet.expect(&call, found, found.is_finite(), "a finite number");
    }
}

/// Extreme values of an argument; those that are not finite only where a limit exists for any of them.
fn extremes(domain: Domain) -> Vec<Value> {
    let numbers = |numbers| match numbers {
        Numbers::Real | Numbers::Logit => EXTREME.to_vec(),
        Numbers::Positive => POSITIVE.to_vec(),
        Numbers::Unit => UNIT.to_vec(),
        Numbers::OpenUnit => OPEN_UNIT.to_vec(),
        Numbers::Sign => vec![-1.0, 1.0],
        Numbers::Binary => vec![0.0, 1.0],
        Numbers::LogProbability => vec![0.0, -5e-324, -1e300, f64::MIN],
    };
    match domain {
        Domain::Number(kind) => numbers(kind).into_iter().map(Value::Number).collect(),
        Domain::Row(Numbers::Logit, _) => row::extreme().into_iter().map(Value::Row).collect(),
        Domain::Row(Numbers::Real, _) => (row::extreme().into_iter())
            .filter(|row| row.iter().all(|x| x.is_finite()))
            .map(Value::Row)
            .collect(),
        Domain::Row(kind, _) => numbers(kind)
            .into_iter()
            .map(|x| vec![x; 3].into())
            .collect(),
        Domain::Simplex(_) => [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [1.0, 1e-300, 0.0]]
            .map(Value::from)
            .to_vec(),
        // One row may be without any.
        Domain::Table(Numbers::Binary, ..) => [[1.0, 0.0], [0.0, 0.0]]
            .map(|row| vec![row.to_vec(), vec![0.0, 1.0]].into())
            .to_vec(),
        Domain::Table(kind, ..) => (numbers(kind).into_iter())
            .map(|x| vec![vec![x, 0.5 * x], vec![0.25 * x, x]].into())
            .collect(),
        Domain::Class(_) | Domain::Classes(..) | Domain::Mask(_) => vec![],
    }
}

/// Value and gradients are numbers, other arguments cut to the length of this one.
fn numbers(sheet: &mut Sheet<'_>, f: &Loss, ordinary: &Args, i: usize, value: &Value) {
    let Some(args) = fitted(f, ordinary, i, value) else {
        return;
    };
    // A loss may be infinite, and its gradient undefined, where a class has probability 0.
    let finite = value.entries().iter().all(|x| x.is_finite());
    are_numbers(sheet, f, &args, finite);
}

/// The value is a number, and so are the gradients where they are checked.
fn are_numbers(sheet: &mut Sheet<'_>, f: &Loss, args: &Args, gradients: bool) {
    sheet.number(&call(f, f.about.name, args), (f.value)(args));
    for gradient in f.gradients.iter().filter(|_| gradients) {
        let name = format!("{}{}", f.about.name, gradient.suffix);
        for g in (gradient.of)(args) {
            sheet.number(&call(f, &name, args), g);
        }
    }
}

/// The call with this value, every argument that shares its length as long.
fn fitted(f: &Loss, ordinary: &Args, i: usize, value: &Value) -> Option<Args> {
    let lengths = f.arguments[i].domain.lengths();
    let n = match value {
        Value::Row(row) => row.len(),
        Value::Table(table) => table.len(),
        _ => return Some(ordinary.with(i, value.clone())),
    };
    let cut = |argument: &catalog::Argument, other: &Value| {
        if !argument
            .domain
            .lengths()
            .iter()
            .any(|length| lengths.contains(length))
        {
            return Some(other.clone());
        }
        Some(match (other, argument.domain) {
            (Value::Row(_), Domain::Simplex(_)) => Value::Row(vec![1.0 / n as f64; n]),
            (Value::Row(row), _) => Value::Row((0..n).map(|k| row[k % row.len()]).collect()),
            (Value::Index(index), _) => Value::Index(index % n),
            (Value::Indices(all), _) => {
                Value::Indices((0..n).map(|k| all[k % all.len()] % n).collect())
            }
            (Value::Table(table), _) => {
                let row = |k: usize| &table[k % table.len()];
                let cut = |row: &Vec<f64>| (0..n).map(|k| row[k % row.len()]).collect();
                Value::Table((0..n).map(|k| cut(row(k))).collect())
            }
            (Value::Number(_), _) => return None,
        })
    };
    let mut all = vec![];
    for (k, argument) in f.arguments.iter().enumerate() {
        all.push(if k == i {
            value.clone()
        } else {
            cut(argument, &ordinary.0[k])?
        });
    }
    Some(Args(all))
}

#[cfg(test)]
mod tests {
    use catalog::{Argument, Function, Gradient, Length};

    use super::*;

    const TABLE: fn(&'static str, Numbers, Role) -> Argument = |name, numbers, role| Argument {
        name,
        symbol: name,
        domain: Domain::Table(numbers, Length('B'), Length('T')),
        role,
    };

    /// What is kept by a mask, and how much that is.
    fn kept(a: &Args) -> (Vec<f64>, f64) {
        let pairs = a.table(0).concat().into_iter().zip(a.table(1).concat());
        let chosen = |(x, m): (f64, f64)| if m == 0.0 { 0.0 } else { m * x };
        let count = a.table(1).iter().flatten().sum();
        (pairs.map(chosen).collect(), count)
    }

    /// What is reported of a mean over a mask that is a table, once it is computed so.
    fn found(value: fn(&Args) -> f64) -> Vec<String> {
        let Some(Function::Loss(info_nce)) = catalog::find("info_nce") else {
            panic!("info_nce is no loss")
        };
        let arguments = [
            TABLE("x", Numbers::Real, Role::Input),
            TABLE("m", Numbers::Binary, Role::Target),
        ];
        let slope = |a: &Args| {
            let (_, count) = kept(a);
            let entry = |m: f64| if m == 0.0 { 0.0 } else { m / count };
            a.table(1).concat().into_iter().map(entry).collect()
        };
        let mean = Loss {
            arguments: Box::leak(Box::new(arguments)),
            value,
            gradients: Box::leak(Box::new([Gradient {
                of: slope,
                ..info_nce.gradients[0]
            }])),
            sections: &[],
            ..**info_nce
        };
        let all = calls(&mean);
        assert!(all.iter().all(|args| kept(args).1 > 0.0));
        let has_empty_row = |args: &Args| args.table(1).iter().any(|row| !row.contains(&1.0));
        assert!(all.iter().any(has_empty_row));
        let foreign = |args| crate::sample::foreign(mean.arguments, args);
        assert_eq!(all.iter().find_map(foreign), None);
        let outcome = super::super::of(&Function::Loss(Box::leak(Box::new(mean))));
        let problems = outcome.problems.into_iter();
        problems.map(|problem| problem.message).collect()
    }

    #[test]
    fn a_mask_may_be_a_table() {
        let mean = |a: &Args| {
            let (terms, count) = kept(a);
            terms.iter().sum::<f64>() / count
        };
        assert_eq!(found(mean), Vec::<String>::new());
    }

    #[test]
    fn a_mask_that_lets_an_infinite_loss_through_is_found() {
        let leak = |a: &Args| {
            let pairs = a.table(0).concat().into_iter().zip(a.table(1).concat());
            pairs.map(|(x, m)| x * m).sum::<f64>() / kept(a).1
        };
        let found = found(leak);
        assert!(found.iter().any(|why| why.contains("NaN")), "{found:?}");
    }
}
