//! Vectors as wholes: sums and multiples of them, their entries, norms and inner products.

use crate::eval::{Env, Failure, Value, applied, extreme, number, whole};
use crate::expr::{Expr, Extreme, Function, Norm};
use crate::kept::{self, Product};
use crate::number::Real;

/// Whether a tree that was read is a vector, and no number.
pub(crate) fn is_vector(tree: &Expr) -> bool {
    match tree {
        Expr::Vector(_) => true,
        Expr::Item(of, _) => matches!(**of, Expr::Table(_)),
        Expr::Neg(a) | Expr::Div(a, _) | Expr::Apply(_, a) => is_vector(a),
        Expr::Add(a, b) | Expr::Sub(a, b) | Expr::Mul(a, b) => is_vector(a) || is_vector(b),
        _ => false,
    }
}

/// Entry `index` of an expression of vectors, as an expression of entries.
pub(crate) fn entry(vector: &Expr, index: &Expr) -> Expr {
    match vector {
        Expr::Vector(_) | Expr::Table(_) => Expr::Item(Box::new(vector.clone()), Box::new(index.clone())),
        Expr::Item(of, _) if matches!(**of, Expr::Table(_)) => {
            Expr::Item(Box::new(vector.clone()), Box::new(index.clone()))
        }
        Expr::Item(..) | Expr::Over(_) | Expr::Norm(..) | Expr::Dot(..) => vector.clone(),
        _ => vector.map(&mut |part| entry(part, index)),
    }
}

/// Entry `at` of some, counted from 1.
pub(crate) fn at<T: Clone>(all: &[T], at: i64, name: &str) -> Result<T, Failure> {
    let entry = usize::try_from(at - 1).ok().and_then(|at| all.get(at));
    entry.cloned().ok_or_else(|| Failure::Undefined(format!("`{name}` has no entry {at}")))
}

/// An entry of a vector or of a row.
pub(crate) fn item<R: Real>(of: &Expr, index: i64, env: &mut Env<R>) -> Result<R, Failure> {
    match of {
        Expr::Vector(name) => match env.get(name)? {
            Value::Vector(all) => at(all, index, name),
            Value::Indices(all) => Ok(env.constant(at(all, index, name)? as f64)),
            _ => Err(Failure::Undefined(format!("`{name}` is no vector"))),
        },
        Expr::Item(table, row) => {
            let (name, row) = row_of(table, row, env)?;
            at(row, index, name)
        }
        _ => Err(Failure::Undefined("an entry of no vector".to_owned())),
    }
}

/// A row of a table, and the table's name.
fn row_of<'a, R: Real>(table: &'a Expr, row: &Expr, env: &'a Env<R>) -> Result<(&'a str, &'a Vec<R>), Failure> {
    let Expr::Table(name) = table else {
        return Err(Failure::Undefined("a row of no table".to_owned()));
    };
    let at = whole(row, env)?;
    let Value::Table(rows) = env.get(name)? else {
        return Err(Failure::Undefined(format!("`{name}` is no table")));
    };
    let found = usize::try_from(at - 1).ok().and_then(|at| rows.get(at));
    let row = found.ok_or_else(|| Failure::Undefined(format!("`{name}` has no row {at}")))?;
    Ok((name, row))
}

/// The entries of an expression of vectors. A number that is added to a vector is added to each.
fn entries<R: Real>(tree: &Expr, env: &mut Env<R>) -> Result<Vec<R>, Failure> {
    let each = |all: Vec<R>, f: &dyn Fn(&R) -> R| Ok(all.iter().map(f).collect());
    match tree {
        Expr::Vector(name) => match env.get(name)? {
            Value::Vector(all) => Ok(all.clone()),
            _ => Err(Failure::Undefined(format!("`{name}` is no vector"))),
        },
        Expr::Item(table, row) => Ok(row_of(table, row, env)?.1.clone()),
        Expr::Neg(a) => each(entries(a, env)?, &R::neg),
        Expr::Apply(function, a) => entries(a, env)?.iter().map(|x| applied(*function, x)).collect(),
        Expr::Div(a, b) => {
            let all = entries(a, env)?;
            let divisor = number(b, env)?;
            each(all, &|x| x.div(&divisor))
        }
        Expr::Add(a, b) => both(a, b, env, R::add),
        Expr::Sub(a, b) => both(a, b, env, R::sub),
        Expr::Mul(a, b) => both(a, b, env, R::mul),
        _ => Err(Failure::Undefined("a number where a vector is expected".to_owned())),
    }
}

/// Two vectors, or a vector and a number, entry by entry.
fn both<R: Real>(a: &Expr, b: &Expr, env: &mut Env<R>, f: impl Fn(&R, &R) -> R) -> Result<Vec<R>, Failure> {
    match (is_vector(a), is_vector(b)) {
        (true, true) => {
            let (a, b) = pair(a, b, env)?;
            Ok(a.iter().zip(&b).map(|(a, b)| f(a, b)).collect())
        }
        (true, _) => {
            let (a, b) = (entries(a, env)?, number(b, env)?);
            Ok(a.iter().map(|a| f(a, &b)).collect())
        }
        _ => {
            let (a, b) = (number(a, env)?, entries(b, env)?);
            Ok(b.iter().map(|b| f(&a, b)).collect())
        }
    }
}

/// The entries of two vectors of one length.
fn pair<R: Real>(a: &Expr, b: &Expr, env: &mut Env<R>) -> Result<(Vec<R>, Vec<R>), Failure> {
    let (a, b) = (entries(a, env)?, entries(b, env)?);
    if a.len() != b.len() {
        return Err(Failure::Undefined(format!("vectors of {} and of {} entries", a.len(), b.len())));
    }
    Ok((a, b))
}

/// The inner product of two vectors.
pub(crate) fn dot<R: Real>(a: &Expr, b: &Expr, env: &mut Env<R>) -> Result<R, Failure> {
    let rows = kept::row(a, env).zip(kept::row(b, env));
    kept::product(rows.map(|(a, b)| Product::Dot(a, b)), env, |env| {
        let zero = env.constant(0.0);
        let (a, b) = pair(a, b, env)?;
        Ok(a.iter().zip(&b).fold(zero, |sum, (a, b)| sum.add(&a.mul(b))))
    })
}

/// A norm of a vector.
pub(crate) fn norm<R: Real>(norm: Norm, vector: &Expr, env: &mut Env<R>) -> Result<R, Failure> {
    let row = kept::row(vector, env);
    kept::product(row.map(|row| Product::Norm(norm, row)), env, |env| size(norm, vector, env))
}

fn size<R: Real>(norm: Norm, vector: &Expr, env: &mut Env<R>) -> Result<R, Failure> {
    let all = entries(vector, env)?;
    let absolute = |x: &R| applied(Function::Abs, x);
    let zero = env.constant(0.0);
    match norm {
        Norm::One => all.iter().try_fold(zero, |sum, x| Ok(sum.add(&absolute(x)?))),
        Norm::Two => Ok(all.iter().fold(zero, |sum, x| sum.add(&x.mul(x))).sqrt()),
        Norm::Largest => {
            let sizes = all.iter().map(absolute).collect::<Result<Vec<_>, _>>()?;
            extreme(Extreme::Max, &sizes)
        }
    }
}
