//! A tree and values for its symbols, to a number.

use std::cmp::Ordering;

use crate::decide::Seed;
use crate::dual::Dual;
use crate::expr::{Cond, Expr, Extreme, Fold, Function, Over};
use crate::kept::{self, Kept};
use crate::name::Name;
use crate::number::Real;
use crate::vectors;

/// What a symbol is bound to.
#[derive(Clone, Debug)]
pub enum Value<R> {
    /// A number.
    Number(R),
    /// A vector.
    Vector(Vec<R>),
    /// A table, row by row.
    Table(Vec<Vec<R>>),
    /// A row of indices, each counted from 1.
    Indices(Vec<i64>),
    /// An index or a count.
    Whole(i64),
}

/// Values of the symbols of a formula.
#[derive(Clone, Debug)]
pub struct Env<R: Real> {
    level: R::Level,
    values: Vec<(Name, Value<R>)>,
    /// From here on, values are those of indices of sums.
    own: usize,
    /// What was computed already.
    pub(crate) kept: Kept<R>,
}

/// Why a tree has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A condition could not be decided at this precision.
    Uncertain,
    /// It has none at any precision, for the reason given.
    Undefined(String),
}

impl<R: Real> Env<R> {
    /// Without symbols.
    #[must_use]
    pub fn new(level: R::Level) -> Env<R> {
        Env { level, values: vec![], own: 0, kept: Kept::nothing() }
    }

    /// Binds a symbol.
    pub fn bind(&mut self, name: Name, value: Value<R>) {
        self.values.push((name, value));
    }

    /// How precisely constants are made.
    #[must_use]
    pub fn level(&self) -> R::Level {
        self.level
    }

    pub(crate) fn get(&self, name: &Name) -> Result<&Value<R>, Failure> {
        let found = self.values.iter().rev().find(|(bound, _)| bound == name);
        found.map(|(_, value)| value).ok_or_else(|| Failure::Undefined(format!("`{name}` has no value")))
    }

    /// The indices of the sums around, with their values.
    pub(crate) fn indices(&self) -> &[(Name, Value<R>)] {
        &self.values[self.own..]
    }

    pub(crate) fn constant(&self, x: f64) -> R {
        R::exact(self.level, x)
    }
}

impl<R: Real> Env<Dual<R>> {
    /// An environment of constants.
    #[must_use]
    pub fn constants(of: &Env<R>) -> Env<Dual<R>> {
        let constants = |all: &[R]| all.iter().cloned().map(Dual::constant).collect();
        let lift = |value: &Value<R>| match value {
            Value::Number(x) => Value::Number(Dual::constant(x.clone())),
            Value::Vector(all) => Value::Vector(constants(all)),
            Value::Table(rows) => Value::Table(rows.iter().map(|row| constants(row)).collect()),
            Value::Indices(all) => Value::Indices(all.clone()),
            Value::Whole(n) => Value::Whole(*n),
        };
        Env {
            level: of.level,
            values: of.values.iter().map(|(name, value)| (*name, lift(value))).collect(),
            own: 0,
            kept: Kept::nothing(),
        }
    }

    /// Makes variables of some symbols, or of some entries of vectors and tables.
    ///
    /// # Errors
    /// If a symbol has no value, or no such entry.
    pub fn seed(&mut self, seeds: &[Seed]) -> Result<(), Failure> {
        let level = self.level;
        for (which, seed) in seeds.iter().enumerate() {
            let mut met = false;
            for (_, value) in self.values.iter_mut().filter(|(bound, _)| bound == seed.name()) {
                let place = match (value, seed) {
                    (Value::Number(x), Seed::Number(_)) => Some(x),
                    (Value::Vector(all), Seed::Entry(_, at)) => all.get_mut(*at),
                    (Value::Table(rows), Seed::Cell(_, row, column)) => {
                        rows.get_mut(*row).and_then(|row| row.get_mut(*column))
                    }
                    _ => None,
                };
                if let Some(x) = place {
                    *x = Dual::variable(level, x.value.clone(), which, seeds.len());
                    met = true;
                }
            }
            if !met {
                return Err(Failure::Undefined(format!("nothing to differentiate by: {seed:?}")));
            }
        }
        Ok(())
    }
}

