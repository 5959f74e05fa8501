//! Norms and inner products: `\lVert v \rVert`, `a^\top b`, `\langle a, b \rangle`.

use super::atom::begins_atom;
use super::cursor::Cursor;
use super::operators::{expression, factor};
use super::shape::{fits, shape};
use crate::Error;
use crate::expr::{Expr, Norm};
use crate::token::Kind;
use crate::vectors::is_vector;

/// `a^\top b`, read up to `a^`.
pub(super) fn transposed(c: &mut Cursor<'_>, left: Expr) -> Result<Expr, Error> {
    let at = c.place();
    c.next();
    if !is_vector(&left) {
        return Err(Error::new(at, "`\\top` behind something that is no vector"));
    }
    if !begins_atom(c) {
        return Err(c.error(format!("expected a vector behind `\\top`, found {}", c.found())));
    }
    let place = c.place();
    let right = factor(c)?;
    if !is_vector(&right) {
        return Err(Error::new(place, "expected a vector behind `\\top`: `a^\\top b` is an inner product"));
    }
    inner(c, left, right, at)
}

/// The inner product of two vectors that fit.
pub(super) fn inner(c: &Cursor<'_>, a: Expr, b: Expr, at: usize) -> Result<Expr, Error> {
    fits(&a, &b, c.names).map_err(|message| Error::new(at, message))?;
    Ok(Expr::Dot(Box::new(a), Box::new(b)))
}

/// `\|v\|_2`
pub(super) fn norm(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let at = c.place();
    c.next();
    let inside = expression(c)?;
    if !c.is_command("Vert") {
        return Err(c.error(format!("expected `\\|`, found {}", c.found())));
    }
    c.next();
    let which = if c.take('_') {
        let place = c.place();
        let token = c.next();
        match token.as_ref().map(|t| &t.kind) {
            Some(Kind::Number(one)) if one == "1" => Norm::One,
            Some(Kind::Number(two)) if two == "2" => Norm::Two,
            Some(Kind::Command(name)) if name == "infty" => Norm::Largest,
            _ => return Err(Error::new(place, "a norm is `_1`, `_2` or `_\\infty`")),
        }
    } else {
        Norm::Two
    };
    let norm = Expr::Norm(which, Box::new(inside));
    shape(&norm, c.names).map_err(|message| Error::new(at, message))?;
    Ok(norm)
}

/// `\langle a, b \rangle`
pub(super) fn angles(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let at = c.place();
    c.next();
    let mut two = vec![];
    for (separator, end) in [(true, ","), (false, "\\rangle")] {
        let place = c.place();
        let one = expression(c)?;
        if !is_vector(&one) {
            return Err(Error::new(place, "expected a vector: `\\langle a, b \\rangle` is an inner product"));
        }
        two.push(one);
        let found = if separator { c.is(',') } else { c.is_command("rangle") };
        if !found {
            return Err(c.error(format!("expected `{end}`, found {}", c.found())));
        }
        c.next();
    }
    let second = two.remove(1);
    inner(c, two.remove(0), second, at)
}
