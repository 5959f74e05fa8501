//! The finite places around which infinite arguments are tried: every class, and targets at the edges of their domain.

use catalog::{Args, Argument, Domain, Loss, Numbers, Role, RowMap, Value};

use super::Sheet;
use super::approach::Around;
use crate::references::shown;

/// Rows of logits: one that leads in the middle, two equal ones.
const ROWS: [&[f64]; 2] = [&[0.5, 2.0, -1.0], &[0.25, 0.25]];

const LINE: &[f64] = &[f64::NEG_INFINITY, f64::INFINITY];

/// Value and product with an upstream gradient, for every temperature that is tried.
pub fn map(sheet: &mut Sheet<'_>, f: &RowMap) {
    let name = f.about.name;
    let product = format!("{name}_vjp");
    for &temperature in f.parameter.tried {
        for row in ROWS {
            let around = |name: &str, of: &dyn Fn(&[f64]) -> Vec<f64>, rest: &str| {
                let shown = |z: &[f64]| format!("{z:?}, {temperature}{rest}");
                let around = Around {
                    name,
                    at: row.to_vec(),
                    ends: vec![LINE; row.len()],
                    of,
                    undefined: &undefined,
                    shown: &shown,
                };
                around.check(sheet);
            };
            let mut around = around;
            around(name, &|z| (f.value)(z, temperature), "");
            for upstream in upstreams(row.len()) {
                let of = |z: &[f64]| (f.vjp)(z, temperature, &upstream);
                around(&product, &of, &format!(", {upstream:?}"));
            }
        }
    }
}

/// Each entry alone, all of them, and a mixed one with a zero.
fn upstreams(k: usize) -> Vec<Vec<f64>> {
    let one = |i: usize| (0..k).map(|j| f64::from(u8::from(i == j))).collect();
    let mixed = |i: usize| [-2.0, 0.0, 0.75][i % 3];
    let mut all: Vec<Vec<f64>> = (0..k).map(one).collect();
    all.extend([vec![1.0; k], (0..k).map(mixed).collect()]);
    all
}

/// Value and every gradient of a loss.
pub fn loss(sheet: &mut Sheet<'_>, f: &Loss) {
    for parameters in f.tried() {
        for length in ROWS.map(<[f64]>::len) {
            for args in places(f, &parameters, length) {
                around(sheet, f, &args);
            }
            if !f.arguments.iter().any(|a| !a.domain.lengths().is_empty()) {
                break; // no argument has a length
            }
        }
    }
}

fn around(sheet: &mut Sheet<'_>, f: &Loss, args: &Args) {
    // The numbers that can move, each with its argument and its place there.
    let mut moving: Vec<(usize, usize)> = vec![];
    let mut ends = vec![];
    for (i, argument) in f.arguments.iter().enumerate() {
        if argument.parameter().is_some() {
            continue;
        }
        for entry in 0..args.0[i].entries().len() {
            moving.push((i, entry));
            ends.push(ends_of(f, i, argument.domain));
        }
    }
    let at: Vec<f64> = moving
        .iter()
        .map(|(i, entry)| args.0[*i].entries()[*entry])
        .collect();
    let call = |x: &[f64]| {
        let mut args = args.clone();
        for ((i, entry), x) in moving.iter().zip(x) {
            *args.0[*i].entry(*entry) = *x;
        }
        args
    };
    let mut check = |name: &str, of: &dyn Fn(&Args) -> Vec<f64>, is_value: bool| {
        let around = Around {
            name,
            at: at.clone(),
            ends: ends.clone(),
            of: &|x| of(&call(x)),
            undefined: &|x| has_undefined(f, &call(x)) || is_value && turns(f, &call(x)),
            shown: &|x| shown(f.arguments, &call(x)),
        };
        around.check(sheet);
    };
    check(f.about.name, &|args| vec![(f.value)(args)], true);
    for gradient in f.gradients {
        check(
            &format!("{}{}", f.about.name, gradient.suffix),
            &gradient.of,
            false,
        );
    }
}

/// Several `∞`, or nothing but several `-∞`: which of them leads depends on the way, and the library makes all of
/// the row NaN.
fn undefined(row: &[f64]) -> bool {
    let several = row.iter().filter(|x| **x == f64::INFINITY).count() > 1;
    several || row.len() > 1 && row.iter().all(|x| *x == f64::NEG_INFINITY)
}