/// The value of a tree.
///
/// # Errors
/// If a symbol has no value, or a condition cannot be decided.
pub fn evaluate<R: Real>(tree: &Expr, env: &Env<R>) -> Result<R, Failure> {
    let mut own = env.clone();
    own.kept = Kept::nothing();
    evaluate_in(tree, &mut own)
}

/// The same in an environment that no other tree was evaluated in: it grows by the indices of sums
/// and shrinks again, and keeps sums and products.
pub(crate) fn evaluate_in<R: Real>(tree: &Expr, env: &mut Env<R>) -> Result<R, Failure> {
    env.own = env.values.len();
    number(tree, env)
}

pub(crate) fn number<R: Real>(tree: &Expr, env: &mut Env<R>) -> Result<R, Failure> {
    Ok(match tree {
        Expr::Number(decimal) => R::decimal(env.level, decimal),
        Expr::Pi => R::pi(env.level),
        Expr::Symbol(name) => match env.get(name)? {
            Value::Number(x) => x.clone(),
            Value::Whole(n) => env.constant(*n as f64),
            _ => return Err(Failure::Undefined(format!("`{name}` is no number"))),
        },
        Expr::Vector(name) | Expr::Table(name) => return Err(Failure::Undefined(format!("`{name}` is no number"))),
        Expr::Item(of, index) => {
            let at = whole(index, env)?;
            vectors::item(of, at, env)?
        }
        Expr::Neg(a) => number(a, env)?.neg(),
        Expr::Add(a, b) => number(a, env)?.add(&number(b, env)?),
        Expr::Sub(a, b) => number(a, env)?.sub(&number(b, env)?),
        Expr::Mul(a, b) => {
            // An entry of a sum that an indicator switches off is not computed.
            let left = number(a, env)?;
            if is_switch(a) && left.sign() == Some(Ordering::Equal) {
                return Ok(left);
            }
            left.mul(&number(b, env)?)
        }
        Expr::Div(a, b) => number(a, env)?.div(&number(b, env)?),
        Expr::Pow(base, power) => raised(base, power, env)?,
        Expr::Apply(function, a) => {
            let a = number(a, env)?;
            applied(*function, &a)?
        }
        Expr::Extreme(which, of) => {
            let all = of.iter().map(|one| number(one, env)).collect::<Result<Vec<_>, _>>()?;
            extreme(*which, &all)?
        }
        Expr::Over(over) => kept::sum(over, env, folded)?,
        Expr::Cases(branches) => cases(branches, env)?,
        Expr::Norm(norm, vector) => vectors::norm(*norm, vector, env)?,
        Expr::Dot(a, b) => vectors::dot(a, b, env)?,
    })
}

/// The value of the case that holds. Where two hold, a reader may take either: they must agree, as
/// far as the precision can decide.
fn cases<R: Real>(branches: &[(Expr, Cond)], env: &mut Env<R>) -> Result<R, Failure> {
    let mut found: Option<R> = None;
    for (value, condition) in branches {
        if (*condition == Cond::Always && found.is_some()) || !holds(condition, env)? {
            continue;
        }
        let value = number(value, env)?;
        match &found {
            None => found = Some(value),
            Some(first) if matches!(first.compare(&value), Some(Ordering::Less | Ordering::Greater)) => {
                return Err(Failure::Undefined("two cases hold and differ".to_owned()));
            }
            Some(_) => {}
        }
    }
    found.ok_or_else(|| Failure::Undefined("no case holds".to_owned()))
}

/// An indicator: cases of plain numbers.
fn is_switch(tree: &Expr) -> bool {
    matches!(tree, Expr::Cases(branches) if branches.iter().all(|(value, _)| matches!(value, Expr::Number(_))))
}

pub(crate) fn applied<R: Real>(function: Function, a: &R) -> Result<R, Failure> {
    let sign = |a: &R| a.sign().ok_or(Failure::Uncertain);
    Ok(match function {
        Function::Exp => a.exp(),
        Function::Ln => a.ln(),
        Function::Tanh => a.tanh(),
        Function::Sqrt => a.sqrt(),
        Function::Erf => a.erf(),
        Function::Abs => {
            if sign(a)?.is_lt() {
                a.neg()
            } else {
                a.clone()
            }
        }
        Function::Stop => a.held(),
        Function::Sign => {
            let one = R::exact(a.level(), 1.0);
            match sign(a)? {
                Ordering::Less => one.neg(),
                Ordering::Equal => R::exact(a.level(), 0.0),
                Ordering::Greater => one,
            }
        }
    })
}

