//! Indices behind an underscore: `_i`, `_{ij}`, `_{i y_i}`, `_{i, j+1}`.

use super::atom::{self, bound};
use super::cursor::Cursor;
use super::operators::{argument, expression};
use crate::Error;
use crate::expr::Expr;
use crate::names::Sort;
use crate::token::Kind;

/// Whether an index or an entry of a row of indices stands here.
pub(super) fn is_index(c: &Cursor<'_>) -> bool {
    match c.symbol() {
        Some(symbol) => matches!(symbol.sort, Sort::Index | Sort::Indices(..)),
        None => bound(c).is_some(),
    }
}

/// One or two indices, the underscore taken: side by side where each is a letter or an entry of a
/// row of indices, else with a comma between them.
pub(super) fn indices(c: &mut Cursor<'_>) -> Result<Vec<Expr>, Error> {
    if !c.take('{') {
        let at = c.place();
        // `s_12` as well as `s_{12}`.
        let long = matches!(c.kind(), Some(Kind::Number(digits)) if digits.len() > 1);
        let one = argument(c)?;
        if long {
            return Err(Error::new(at, "one index or two? put a comma between two of them, in braces"));
        }
        return Ok(vec![one]);
    }
    let start = c.mark();
    let mut side = vec![];
    while is_index(c) {
        side.push(atom::atom(c)?);
    }
    if c.take('}') {
        return two_at_most(c, side);
    }
    if side.len() > 1 {
        let message = format!("expected `}}`, found {}: between indices that are computed put a comma", c.found());
        return Err(c.error(message));
    }
    c.back(start);
    let mut all = vec![one(c)?];
    while c.take(',') {
        all.push(one(c)?);
    }
    c.expect('}')?;
    two_at_most(c, all)
}

fn one(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let at = c.place();
    let index = expression(c)?;
    if is_sum_of_indices(&index) {
        Ok(index)
    } else {
        Err(Error::new(at, "expected an index, or two with a comma between them"))
    }
}

fn is_sum_of_indices(tree: &Expr) -> bool {
    match tree {
        Expr::Symbol(_) | Expr::Item(..) => true,
        Expr::Number(n) => n.places == 0,
        Expr::Neg(a) => is_sum_of_indices(a),
        Expr::Add(a, b) | Expr::Sub(a, b) => is_sum_of_indices(a) && is_sum_of_indices(b),
        _ => false,
    }
}

fn two_at_most(c: &Cursor<'_>, all: Vec<Expr>) -> Result<Vec<Expr>, Error> {
    if all.len() > 2 {
        return Err(c.error("a table has two indices: a row and a column"));
    }
    Ok(all)
}