fn has_undefined(f: &Loss, args: &Args) -> bool {
    let of = |(argument, value): (&Argument, &Value)| match (argument.domain, value) {
        (Domain::Row(Numbers::Logit, _), Value::Row(row)) => undefined(row),
        (_, Value::Table(table)) => table.iter().any(|row| undefined(row)),
        _ => false,
    };
    // Of vectors, several at infinity: their distances from the first are compared, ∞ with ∞. Of the log-probabilities
    // of several models or answers, the differences are.
    let away = |(argument, value): &(&Argument, &Value)| {
        matches!(
            argument.domain,
            Domain::Row(Numbers::Real | Numbers::LogProbability, _)
        ) && value.entries().iter().any(|x| x.is_infinite())
    };
    let all = || f.arguments.iter().zip(&args.0);
    all().any(of) || all().filter(away).count() > 1
}

/// Whether a slope goes up or down according to which of several infinite numbers leads: then on some way between
/// it is 0, and the value does not follow there, even if it goes to `∞` on every path that is tried.
fn turns(f: &Loss, args: &Args) -> bool {
    let all =
        (f.arguments.iter().enumerate()).filter(|(_, argument)| argument.parameter().is_none());
    let entries = |(i, _): (usize, _)| {
        let infinite = |entry: &usize| args.0[i].entries()[*entry].is_infinite();
        let found: Vec<usize> = (0..args.0[i].entries().len()).filter(infinite).collect();
        found.into_iter().map(move |entry| (i, entry))
    };
    let going: Vec<(usize, usize)> = all.flat_map(entries).collect();
    let led_by = |leader: &(usize, usize)| {
        let mut args = args.clone();
        for place in &going {
            let size: f64 = if place == leader { 1e70 } else { 1e50 };
            let entry = args.0[place.0].entry(place.1);
            *entry = size.copysign(*entry);
        }
        args
    };
    let calls: Vec<Args> = going.iter().map(led_by).collect();
    f.gradients.iter().any(|gradient| {
        let slopes: Vec<Vec<f64>> = calls.iter().map(gradient.of).collect();
        let entries = slopes.first().map_or(0, Vec::len);
        (0..entries).any(|k| {
            let has = |sign: f64| slopes.iter().any(|slope| sign * slope[k] > 0.0);
            has(1.0) && has(-1.0)
        })
    })
}

/// The open ends of an argument's domain. A vector in the first place has none: its distances from all others would
/// be infinite, and the library says NaN. Nor has a row beside tables: its numbers, as rewards of a group, are compared
/// with each other.
fn ends_of(f: &Loss, place: usize, domain: Domain) -> &'static [f64] {
    let of = |numbers| -> &'static [f64] {
        match numbers {
            Numbers::Real | Numbers::Logit => LINE,
            Numbers::Positive => &[0.0, f64::INFINITY],
            Numbers::LogProbability => &[f64::NEG_INFINITY],
            Numbers::Unit | Numbers::OpenUnit | Numbers::Sign | Numbers::Binary => &[],
        }
    };
    let is_table = |argument: &Argument| matches!(argument.domain, Domain::Table(..));
    let compared = place == 0 || f.arguments.iter().any(is_table);
    match domain {
        Domain::Row(Numbers::Real, _) if compared => &[],
        Domain::Number(numbers) | Domain::Row(numbers, _) | Domain::Table(numbers, ..) => {
            of(numbers)
        }
        Domain::Simplex(_) | Domain::Class(_) | Domain::Classes(..) | Domain::Mask(_) => &[],
    }
}

