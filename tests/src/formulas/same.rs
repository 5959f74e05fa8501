//! Whether a formula means the same as another one: a slope that is even may be taken at `-x`, and at a seam where both
//! branches meet either may be named.
//!
//! Decided by values, and not by a list: at other points than those at which formulas are compared with the code, to 45
//! digits at the hard ones. Values decide at seams too; the slope there is the gradient function's to choose. Where a
//! stop-gradient stands, which no value shows, the derivatives decide as well.

use formula::{Expr, Failure, Seed, agree, certain, certain_with_derivatives};

use super::points::{Point, points_from};
use super::subject::{Output, Subject};
use super::task::{Claim, Sided};
use crate::outcome::Problem;
use crate::tolerance::ulp;

/// Where the random points begin that no other check sees.
const SEED: u64 = 77;

/// Where two claims differ, in words; `None` if they mean the same.
pub fn difference(one: &Result<Claim, Problem>, other: &Result<Claim, Problem>) -> Option<String> {
    let (Ok(one), Ok(other)) = (one, other) else {
        return Some("in whether it can be read".to_owned());
    };
    match (one, other) {
        // A definition is what its uses make of it.
        (Claim::Definition { .. }, Claim::Definition { .. }) => None,
        (
            Claim::Code { subject, sides, .. },
            Claim::Code {
                subject: same,
                sides: others,
                ..
            },
        ) if subject == same => {
            of_sides(subject, sides, others, &[]).or_else(|| of_slopes(subject, sides, others))
        }
        (
            Claim::Identity {
                subject,
                sides,
                extras,
            },
            Claim::Identity {
                subject: same,
                sides: others,
                ..
            },
        ) if subject == same => {
            let free: Vec<&str> = extras.iter().map(|extra| extra.symbol.as_str()).collect();
            of_sides(subject, sides, others, &free)
        }
        _ => Some("in what it claims to be".to_owned()),
    }
}

fn of_sides(subject: &Subject, sides: &[Sided], others: &[Sided], free: &[&str]) -> Option<String> {
    if sides.len() != others.len() {
        return Some("in how many sides it has".to_owned());
    }
    let changed = sides.iter().zip(others).filter(|(a, b)| a.tree != b.tree);
    let changed: Vec<(&Expr, &Expr)> = changed.map(|(a, b)| (&a.tree, &b.tree)).collect();
    let first_changed = sides[0].tree != others[0].tree;
    let all = points_from(subject, SEED);
    let differs = |point: &&Point| {
        // The left-hand side of a gradient is a derivative: on a seam it has no value of its own.
        let on_seam = point.seam.is_some() && subject.by().is_some() && sides.len() > 1;
        let skipped = usize::from(on_seam && first_changed);
        let mut looked_at = changed[skipped..].iter();
        looked_at.any(|(a, b)| !equal(a, b, subject, point, free))
    };
    let found = all.iter().filter(|point| point.side == 0).find(differs)?;
    Some(format!("at {}", subject.in_words(found)))
}

/// Where the derivatives differ of values that are equal; without a stop-gradient they follow from the values.
fn of_slopes(subject: &Subject, sides: &[Sided], others: &[Sided]) -> Option<String> {
    let stopped =
        |(a, b): &(&Sided, &Sided)| a.tree != b.tree && (a.tree.stops() || b.tree.stops());
    let stopped: Vec<_> = sides.iter().zip(others).filter(stopped).collect();
    if stopped.is_empty() || subject.output != Output::Value {
        return None;
    }
    let all = points_from(subject, SEED);
    let differs = |point: &&Point| {
        let mut looked_at = stopped.iter();
        looked_at.any(|(a, b)| !equal_slopes(&a.tree, &b.tree, subject, point))
    };
    let found = all
        .iter()
        .filter(|point| point.seam.is_none())
        .find(differs)?;
    Some(format!("in its derivatives at {}", subject.in_words(found)))
}

