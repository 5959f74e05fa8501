//! Derivatives of trees, for `f'(x)`, `\frac{d}{dx}` and `\frac{\partial}{\partial z_j}` on a page.

use crate::Error;
use crate::expr::{Cond, Decimal, Expr, Extreme, Fold, Function, Norm, Over, Relation};
use crate::name::Name;
use crate::vectors::{entry, is_vector};

/// By what is differentiated.
#[derive(Clone, Debug, PartialEq)]
pub enum By {
    /// A number.
    Symbol(Name),
    /// An entry of a vector: the vector's name, the index.
    Item(Name, Expr),
    /// An entry of a table: the table's name, the indices of row and column.
    Cell(Name, Expr, Expr),
}

/// The derivative of a tree that is a number.
///
/// At a kink it is the derivative of the branch that holds there.
///
/// # Errors
/// If something in it has no derivative here: a whole vector, a product over an index.
pub fn derivative(of: &Expr, by: &By) -> Result<Expr, Error> {
    let d = |e: &Expr| derivative(e, by);
    let zero = || Expr::whole(0);
    let boxed = Box::new;
    Ok(match of {
        Expr::Number(_) | Expr::Pi => zero(),
        Expr::Symbol(name) => match by {
            By::Symbol(symbol) if symbol == name => Expr::whole(1),
            _ => zero(),
        },
        Expr::Vector(_) | Expr::Table(_) => return Err(unclear("a whole vector")),
        Expr::Item(vector, index) => item(vector, index, by)?,
        Expr::Neg(a) => neg(d(a)?),
        Expr::Add(a, b) => add(d(a)?, d(b)?),
        Expr::Sub(a, b) => add(d(a)?, neg(d(b)?)),
        Expr::Mul(a, b) => add(mul(d(a)?, (**b).clone()), mul((**a).clone(), d(b)?)),
        Expr::Div(a, b) => {
            let (da, db) = (d(a)?, d(b)?);
            // a/b: (a' - (a/b) b') / b
            let top = add(da, neg(mul(of.clone(), db)));
            if top.is(0) { zero() } else { Expr::Div(boxed(top), b.clone()) }
        }
        Expr::Pow(base, power) => {
            let (db, dp) = (d(base)?, d(power)?);
            let lowered = match &**power {
                Expr::Number(n) if n.places == 0 && n.digits > 0 => {
                    let power = Expr::Number(Decimal::whole(n.digits - 1));
                    if n.digits == 1 { Expr::whole(1) } else { Expr::Pow(base.clone(), boxed(power)) }
                }
                power => Expr::Pow(base.clone(), boxed(Expr::Sub(boxed(power.clone()), boxed(Expr::whole(1))))),
            };
            let by_base = mul(mul((**power).clone(), lowered), db);
            let by_power = mul(mul(of.clone(), Expr::apply(Function::Ln, (**base).clone())), dp);
            add(by_base, by_power)
        }
        // What is held fixed need not be differentiable.
        Expr::Apply(Function::Stop, _) => zero(),
        Expr::Apply(function, a) => {
            let inner = d(a)?;
            if inner.is(0) { zero() } else { mul(outer(*function, a, of), inner) }
        }
        Expr::Extreme(which, of) => extreme(*which, of, by)?,
        Expr::Over(over) => self::over(over, by)?,
        Expr::Cases(branches) => Expr::Cases(
            branches
                .iter()
                .map(|(value, condition)| Ok((d(value)?, condition.clone())))
                .collect::<Result<_, Error>>()?,
        ),
        Expr::Norm(Norm::Largest, vector) => match by {
            By::Symbol(symbol) | By::Item(symbol, _) | By::Cell(symbol, ..) if !vector.mentions(symbol) => zero(),
            _ => return Err(unclear("the norm `_\\infty`")),
        },
        // By an entry of v it is v_k / |v|, of the sum of sizes sgn v_k.
        Expr::Norm(Norm::Two, v) => over_value(with(v, v, by)?, of),
        Expr::Norm(Norm::One, v) => with(v, &Expr::apply(Function::Sign, (**v).clone()), by)?,
        Expr::Dot(a, b) => add(with(a, b, by)?, with(b, a, by)?),
    })
}

fn over_value(a: Expr, b: &Expr) -> Expr {
    if a.is(0) { a } else { Expr::Div(Box::new(a), Box::new(b.clone())) }
}

/// `\sum_k \frac{\partial v_k}{\partial x} w_k`: the inner product of the derivative of a vector with
/// another.
fn with(v: &Expr, w: &Expr, by: &By) -> Result<Expr, Error> {
    let d = |e: &Expr| derivative(e, by);
    let dot = |v: &Expr| Expr::Dot(Box::new(v.clone()), Box::new(w.clone()));
    Ok(match v {
        Expr::Vector(name) => match by {
            By::Item(other, at) if other == name => entry(w, at),
            _ => Expr::whole(0),
        },
        Expr::Item(of, row) => match (by, &**of) {
            (By::Cell(other, at, column), Expr::Table(name)) if other == name => {
                let same = Expr::indicator(Cond::Indices((**row).clone(), Relation::Equal, at.clone()));
                mul(same, entry(w, column))
            }
            _ => Expr::whole(0),
        },
        Expr::Apply(Function::Stop, _) => Expr::whole(0),
        Expr::Neg(a) => neg(with(a, w, by)?),
        Expr::Add(a, b) | Expr::Sub(a, b) => {
            let part = |e: &Expr| match is_vector(e) {
                true => with(e, w, by),
                // A number that is added to each entry.
                false if d(e)?.is(0) => Ok(Expr::whole(0)),
                false => Err(unclear("a number that is added to a vector")),
            };
            let (a, b) = (part(a)?, part(b)?);
            if matches!(v, Expr::Sub(..)) { add(a, neg(b)) } else { add(a, b) }
        }
        Expr::Mul(a, b) => {
            let (factor, vector) = if is_vector(a) { (b, a) } else { (a, b) };
            let by_factor = d(factor)?;
            let by_factor = if by_factor.is(0) { by_factor } else { mul(by_factor, dot(vector)) };
            add(mul((**factor).clone(), with(vector, w, by)?), by_factor)
        }
        Expr::Div(a, b) => {
            let db = d(b)?;
            let by_divisor = if db.is(0) { db } else { over_value(mul(dot(v), db), b) };
            add(over_value(with(a, w, by)?, b), neg(by_divisor))
        }
        _ => return Err(unclear("this vector")),
    })
}