/// Calls with every combination of some values of each argument.
fn places(f: &Loss, parameters: &[f64], length: usize) -> Vec<Args> {
    let mut parameters = parameters.iter();
    let mut all = vec![Args::default()];
    for argument in f.arguments {
        let values = match argument.role {
            Role::Parameter(parameter) => {
                vec![Value::Number(
                    *parameters.next().unwrap_or(&parameter.default),
                )]
            }
            _ => values(argument.domain, length),
        };
        let with = |args: &Args| {
            let longer = |value: &Value| Args([&args.0[..], std::slice::from_ref(value)].concat());
            values.iter().map(longer).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// Ordinary values, and the closed edges of a domain.
fn values(domain: Domain, length: usize) -> Vec<Value> {
    let numbers = |numbers| match numbers {
        Numbers::Real | Numbers::Logit => vec![-1.5, 0.0, 2.0],
        Numbers::Positive => vec![0.5, 1.0, 3.0],
        Numbers::Unit => vec![0.0, 0.25, 1.0],
        Numbers::OpenUnit => vec![0.25, 0.5, 0.9],
        Numbers::Sign => vec![-1.0, 1.0],
        Numbers::Binary => vec![0.0, 1.0],
        Numbers::LogProbability => vec![-0.5, -3.0],
    };
    let rows = || ROWS.into_iter().filter(|row| row.len() == length);
    match domain {
        Domain::Number(kind) => numbers(kind).into_iter().map(Value::Number).collect(),
        Domain::Row(Numbers::Real | Numbers::Logit, _) => {
            rows().map(|row| Value::Row(row.to_vec())).collect()
        }
        Domain::Row(kind, _) => vec![
            numbers(kind)
                .into_iter()
                .cycle()
                .take(length)
                .collect::<Vec<_>>()
                .into(),
        ],
        Domain::Simplex(_) => targets(length),
        Domain::Table(kind, ..) => {
            let ordinary = match kind {
                Numbers::Real | Numbers::Logit => ROWS[0].to_vec(),
                _ => numbers(kind),
            };
            let entry = |i: usize, j: usize| ordinary[(i + j) % ordinary.len()];
            let row = |i: usize| (0..length).map(|j| entry(i, j)).collect();
            vec![Value::Table((0..length).map(row).collect())]
        }
        Domain::Class(_) => (0..length).map(Value::Index).collect(),
        Domain::Classes(..) => vec![Value::Indices((0..length).collect())],
        Domain::Mask(_) => vec![Value::Row((0..length).map(|i| (i % 2) as f64).collect())],
    }
}

/// Every class alone, all alike, some without a share, and the prediction itself.
fn targets(k: usize) -> Vec<Value> {
    let one = |i: usize| (0..k).map(|j| f64::from(u8::from(i == j))).collect();
    let mut all: Vec<Vec<f64>> = (0..k).map(one).collect();
    all.push(vec![1.0 / k as f64; k]);
    let mut shares = vec![0.0; k];
    (shares[0], shares[k - 1]) = (0.25, 0.75);
    all.push(shares);
    let row = ROWS.into_iter().find(|row| row.len() == k);
    all.extend(row.map(|row| nnfn::activations::softmax(row, 1.0)));
    all.into_iter().map(Value::Row).collect()
}

#[cfg(test)]
mod tests {
    use catalog::{Function, Gradient};
    use nnfn::losses as f;

    use super::*;

    fn loss(name: &str) -> Loss {
        match catalog::find(name) {
            Some(Function::Loss(f)) => **f,
            _ => panic!("{name} is no loss"),
        }
    }

    /// What is reported of the loss once its first gradient is this.
    fn wrong(name: &str, of: fn(&Args) -> Vec<f64>) -> Option<String> {
        let gradients = Box::leak(Box::new([Gradient {
            of,
            ..loss(name).gradients[0]
        }]));
        let f = Loss {
            gradients,
            ..loss(name)
        };
        let outcome = super::super::of(&Function::Loss(Box::leak(Box::new(f))));
        outcome
            .problems
            .first()
            .map(|problem| problem.message.clone())
    }

    #[test]
    fn a_slope_turns_where_infinite_numbers_oppose_each_other() {
        let (infinity, mse) = (f64::INFINITY, loss("mse"));
        assert!(turns(&mse, &catalog::args![infinity, infinity]));
        assert!(!turns(&mse, &catalog::args![infinity, -infinity]));
        assert!(!turns(&mse, &catalog::args![infinity, 1.0]));
    }

    #[test]
    fn a_gradient_that_is_wrong_at_a_later_class_of_a_masked_row_is_found() {
        let right = |a: &Args| f::cross_entropy_grad(a.row(0), a.index(1));
        assert_eq!(wrong("cross_entropy", right), None);
        let found = wrong("cross_entropy", |a| {
            let masked = a.row(0).contains(&f64::NEG_INFINITY);
            f::cross_entropy_grad(a.row(0), if masked { 0 } else { a.index(1) })
        });
        let found = found.expect("it is accepted");
        assert!(
            found.starts_with("cross_entropy_grad([-inf, 2.0, -1.0], 1), result 0"),
            "{found}"
        );
    }

    #[test]
    fn a_target_of_zero_at_a_masked_entry_is_tried() {
        let right = |a: &Args| f::cross_entropy_soft_grad(a.row(0), a.row(1));
        assert_eq!(wrong("cross_entropy_soft", right), None);
        let found = wrong("cross_entropy_soft", |a| {
            let mut grad = f::cross_entropy_soft_grad(a.row(0), a.row(1));
            for (i, q) in a.row(1).iter().enumerate() {
                if *q == 0.0 && a.row(0)[i].is_infinite() {
                    grad[i] = q * a.row(0)[i];
                }
            }
            grad
        });
        assert!(
            found
                .expect("it is accepted")
                .contains("is NaN, expected 0")
        );
    }

    #[test]
    fn a_fraction_of_a_target_is_tried_at_an_infinite_logit() {
        let found = wrong("bce_with_logits", |a| {
            let target = if a.number(0).is_finite() {
                a.number(1)
            } else {
                a.number(1).round()
            };
            vec![f::bce_with_logits_grad(a.number(0), target, a.number(2))]
        });
        let found = found.expect("it is accepted");
        assert!(found.contains("2.5e-1"), "{found}");
    }
}
