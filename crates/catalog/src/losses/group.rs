//! What the losses of groups of answers share: arguments, and two answers of one token each, of which one is right.

use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Limits, Seam};
use crate::parameter::{Parameter, Span};

const ANSWERS: Length = Length('G');
const TOKENS: Length = Length('T');

const fn table(name: &'static str, symbol: &'static str, numbers: Numbers, role: Role) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Table(numbers, ANSWERS, TOKENS),
        role,
    }
}

pub const POLICY: Argument = table("policy", r"\ell", Numbers::LogProbability, Role::Input);
pub const OLD: Argument = table("old", r"\tilde \ell", Numbers::LogProbability, Role::Target);
pub const MASK: Argument = table("mask", "m", Numbers::Binary, Role::Target);
pub const REWARDS: Argument = Argument {
    name: "rewards",
    symbol: "R",
    domain: Domain::Row(Numbers::Real, ANSWERS),
    role: Role::Target,
};

/// By how much a ratio may leave 1 on one side.
pub const fn epsilon(
    name: &'static str,
    symbol: &'static str,
    default: f64,
    tried: &'static [f64],
) -> Parameter {
    Parameter {
        name,
        symbol,
        default,
        tried,
        valid: |epsilon| epsilon > 0.0 && epsilon.is_finite(),
        span: Span::Even(0.05, 0.5),
    }
}

pub const EPSILON_LOW: Parameter =
    epsilon("epsilon_low", r"\epsilon_{\text{low}}", 0.2, &[0.2, 0.5]);

/// What a number is, in the loss of a group of two with the rewards 1 and 0, where the advantages are 1 and -1.
pub type Weighed = fn(&[f64], f64) -> f64;

/// Two answers of one token each, with these log-ratios; the first one is right.
pub fn two(right: f64, wrong: f64, parameters: &[f64]) -> Args {
    let table = |a: f64, b: f64| Value::Table(vec![vec![a], vec![b]]);
    let mut all = vec![
        table(right, wrong),
        table(0.0, 0.0),
        table(1.0, 1.0),
        Value::Row(vec![1.0, 0.0]),
    ];
    all.extend(parameters.iter().map(|p| Value::Number(*p)));
    Args(all)
}

/// Where the upper clip begins to bind, at no binary64 number: the slope there is that of one of the two sides.
pub fn upper(p: &[f64], weighed: Weighed, grad: fn(&Args) -> Vec<f64>) -> Vec<Seam> {
    let at = (1.0 + p[1]).ln();
    vec![Seam {
        at,
        left: -weighed(p, 1.0 + p[1]),
        right: 0.0,
        chosen: one_of(&[-weighed(p, 1.0 + p[1]), 0.0], grad(&two(at, 0.0, p))[0]),
    }]
}

/// The same for the lower clip of the wrong answer.
pub fn lower(p: &[f64], weighed: Weighed, grad: fn(&Args) -> Vec<f64>) -> Vec<Seam> {
    let at = (1.0 - p[0]).ln();
    vec![Seam {
        at,
        left: 0.0,
        right: weighed(p, 1.0 - p[0]),
        chosen: one_of(&[0.0, weighed(p, 1.0 - p[0])], grad(&two(0.0, at, p))[1]),
    }]
}

/// The side that a slope is on.
fn one_of(sides: &[f64; 2], slope: f64) -> f64 {
    let near = |side: f64| (side - slope).abs();
    if near(sides[0]) < near(sides[1]) {
        sides[0]
    } else {
        sides[1]
    }
}

/// Limits of the value as the right answer gets less and more likely.
pub fn right_limits(p: &[f64], weighed: Weighed) -> Limits {
    Limits {
        at_minus_infinity: weighed(p, 1.0),
        at_infinity: -weighed(p, p[1]),
    }
}

/// The same for the wrong one.
pub fn wrong_limits(p: &[f64], weighed: Weighed) -> Limits {
    Limits {
        at_minus_infinity: -weighed(p, p[0]),
        at_infinity: f64::INFINITY,
    }
}
