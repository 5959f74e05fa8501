//! Whether arguments are what the catalogue says of them.

use catalog::{Args, Argument, Domain, Numbers, Value};

use crate::references::shown;

/// The argument whose value is none of its domain, in words. Infinite numbers are the ends of a domain; a
/// distribution may sum to 1 up to rounding.
#[must_use]
pub fn foreign(arguments: &[Argument], args: &Args) -> Option<String> {
    if arguments.len() != args.0.len() {
        let (n, m) = (args.0.len(), arguments.len());
        return Some(format!("{n} arguments, not {m}"));
    }
    let mut all = arguments.iter().zip(&args.0);
    let wrong = all.find(|(argument, value)| !belongs(argument, value));
    wrong.map(|(argument, value)| {
        let value = shown(&[*argument], &Args(vec![value.clone()]));
        format!(
            "`{}` = {value}, which is none of {:?}",
            argument.name, argument.domain
        )
    })
}

fn belongs(argument: &Argument, value: &Value) -> bool {
    if let (Some(parameter), Value::Number(x)) = (argument.parameter(), value) {
        return (parameter.valid)(*x);
    }
    let all = |numbers| value.entries().iter().all(|x| is(numbers, *x));
    match (argument.domain, value) {
        (Domain::Number(numbers), Value::Number(_)) | (Domain::Row(numbers, _), Value::Row(_)) => {
            all(numbers)
        }
        (Domain::Table(numbers, n, m), Value::Table(table)) => {
            let square = n != m || table.iter().all(|row| row.len() == table.len());
            square && all(numbers)
        }
        (Domain::Simplex(_), Value::Row(row)) => {
            let off = (row.iter().sum::<f64>() - 1.0).abs();
            all(Numbers::Unit) && off <= f64::EPSILON * row.len() as f64
        }
        (Domain::Mask(_), Value::Row(row)) => row.iter().all(|x| *x == 0.0 || *x == 1.0),
        (Domain::Class(_), Value::Index(_))
        | (Domain::Classes(..) | Domain::Labels(..), Value::Indices(_)) => true,
        _ => false,
    }
}

fn is(numbers: Numbers, x: f64) -> bool {
    match numbers {
        Numbers::Real | Numbers::Logit | Numbers::Direction => !x.is_nan(),
        Numbers::Positive => x > 0.0,
        Numbers::Unit => (0.0..=1.0).contains(&x),
        Numbers::OpenUnit => 0.0 < x && x < 1.0,
        Numbers::Sign => x.abs() == 1.0,
        Numbers::Binary => x == 0.0 || x == 1.0,
        Numbers::LogProbability => x <= 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::args;

    #[test]
    fn arguments_outside_of_their_domain_are_found() {
        let of = |name: &str| catalog::find(name).expect("it is there").arguments();
        for (name, args, expected) in [
            ("bce_with_logits", args![-800.0, 1.0, 3.0], ""),
            ("bce_with_logits", args![f64::NEG_INFINITY, 0.0, 0.0], ""),
            ("bce_with_logits", args![1.0, 2.0, 1.0], "`target` = 2e0"),
            (
                "bce_with_logits",
                args![1.0, 1.0, -1.0],
                "`pos_weight` = -1e0",
            ),
            ("bce_with_logits", args![1.0, 1.0], "2 arguments, not 3"),
            ("bce_with_logits", args![[1.0], 1.0, 1.0], "`logit` = [1.0]"),
            ("gaussian_nll", args![1.0, 1.0, 0.0], "`variance`"),
            ("gaussian_nll", args![f64::NAN, 1.0, 1.0], "`prediction`"),
            ("kl_divergence", args![[0.5, 0.5], [0.75, 0.25]], ""),
            ("kl_divergence", args![[0.5, 0.5], [0.75, 0.75]], "`q`"),
            (
                "dpo",
                args![-1.0, -1.0, 1e-9, 0.0, 0.1],
                "`reference_chosen`",
            ),
            (
                "info_nce",
                args![vec![vec![1.0], vec![2.0]], 1.0],
                "`similarities`",
            ),
        ] {
            let found = foreign(&of(name), &args).unwrap_or_default();
            let right = if expected.is_empty() {
                found.is_empty()
            } else {
                found.contains(expected)
            };
            assert!(right, "{name}: {found}, expected {expected}");
        }
    }
}
