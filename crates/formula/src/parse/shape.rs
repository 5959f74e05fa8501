//! Whether a tree is a number, a vector or a table, and whether lengths fit.

use crate::expr::{Expr, Function};
use crate::names::{Length, Names, Sort};
use crate::vectors::is_vector;

/// What a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Number,
    /// With so many entries, as far as it is known here.
    Vector(Option<Length>),
    Table(Option<(Length, Length)>),
    /// A whole row of indices.
    Indices(Option<(Length, Length)>),
}

const NUMBER: &str = "a vector where a number is expected: name the entry (`z_i`)";

/// The shape of a tree. Of vectors there are sums, and products with numbers; what else a page might
/// mean, an entry says.
pub(super) fn shape(tree: &Expr, names: &Names) -> Result<Shape, String> {
    match tree {
        Expr::Vector(name) => Ok(match names.sort(name) {
            Some(Sort::Vector(length)) => Shape::Vector(Some(length)),
            Some(Sort::Indices(length, of)) => Shape::Indices(Some((length, of))),
            _ => Shape::Vector(None),
        }),
        Expr::Table(name) => Ok(match names.sort(name) {
            Some(Sort::Table(rows, columns)) => Shape::Table(Some((rows, columns))),
            _ => Shape::Table(None),
        }),
        Expr::Item(of, _) => match shape(of, names)? {
            Shape::Table(both) => Ok(Shape::Vector(both.map(|(_, columns)| columns))),
            _ => Ok(Shape::Number),
        },
        Expr::Neg(a) | Expr::Apply(Function::Stop, a) => Ok(vector_or_number(length(a, names)?)),
        Expr::Add(a, b) | Expr::Sub(a, b) => match (length(a, names)?, length(b, names)?) {
            (Some(a), Some(b)) => Ok(Shape::Vector(fit(a, b)?)),
            (a, b) => Ok(vector_or_number(a.or(b))),
        },
        Expr::Mul(a, b) => match (length(a, names)?, length(b, names)?) {
            (Some(_), Some(_)) => {
                Err("a product of two vectors can mean several things: write `a \\cdot b`, or the entry".into())
            }
            (a, b) => Ok(vector_or_number(a.or(b))),
        },
        Expr::Div(a, b) => match (length(a, names)?, length(b, names)?) {
            (_, Some(_)) => Err(NUMBER.into()),
            (a, None) => Ok(vector_or_number(a)),
        },
        Expr::Dot(a, b) => match (length(a, names)?, length(b, names)?) {
            (Some(a), Some(b)) => fit(a, b).map(|_| Shape::Number),
            _ => Err("an inner product of two vectors, of which one is a number".into()),
        },
        Expr::Norm(_, a) => match length(a, names)? {
            Some(_) => Ok(Shape::Number),
            None => Err("a norm of a number: write `|x|`".into()),
        },
        _ => {
            let mut found = Ok(Shape::Number);
            tree.each(&mut |part| match length(part, names) {
                Ok(None) => {}
                Ok(Some(_)) => found = Err(NUMBER.into()),
                Err(message) => found = Err(message),
            });
            found
        }
    }
}

fn vector_or_number(length: Option<Option<Length>>) -> Shape {
    length.map_or(Shape::Number, Shape::Vector)
}

/// The length of what is added, multiplied or measured, if it is a vector and no number.
fn length(tree: &Expr, names: &Names) -> Result<Option<Option<Length>>, String> {
    match shape(tree, names)? {
        Shape::Number => Ok(None),
        Shape::Vector(length) => Ok(Some(length)),
        Shape::Table(_) => Err("a whole table: name the entry (`s_{ij}`)".into()),
        Shape::Indices(_) => Err("a whole row of indices: name the entry (`y_i`)".into()),
    }
}

/// The one length of two vectors.
fn fit(a: Option<Length>, b: Option<Length>) -> Result<Option<Length>, String> {
    match (a, b) {
        (Some(a), Some(b)) if a != b => {
            Err(format!("vectors of different lengths: the first has `{a}` entries, the second `{b}`"))
        }
        _ => Ok(a.or(b)),
    }
}

/// Whether the lengths of two vectors fit; anything else is checked elsewhere.
pub(super) fn fits(a: &Expr, b: &Expr, names: &Names) -> Result<(), String> {
    if !is_vector(a) || !is_vector(b) {
        return Ok(());
    }
    match (length(a, names)?, length(b, names)?) {
        (Some(a), Some(b)) => fit(a, b).map(|_| ()),
        _ => Ok(()),
    }
}
