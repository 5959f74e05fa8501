//! Values that are certain: precision is raised until the bound on the error is small enough.

use crate::ball::Ball;
use crate::double::Double;
use crate::eval::{Env, Failure, Value, evaluate, evaluate_in};
use crate::expr::Expr;
use crate::name::Name;
use crate::number::Real;

/// A number whose 64-bit neighbourhood is known.
#[derive(Clone, Debug)]
pub enum Certain {
    /// Known to some 30 digits.
    Double(Double),
    /// Known to any precision.
    Ball(Ball),
}

/// Bits of precision, one level after the other.
const LEVELS: [usize; 6] = [192, 448, 1216, 2560, 5120, 10240];

/// What a symbol is bound to in 64 bit; a number may be moved off it by a tiny power of two.
#[derive(Clone, Debug)]
pub struct Input {
    /// The symbol.
    pub name: Name,
    /// Its value.
    pub value: Value<f64>,
    /// -1 or 1: so many times `2^-400` is added to it, to look at one side of a point.
    pub side: i8,
}

/// How sure is sure: the error, in units of the number's last place.
const SURE: f64 = 1e-3;

impl Certain {
    /// The nearest 64-bit number.
    #[must_use]
    pub fn near(&self) -> f64 {
        match self {
            Certain::Double(x) => x.near(),
            Certain::Ball(x) => x.near(),
        }
    }

    /// The distance to a 64-bit number, in the given unit.
    #[must_use]
    pub fn distance(&self, found: f64, unit: f64) -> f64 {
        match self {
            Certain::Double(x) => distance(x, found, unit).map_or(f64::INFINITY, |(d, _)| d.near().abs()),
            Certain::Ball(x) => distance(x, found, unit).map_or(f64::INFINITY, |(d, _)| d.near().abs()),
        }
    }
}

fn distance<R: Real + Bounded>(exact: &R, found: f64, unit: f64) -> Option<(R, f64)> {
    let level = exact.level();
    let quotient = exact.sub(&R::exact(level, found)).div(&R::exact(level, unit));
    quotient.known().then(|| (quotient.clone(), quotient.bound()))
}

/// Numbers that come with a bound on their error.
trait Bounded {
    fn bound(&self) -> f64;
    fn nearest(&self) -> f64;
}

impl Bounded for Double {
    fn bound(&self) -> f64 {
        self.error()
    }
    fn nearest(&self) -> f64 {
        self.near()
    }
}

impl Bounded for Ball {
    fn bound(&self) -> f64 {
        self.error()
    }
    fn nearest(&self) -> f64 {
        self.near()
    }
}

/// Whether the error is below a thousandth of the last place.
fn sure<R: Real + Bounded>(x: &R) -> bool {
    if !x.known() {
        return false;
    }
    let near = x.nearest().abs();
    if near.is_infinite() {
        return true;
    }
    // `bound` never falls below the smallest normal number, which is much next to a subnormal one:
    // those are compared in units of their last place. A pair of 64-bit numbers is no longer divided by
    // units below 1e-280, and then has no distance: there only a ball is sure.
    let unit = near.next_up() - near;
    if near < 1e-260 {
        let scaled = R::exact(x.level(), 0.0).add(x).div(&R::exact(x.level(), unit));
        return scaled.known() && scaled.bound() <= SURE;
    }
    x.bound() <= SURE * unit
}

fn env<R: Real>(inputs: &[Input], level: R::Level, nudge: impl Fn(i8) -> Option<R>) -> Env<R> {
    let mut env = Env::new(level);
    let exact = |all: &[f64]| all.iter().map(|x| R::exact(level, *x)).collect();
    for input in inputs {
        let value = match &input.value {
            Value::Number(x) => {
                let exact = R::exact(level, *x);
                Value::Number(match nudge(input.side) {
                    Some(step) => exact.add(&step),
                    None => exact,
                })
            }
            Value::Vector(all) => Value::Vector(exact(all)),
            Value::Table(rows) => Value::Table(rows.iter().map(|row| exact(row)).collect()),
            Value::Indices(all) => Value::Indices(all.clone()),
            Value::Whole(n) => Value::Whole(*n),
        };
        env.bind(input.name, value);
    }
    env
}

fn ball_env(inputs: &[Input], bits: usize) -> Env<Ball> {
    env(inputs, bits, |side| {
        let step = Ball::power_of_two(bits, -400);
        match side {
            0 => None,
            s if s < 0 => Some(step.neg()),
            _ => Some(step),
        }
    })
}

