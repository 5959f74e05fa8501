//! Formulas that state that their sides are equal.

use formula::{Failure, Input, Value, agree, certain};

use super::mark::Extra;
use super::points::{Point, points};
use super::subject::{Subject, shown};
use super::task::{Sided, Task};
use crate::Outcome;
use crate::outcome::Problem;
use crate::sample::Random;

/// At most this share of the points may need more digits than there are.
const LEFT_OUT: f64 = 0.05;

/// Compares the sides with each other, to 45 digits; with how many points were left out, extreme
/// ones of which no number of digits settles the difference.
pub fn run(task: &Task, subject: &Subject, extras: &[Extra], sides: &[Sided]) -> (Outcome, usize) {
    let mut outcome = Outcome::new(subject.function.about().name, &task.mark, "");
    let mut left_out = 0;
    let mut random = Random::new(11);
    let all = points(subject);
    for point in all.iter().filter(|p| p.side == 0) {
        let mut inputs = subject.inputs(point);
        let mut at = subject.in_words(point);
        for extra in extras {
            let value = if extra.positive {
                random.between(0.01, 5.0)
            } else {
                random.between(-5.0, 5.0)
            };
            inputs.push(Input {
                name: extra.symbol.as_str().into(),
                value: Value::Number(value),
                side: 0,
            });
            at = format!("{at}, {} = {}", extra.symbol, shown(value));
        }
        let first = &sides[0].tree;
        for side in &sides[1..] {
            outcome.points += 1;
            let why = match agree(first, &side.tree, &inputs) {
                Ok(true) => continue,
                Ok(false) => {
                    let value = |tree| {
                        certain(tree, &inputs, true)
                            .map_or("no value".to_owned(), |c| shown(c.near()))
                    };
                    format!(
                        "the first side gives {}, that at column {} gives {}",
                        value(first),
                        side.column,
                        value(&side.tree)
                    )
                }
                Err(Failure::Uncertain)
                    if is_extreme(point) && (left_out as f64) < LEFT_OUT * all.len() as f64 =>
                {
                    outcome.points -= 1;
                    left_out += 1;
                    continue;
                }
                Err(Failure::Uncertain) => "no precision settles its sides".to_owned(),
                Err(Failure::Undefined(why)) => why,
            };
            let message = format!("this formula is no identity: at {at} {why}");
            outcome
                .problems
                .push(Problem::new(&task.page, side.line, message));
            // One point shows what is wrong.
            return (outcome, left_out);
        }
    }
    (outcome, left_out)
}

/// So large or small that the difference of the sides needs thousands of digits; or a row of one
/// entry, of which sides are often exactly 0 by a logarithm of 1, and then no number of digits settles them.
fn is_extreme(point: &Point) -> bool {
    let alone =
        |value: &catalog::Value| matches!(value, catalog::Value::Row(row) if row.len() == 1);
    if point.args.0.iter().any(alone) {
        return true;
    }
    let mut numbers = point
        .args
        .0
        .iter()
        .filter(|value| matches!(value, catalog::Value::Number(_)));
    numbers.any(|value| {
        let x = value.entries()[0];
        x.abs() > 1e3 || (x != 0.0 && x.abs() < 1e-60)
    })
}
