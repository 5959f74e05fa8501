//! What was computed at a point already and is met again there: sums that do not depend on every
//! index around them, norms and inner products of rows.

use std::collections::HashMap;

use crate::eval::{Env, Failure, Value, whole};
use crate::expr::{Expr, Norm, Over};
use crate::name::Name;
use crate::number::Real;

/// What is kept of one environment.
#[derive(Clone, Debug)]
pub(crate) struct Kept<R> {
    sums: HashMap<*const Over, Sum<R>>,
    products: HashMap<Product, R>,
}

/// The values of one sum, by those of the indices around it that it depends on. Without them the
/// denominator of a softmax under a sum is computed for each entry.
#[derive(Clone, Debug)]
struct Sum<R> {
    /// None if it depends on all of them: then it is never met twice.
    indices: Option<Vec<Name>>,
    known: HashMap<Vec<i64>, R>,
}

/// A vector by its name, or a row of a table by its name and its place.
type Row = (Name, i64);

/// The inner product of two rows, or the norm of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Product {
    Dot(Row, Row),
    Norm(Norm, Row),
}

impl<R> Kept<R> {
    pub fn nothing() -> Kept<R> {
        Kept { sums: HashMap::new(), products: HashMap::new() }
    }
}

/// The value of a sum, which `compute` gives where it is not known.
pub(crate) fn sum<R: Real>(
    over: &Over,
    env: &mut Env<R>,
    compute: impl FnOnce(&Over, &mut Env<R>) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let place: *const Over = over;
    if !env.kept.sums.contains_key(&place) {
        let around = env.indices();
        let used = around.iter().filter(|(index, _)| over.mentions(index));
        let used: Vec<Name> = used.map(|(index, _)| *index).collect();
        let indices = (used.len() < around.len()).then_some(used);
        env.kept.sums.insert(place, Sum { indices, known: HashMap::new() });
    }
    let Some(at) = env.kept.sums.get(&place).and_then(|sum| at(sum, env)) else {
        return compute(over, env);
    };
    if let Some(known) = env.kept.sums.get(&place).and_then(|sum| sum.known.get(&at)) {
        return Ok(known.clone());
    }
    let value = compute(over, env)?;
    if let Some(sum) = env.kept.sums.get_mut(&place) {
        sum.known.insert(at, value.clone());
    }
    Ok(value)
}

/// The values of the indices that a sum depends on.
fn at<R: Real>(sum: &Sum<R>, env: &Env<R>) -> Option<Vec<i64>> {
    let value = |name: &Name| match env.get(name) {
        Ok(Value::Whole(n)) => Some(*n),
        _ => None,
    };
    sum.indices.as_ref()?.iter().map(value).collect()
}

/// The value of a product of rows, which `compute` gives where it is not known.
pub(crate) fn product<R: Real>(
    product: Option<Product>,
    env: &mut Env<R>,
    compute: impl FnOnce(&mut Env<R>) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let Some(product) = product else { return compute(env) };
    if let Some(known) = env.kept.products.get(&product) {
        return Ok(known.clone());
    }
    let value = compute(env)?;
    env.kept.products.insert(product, value.clone());
    Ok(value)
}

/// Which row a tree is, if it is one as it stands.
pub(crate) fn row<R: Real>(tree: &Expr, env: &Env<R>) -> Option<Row> {
    match tree {
        Expr::Vector(name) => Some((*name, 0)),
        Expr::Item(of, row) => match &**of {
            Expr::Table(name) => Some((*name, whole(row, env).ok()?)),
            _ => None,
        },
        _ => None,
    }
}