/// The value of a tree, with a bound on its error below a thousandth of a unit in the last place.
///
/// With `thorough`, any precision is used from the start; without, pairs of 64-bit numbers where
/// their bound is small enough.
///
/// # Errors
/// If the tree has no value there, or none that can be bounded.
pub fn certain(tree: &Expr, inputs: &[Input], thorough: bool) -> Result<Certain, Failure> {
    let nudged = inputs.iter().any(|input| input.side != 0);
    if !thorough && !nudged {
        match evaluate_in::<Double>(tree, &mut env(inputs, (), |_| None)) {
            Ok(value) if sure(&value) => return Ok(Certain::Double(value)),
            Err(Failure::Undefined(why)) => return Err(Failure::Undefined(why)),
            _ => {}
        }
    }
    let first = usize::from(nudged) * 2; // the third level holds the tiny step
    for bits in &LEVELS[first..] {
        match evaluate_in::<Ball>(tree, &mut ball_env(inputs, *bits)) {
            Ok(value) if sure(&value) => return Ok(Certain::Ball(value)),
            Err(Failure::Undefined(why)) => return Err(Failure::Undefined(why)),
            _ => {}
        }
    }
    Err(Failure::Uncertain)
}

/// By what a derivative is taken; entries are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seed {
    /// A number.
    Number(Name),
    /// An entry of a vector.
    Entry(Name, usize),
    /// An entry of a table, by its row and its column.
    Cell(Name, usize, usize),
}

impl Seed {
    /// The symbol.
    #[must_use]
    pub fn name(&self) -> &Name {
        match self {
            Seed::Number(name) | Seed::Entry(name, _) | Seed::Cell(name, ..) => name,
        }
    }
}

/// The derivatives of a tree by some of its inputs, each as [`certain`] is.
///
/// # Errors
/// If the tree has no value there, or none that can be bounded.
pub fn certain_with_derivatives(
    tree: &Expr,
    inputs: &[Input],
    seeds: &[Seed],
    thorough: bool,
) -> Result<Vec<Certain>, Failure> {
    let nudged = inputs.iter().any(|input| input.side != 0);
    if !thorough && !nudged {
        match slopes(tree, &env::<Double>(inputs, (), |_| None), seeds) {
            Ok(all) if all.iter().all(sure) => return Ok(all.into_iter().map(Certain::Double).collect()),
            Err(Failure::Undefined(why)) => return Err(Failure::Undefined(why)),
            _ => {}
        }
    }
    let first = usize::from(nudged) * 2;
    for bits in &LEVELS[first..] {
        match slopes(tree, &ball_env(inputs, *bits), seeds) {
            Ok(all) if all.iter().all(sure) => return Ok(all.into_iter().map(Certain::Ball).collect()),
            Err(Failure::Undefined(why)) => return Err(Failure::Undefined(why)),
            _ => {}
        }
    }
    Err(Failure::Uncertain)
}

fn slopes<R: Real>(tree: &Expr, env: &Env<R>, seeds: &[Seed]) -> Result<Vec<R>, Failure> {
    let mut dual = Env::constants(env);
    dual.seed(seeds)?;
    let value = evaluate_in(tree, &mut dual)?;
    if value.slopes.is_empty() {
        return Ok(vec![R::exact(env.level(), 0.0); seeds.len()]);
    }
    Ok(value.slopes)
}

/// Whether two trees have the same value, to some 45 digits.
///
/// # Errors
/// If one of them has no value there, or no precision settles it.
pub fn agree(left: &Expr, right: &Expr, inputs: &[Input]) -> Result<bool, Failure> {
    for bits in &LEVELS {
        let env = ball_env(inputs, *bits);
        match (evaluate::<Ball>(left, &env), evaluate::<Ball>(right, &env)) {
            (Ok(a), Ok(b)) if a.known() && b.known() => {
                let apart = a.sub(&b);
                if apart.sign() == Some(std::cmp::Ordering::Equal) {
                    return Ok(true);
                }
                let relative = apart.div(&a);
                if relative.known() && relative.near().abs() + relative.error() <= 1e-45 {
                    return Ok(true);
                }
                if apart.sign().is_some() && !(relative.known() && relative.near().abs() <= 1e-40) {
                    return Ok(false);
                }
            }
            (Err(Failure::Undefined(why)), _) | (_, Err(Failure::Undefined(why))) => {
                return Err(Failure::Undefined(why));
            }
            _ => {}
        }
    }
    Err(Failure::Uncertain)
}
