//! Calls of a loss: arguments of every kind that its domain allows.

use catalog::{Args, Domain, Length, Loss, Numbers, Role, Value};

use super::{Random, rows};

/// How many calls of a function of numbers, over all values of its parameters.
const NUMBERS: usize = 600;

/// How often each row is asked for, with other arguments beside it.
const ROWS: usize = 3;

/// Calls with every combination of the parameters' values that are tried.
#[must_use]
pub fn calls(loss: &Loss) -> Vec<Args> {
    let mut random = Random::new(4);
    let tried = loss.tried();
    let lengths: Vec<Length> = (loss.arguments.iter())
        .flat_map(|argument| argument.domain.lengths())
        .collect();
    let mut all = vec![];
    for parameters in &tried {
        if lengths.is_empty() {
            for _ in 0..NUMBERS.div_ceil(tried.len()) {
                all.push(call(loss, parameters, None, &mut random));
            }
        } else {
            for row in rows().iter().cycle().take(ROWS * rows().len()) {
                all.push(call(loss, parameters, Some(row), &mut random));
            }
        }
    }
    all
}

/// One call; a row of logits is this one, where there is one, and gives the lengths.
#[must_use]
pub fn call(loss: &Loss, parameters: &[f64], row: Option<&[f64]>, random: &mut Random) -> Args {
    let unit = loss.sections.first().map_or(1.0, |s| (s.unit)(parameters));
    let long = row.map_or(1, <[f64]>::len);
    // Tables of fifty rows would say nothing more; of one token there is no next one, and of one label no other.
    let has = |is: fn(&Domain) -> bool| loss.arguments.iter().any(|a| is(&a.domain));
    let tables = has(|domain| matches!(domain, Domain::Table(..)));
    let least = 1 + usize::from(
        tables && has(|domain| matches!(domain, Domain::Classes(..) | Domain::Labels(..))),
    );
    let n = if tables { long.clamp(least, 5) } else { long };
    let mut parameters = parameters.iter();
    let mut given = row.filter(|row| row.len() == n);
    let one = |argument: &catalog::Argument| match (argument.role, argument.domain) {
        (Role::Parameter(parameter), _) => {
            Value::Number(*parameters.next().unwrap_or(&parameter.default))
        }
        (_, Domain::Number(numbers)) => Value::Number(number(numbers, unit, random)),
        (_, Domain::Row(Numbers::Real | Numbers::Logit, _)) => match given.take() {
            Some(row) => Value::Row(row.to_vec()),
            None => Value::Row(random.row(n)),
        },
        (_, Domain::Row(numbers, _)) => {
            Value::Row((0..n).map(|_| number(numbers, unit, random)).collect())
        }
        (_, Domain::Simplex(_)) => Value::Row(random.distribution(n)),
        (_, Domain::Table(Numbers::Real | Numbers::Logit, ..)) => {
            Value::Table((0..n).map(|_| random.row(n)).collect())
        }
        (_, Domain::Table(Numbers::Direction, ..)) => {
            Value::Table((0..n).map(|_| direction(random.row(n))).collect())
        }
        (_, Domain::Table(numbers, ..)) => {
            let mut row = || (0..n).map(|_| number(numbers, unit, random)).collect();
            let mut table: Vec<Vec<f64>> = (0..n).map(|_| row()).collect();
            // Of nothing there is no mean: a mask keeps one entry at least, though not in every row.
            let is_mask = numbers == Numbers::Binary && matches!(argument.role, Role::Target);
            if is_mask && table.iter().flatten().all(|x| *x == 0.0) {
                table[random.below(n)][random.below(n)] = 1.0;
            }
            Value::Table(table)
        }
        (_, Domain::Class(_)) => Value::Index(random.below(n)),
        (_, Domain::Classes(..)) => Value::Indices((0..n).map(|_| random.below(n)).collect()),
        (_, Domain::Labels(..)) => {
            let mut labels: Vec<usize> = (0..n).map(|_| random.below(n)).collect();
            labels[1] = labels[0]; // of no positive there is no mean
            Value::Indices(labels)
        }
        (_, Domain::Mask(_)) => {
            let mut mask: Vec<f64> = (0..n).map(|_| random.below(2) as f64).collect();
            // The same; and the first token, which no row predicts, is not enough.
            if tables && mask.iter().skip(least - 1).all(|m| *m == 0.0) {
                mask[random.below(n).max(least - 1)] = 1.0;
            }
            Value::Row(mask)
        }
    };
    Args(loss.arguments.iter().map(one).collect())
}

/// A vector of some length, which does not matter: a short one turns fast when an entry is moved.
fn direction(row: Vec<f64>) -> Vec<f64> {
    let largest = row.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    row.into_iter().map(|x| 8.0 * x / largest).collect()
}

/// A number of this kind, of a size that differs from draw to draw.
fn number(numbers: Numbers, unit: f64, random: &mut Random) -> f64 {
    let mut size = |from: f64, to: f64| random.size(from, to);
    match numbers {
        Numbers::Real | Numbers::Logit | Numbers::Direction => {
            let size = unit * size(-2.0, 1.0);
            random.between(-size, size)
        }
        Numbers::Positive => size(-2.0, 2.0),
        // Most targets are 0 or 1.
        Numbers::Unit => random.between(-0.25, 1.25).clamp(0.0, 1.0),
        Numbers::OpenUnit => random.between(0.001, 0.999),
        Numbers::Sign => random.between(-1.0, 1.0).signum(),
        Numbers::Binary => random.below(2) as f64,
        Numbers::LogProbability => -size(-2.0, 2.5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loss_is_called_in_every_way() {
        for function in catalog::FUNCTIONS {
            let catalog::Function::Loss(loss) = function else {
                continue;
            };
            let name = loss.about.name;
            let all = calls(loss);
            assert!(all.len() >= 300, "{name}: {}", all.len());
            let has_table = (loss.arguments.iter()).any(|a| matches!(a.domain, Domain::Table(..)));
            for (i, argument) in loss.arguments.iter().enumerate() {
                let mut values: Vec<String> = all.iter().map(|a| format!("{:?}", a.0[i])).collect();
                values.sort();
                values.dedup();
                let least = match argument.role {
                    Role::Parameter(parameter) => parameter.tried.len(),
                    _ if argument.domain.is_index() => 5,
                    // Beside a table a mask has at most five entries: there are 31.
                    _ if matches!(argument.domain, Domain::Mask(_)) && has_table => 25,
                    _ if matches!(
                        argument.domain,
                        Domain::Number(Numbers::Sign | Numbers::Binary)
                    ) =>
                    {
                        2
                    }
                    _ => 50,
                };
                assert!(
                    values.len() >= least,
                    "{name}: {} of {}",
                    values.len(),
                    argument.name
                );
            }
            let defaults: Vec<f64> = loss.defaults();
            assert!(
                all.iter().any(|args| loss.parameters_of(args) == defaults),
                "{name}"
            );
        }
    }
}