/// Whether two values have the same derivatives, by what the code has a gradient of and by what it holds fixed.
fn equal_slopes(a: &Expr, b: &Expr, subject: &Subject, point: &Point) -> bool {
    let inputs = subject.inputs(point);
    let free = subject.derivatives(point).into_iter();
    let held = subject.held(point).into_iter();
    let seeds: Vec<Seed> = free
        .map(|(.., seed)| seed)
        .chain(held.map(|(_, seed)| seed))
        .collect();
    let slopes = |tree| certain_with_derivatives(tree, &inputs, &seeds, point.thorough);
    match (slopes(a), slopes(b)) {
        (Ok(a), Ok(b)) => a.iter().zip(&b).all(|(a, b)| {
            let near = b.near();
            a.near() == near || a.distance(near, ulp(near)) <= 1.0
        }),
        (Err(Failure::Uncertain), Err(Failure::Uncertain)) => true,
        _ => false,
    }
}

fn equal(a: &Expr, b: &Expr, subject: &Subject, point: &Point, free: &[&str]) -> bool {
    let mut inputs = subject.inputs(point);
    inputs.extend(
        free.iter()
            .zip([0.75, 1.625, 2.375])
            .map(|(symbol, x)| formula::Input {
                name: (*symbol).into(),
                value: formula::Value::Number(x),
                side: 0,
            }),
    );
    if point.thorough {
        match agree(a, b, &inputs) {
            Ok(same) => return same,
            Err(Failure::Undefined(_)) => return false,
            // Too extreme for any number of digits: the rounded values decide.
            Err(Failure::Uncertain) => {}
        }
    }
    let value = |tree| certain(tree, &inputs, point.thorough);
    match (value(a), value(b)) {
        (Ok(a), Ok(b)) => {
            let near = b.near();
            a.near() == near || a.distance(near, ulp(near)) <= 1.0
        }
        (Err(Failure::Uncertain), Err(Failure::Uncertain)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use formula::Names;

    use super::*;

    fn of(function: &str, one: &str, other: &str) -> Option<String> {
        compared(function, one, other, |a, b, c| of_sides(a, b, c, &[]))
    }

    fn compared(
        function: &str,
        one: &str,
        other: &str,
        how: impl Fn(&Subject, &[Sided], &[Sided]) -> Option<String>,
    ) -> Option<String> {
        let subject = Subject::plain(function).unwrap();
        let mut names = Names::default();
        subject.symbols(&mut names).unwrap();
        let sides = |latex: &str| {
            let chain = formula::chain(&format!("0 = {latex}"), &names).unwrap();
            let sided = |side: formula::Side| Sided {
                tree: side.tree,
                line: 1,
                column: 1,
            };
            chain.sides.into_iter().map(sided).collect::<Vec<_>>()
        };
        how(&subject, &sides(one), &sides(other))
    }

    #[test]
    fn what_means_the_same_is_the_same() {
        assert_eq!(of("tanh", r"e^{-x^2}", r"e^{-(-x)^2}"), None);
        let relu = r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}";
        assert_eq!(of("relu", relu, &relu.replace('>', r"\ge")), None);
    }

    #[test]
    fn a_stop_gradient_is_no_value_and_makes_a_difference() {
        let slopes = |function, one, other| {
            assert_eq!(of(function, one, other), None);
            compared(function, one, other, of_slopes)
        };
        let held = r"\operatorname{sg}(x)\, x";
        assert_eq!(slopes("relu", held, r"x \cdot \operatorname{sg}(x)"), None);
        let found = slopes("relu", held, "x^2").expect("another slope");
        assert!(found.starts_with("in its derivatives at x = "), "{found}");
        // What no gradient is taken by may be held fixed or not.
        let right = r"(\hat y - y)^2";
        let target = r"(\hat y - \operatorname{sg}(y))^2";
        assert_eq!(slopes("mse", right, target), None);
        let output = r"(\operatorname{sg}(\hat y) - y)^2";
        assert!(slopes("mse", right, output).is_some());
    }

    #[test]
    fn what_differs_at_a_seam_or_far_out_only_differs() {
        let step = r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}";
        let found = of("relu", step, &step.replace('>', r"\ge"));
        assert_eq!(found.as_deref(), Some("at x = 0"));
        let late = r"\begin{cases} 0 & \text{if } x > 650 \\ x & \text{otherwise} \end{cases}";
        assert!(of("relu", "x", late).is_some());
        assert!(of("relu", "x", r"x (1 + 10^{-15})").is_some());
    }
}