fn unclear(what: &str) -> Error {
    Error::new(0, format!("{what} is not differentiated here"))
}

fn neg(a: Expr) -> Expr {
    if a.is(0) { a } else { Expr::Neg(Box::new(a)) }
}

fn add(a: Expr, b: Expr) -> Expr {
    if a.is(0) {
        b
    } else if b.is(0) {
        a
    } else {
        Expr::Add(Box::new(a), Box::new(b))
    }
}

fn mul(a: Expr, b: Expr) -> Expr {
    if a.is(0) || b.is(0) {
        Expr::whole(0)
    } else if a.is(1) {
        b
    } else if b.is(1) {
        a
    } else {
        Expr::Mul(Box::new(a), Box::new(b))
    }
}

/// The derivative of a given function at `a`; `value` is its value there.
fn outer(function: Function, a: &Expr, value: &Expr) -> Expr {
    let boxed = Box::new;
    let a = || boxed(a.clone());
    let value = || boxed(value.clone());
    match function {
        Function::Exp => *value(),
        Function::Ln => Expr::Div(boxed(Expr::whole(1)), a()),
        Function::Tanh => Expr::Sub(boxed(Expr::whole(1)), boxed(Expr::Mul(value(), value()))),
        Function::Sqrt => Expr::Div(boxed(Expr::whole(1)), boxed(Expr::Mul(boxed(Expr::whole(2)), value()))),
        // 2/√π e^(-x²)
        Function::Erf => Expr::Div(
            boxed(Expr::Mul(
                boxed(Expr::whole(2)),
                boxed(Expr::apply(Function::Exp, Expr::Neg(boxed(Expr::Mul(a(), a()))))),
            )),
            boxed(Expr::apply(Function::Sqrt, Expr::Pi)),
        ),
        Function::Abs => Expr::apply(Function::Sign, *a()),
        Function::Sign | Function::Stop => Expr::whole(0),
    }
}

/// `v_i` by `v_j` is 1 if `i = j`; of an expression of vectors the entry is taken first.
fn item(vector: &Expr, index: &Expr, by: &By) -> Result<Expr, Error> {
    let same = |a: &Expr, b: &Expr| Cond::Indices(a.clone(), Relation::Equal, b.clone());
    Ok(match (vector, by) {
        (Expr::Vector(name), By::Item(other, at)) if other == name => Expr::indicator(same(index, at)),
        (Expr::Item(of, row), By::Cell(other, at, column)) if **of == Expr::Table(*other) => {
            Expr::indicator(Cond::And(vec![same(row, at), same(index, column)]))
        }
        (Expr::Vector(_) | Expr::Item(..), _) => Expr::whole(0),
        _ => return derivative(&entry(vector, index), by),
    })
}

/// The derivative of the first of the largest.
fn extreme(which: Extreme, of: &[Expr], by: &By) -> Result<Expr, Error> {
    let (strict, loose) = match which {
        Extreme::Max => (Relation::Greater, Relation::AtLeast),
        Extreme::Min => (Relation::Less, Relation::AtMost),
    };
    let mut branches = vec![];
    for (i, one) in of.iter().enumerate() {
        let others = of.iter().enumerate().filter(|(j, _)| *j != i);
        // Beyond those before it, at least those behind it: one case holds, never two.
        let relation = |j: usize| if j < i { strict } else { loose };
        let all = others.map(|(j, other)| Cond::Compare(one.clone(), relation(j), other.clone())).collect();
        branches.push((derivative(one, by)?, Cond::And(all)));
    }
    Ok(Expr::Cases(branches))
}

fn over(over: &Over, by: &By) -> Result<Expr, Error> {
    // The indices of the derivative must not be caught by the sum's own.
    let places = match by {
        By::Symbol(_) => vec![],
        By::Item(_, at) => vec![at],
        By::Cell(_, row, column) => vec![row, column],
    };
    if places.iter().any(|at| at.mentions(&over.index)) {
        let mut both = places.into_iter().cloned();
        let first = both.next().unwrap_or(Expr::Pi);
        let all = both.fold(first, |a, b| Expr::Add(Box::new(a), Box::new(b)));
        return self::over(&over.renamed(&all), by);
    }
    let inner = derivative(&over.body, by)?;
    match over.fold {
        _ if inner.is(0) => Ok(inner),
        Fold::Sum => Ok(Expr::Over(Box::new(Over { body: inner, ..over.clone() }))),
        Fold::Product | Fold::Max | Fold::Min => Err(unclear("a product or an extreme over an index")),
    }
}
