//! What the losses of groups of answers share: arguments, and two answers of one token each, of which one is right.

use std::marker::PhantomData;

use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Limits, Seam};
use crate::loss::{Move, Section, moving};
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

/// A clipped loss of a group of answers.
pub trait Clipped {
    /// Its gradient by the policy.
    fn grad(a: &Args) -> Vec<f64>;

    /// What `x` times the advantage of an answer is in the loss, in a group of two with the rewards 1 and 0.
    fn weighed(p: &[f64], x: f64) -> f64;
}

/// The lines through a clipped loss: two answers of one token each move, or one of them.
pub struct Lines<L>(PhantomData<L>);

impl<L: Clipped> Lines<L> {
    /// More of the right answer gains, up to the clip.
    const RIGHT: Section = Section {
        name: "right answer",
        label: "right answer",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, moved| two(moved, 0.0, p),
        moves: &[moving(0, 0)],
        unit: |_| 0.25,
        seams: upper::<L>,
        limits: |p| Limits {
            at_minus_infinity: L::weighed(p, 1.0),
            at_infinity: -L::weighed(p, p[1]),
        },
        slope_limits: |_| Limits::both(0.0),
    };

    /// Both together; the right answer; the wrong one.
    pub const ALL: &'static [Section] = &[
        Section {
            name: "from the wrong answer to the right one",
            label: "",
            at: |p, moved| two(moved, -moved, p),
            moves: &[
                moving(0, 0),
                Move {
                    rate: -1.0,
                    ..moving(0, 1)
                },
            ],
            seams: both::<L>,
            limits: |p| Limits {
                at_minus_infinity: f64::INFINITY,
                at_infinity: -L::weighed(p, p[0] + p[1]),
            },
            slope_limits: |_| Limits {
                at_minus_infinity: f64::NEG_INFINITY,
                at_infinity: 0.0,
            },
            ..Self::RIGHT
        },
        Self::RIGHT,
        Section {
            name: "wrong answer",
            label: "wrong answer",
            at: |p, moved| two(0.0, moved, p),
            moves: &[moving(0, 1)],
            seams: lower::<L>,
            limits: |p| Limits {
                at_minus_infinity: -L::weighed(p, p[0]),
                at_infinity: f64::INFINITY,
            },
            slope_limits: |_| Limits {
                at_minus_infinity: 0.0,
                at_infinity: f64::INFINITY,
            },
            ..Self::RIGHT
        },
    ];
}

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
fn upper<L: Clipped>(p: &[f64]) -> Vec<Seam> {
    let at = (1.0 + p[1]).ln();
    let sides = [-L::weighed(p, 1.0 + p[1]), 0.0];
    vec![seam(at, sides, L::grad(&two(at, 0.0, p))[0])]
}

/// The same for the lower clip of the wrong answer.
fn lower<L: Clipped>(p: &[f64]) -> Vec<Seam> {
    let at = (1.0 - p[0]).ln();
    let sides = [0.0, L::weighed(p, 1.0 - p[0])];
    vec![seam(at, sides, L::grad(&two(0.0, at, p))[1])]
}

/// Both, where the right answer moves up and the wrong one down.
fn both<L: Clipped>(p: &[f64]) -> Vec<Seam> {
    let (up, down) = ((1.0 + p[1]).ln(), -(1.0 - p[0]).ln());
    let slope = |at: f64| {
        let slopes = L::grad(&two(at, -at, p));
        slopes[0] - slopes[1]
    };
    // What the other one still earns at the end of the first.
    let rest_of_wrong = if up < down {
        -L::weighed(p, 1.0 / (1.0 + p[1]))
    } else {
        0.0
    };
    let rest_of_right = if down < up {
        -L::weighed(p, 1.0 / (1.0 - p[0]))
    } else {
        0.0
    };
    let first = [rest_of_wrong - L::weighed(p, 1.0 + p[1]), rest_of_wrong];
    let second = [rest_of_right - L::weighed(p, 1.0 - p[0]), rest_of_right];
    let mut all = vec![seam(up, first, slope(up)), seam(down, second, slope(down))];
    all.sort_by(|a, b| a.at.total_cmp(&b.at));
    all
}

/// A seam between two slopes; the one that was found there is that of one of the sides, up to rounding.
fn seam(at: f64, [left, right]: [f64; 2], found: f64) -> Seam {
    let is_near = |side: f64| (side - found).abs() <= 1e-14 * (left.abs() + right.abs());
    let chosen = if is_near(left) || is_near(right) {
        found
    } else {
        f64::NAN
    };
    Seam {
        at,
        left,
        right,
        chosen,
    }
}