fn raised<R: Real>(base: &Expr, power: &Expr, env: &mut Env<R>) -> Result<R, Failure> {
    let small = |e: &Expr| match e {
        Expr::Number(n) if n.places == 0 && n.digits <= 64 => Some(n.digits as u32),
        _ => None,
    };
    let base = number(base, env)?;
    let one = || R::exact(base.level(), 1.0);
    if let Some(n) = small(power) {
        return Ok(if n == 0 { one() } else { base.power(n) });
    }
    if let Expr::Neg(inner) = power
        && let Some(n) = small(inner)
        && n > 0
    {
        return Ok(one().div(&base.power(n)));
    }
    let power = number(power, env)?;
    Ok(base.ln().mul(&power).exp())
}

pub(crate) fn extreme<R: Real>(which: Extreme, all: &[R]) -> Result<R, Failure> {
    let mut best: Option<&R> = None;
    for one in all {
        let better = match best {
            None => true,
            Some(best) => {
                let order = one.compare(best).ok_or(Failure::Uncertain)?;
                if which == Extreme::Max { order.is_gt() } else { order.is_lt() }
            }
        };
        if better {
            best = Some(one);
        }
    }
    best.cloned().ok_or_else(|| Failure::Undefined("an extreme of nothing".to_owned()))
}

fn folded<R: Real>(over: &Over, env: &mut Env<R>) -> Result<R, Failure> {
    let (from, to) = (whole(&over.from, env)?, whole(&over.to, env)?);
    let mut parts = vec![];
    let depth = env.values.len();
    for at in from..=to {
        env.bind(over.index, Value::Whole(at));
        let part =
            holds(&over.only, env).and_then(|counts| if counts { number(&over.body, env).map(Some) } else { Ok(None) });
        env.values.truncate(depth);
        parts.extend(part?);
    }
    let mut parts = parts.into_iter();
    let start = |x: f64| R::exact(env.level, x);
    match over.fold {
        Fold::Sum => Ok(parts.next().map_or_else(|| start(0.0), |first| parts.fold(first, |sum, x| sum.add(&x)))),
        Fold::Product => Ok(parts.fold(start(1.0), |product, x| product.mul(&x))),
        Fold::Max => extreme(Extreme::Max, &parts.collect::<Vec<_>>()),
        Fold::Min => extreme(Extreme::Min, &parts.collect::<Vec<_>>()),
    }
}

fn holds<R: Real>(condition: &Cond, env: &mut Env<R>) -> Result<bool, Failure> {
    Ok(match condition {
        Cond::Always => true,
        Cond::Compare(a, relation, b) => {
            let order = number(a, env)?.compare(&number(b, env)?).ok_or(Failure::Uncertain)?;
            relation.holds(order)
        }
        Cond::Indices(a, relation, b) => relation.holds(whole(a, env)?.cmp(&whole(b, env)?)),
        Cond::And(all) => {
            for one in all {
                if !holds(one, env)? {
                    return Ok(false);
                }
            }
            true
        }
        Cond::Or(any) => {
            for one in any {
                if holds(one, env)? {
                    return Ok(true);
                }
            }
            false
        }
    })
}

/// The value of an index.
pub(crate) fn whole<R: Real>(tree: &Expr, env: &Env<R>) -> Result<i64, Failure> {
    let no_index = || Failure::Undefined("an index is a whole number".to_owned());
    Ok(match tree {
        Expr::Number(n) if n.places == 0 => i64::try_from(n.digits).map_err(|_| no_index())?,
        Expr::Symbol(name) => match env.get(name)? {
            Value::Whole(n) => *n,
            _ => return Err(Failure::Undefined(format!("`{name}` is no index"))),
        },
        Expr::Item(of, index) => match &**of {
            Expr::Vector(name) => match env.get(name)? {
                Value::Indices(all) => vectors::at(all, whole(index, env)?, name)?,
                _ => return Err(no_index()),
            },
            _ => return Err(no_index()),
        },
        Expr::Add(a, b) => whole(a, env)? + whole(b, env)?,
        Expr::Sub(a, b) => whole(a, env)? - whole(b, env)?,
        Expr::Neg(a) => -whole(a, env)?,
        _ => return Err(no_index()),
    })
}
