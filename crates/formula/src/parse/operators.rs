//! Sums, products, quotients and powers.

use super::atom::{self, begins_atom};
use super::cursor::Cursor;
use super::products;
use super::shape::fits;
use crate::Error;
use crate::expr::{Expr, Norm};
use crate::token::Kind;
use crate::vectors::is_vector;

/// Terms with `+` and `-` between them.
pub(super) fn expression(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let mut left = if c.take('-') {
        Expr::Neg(Box::new(term(c)?))
    } else {
        c.take('+');
        term(c)?
    };
    loop {
        let at = c.place();
        let plus = c.take('+');
        let minus = !plus && c.take('-');
        if !plus && !minus {
            return Ok(left);
        }
        let right = term(c)?;
        fits(&left, &right, c.names).map_err(|message| Error::new(at, message))?;
        let (a, b) = (Box::new(left), Box::new(right));
        left = if plus { Expr::Add(a, b) } else { Expr::Sub(a, b) };
    }
}

/// Factors, side by side or with a sign between them.
pub(super) fn term(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let mut begin = c.mark();
    let mut left = factor(c)?;
    let mut divided = false;
    loop {
        let behind_number = matches!(c.since(begin), [only] if matches!(only.kind, Kind::Number(_)));
        begin = c.mark();
        if divided && (c.is_product() || begins_atom(c)) {
            return Err(c.error("a factor behind `a/b` can belong to either: use \\frac or brackets"));
        }
        if c.is_product() {
            let (at, dot) = (c.place(), c.is('*'));
            c.next();
            let right = signed(c)?;
            left = if !is_vector(&left) || !is_vector(&right) {
                Expr::Mul(Box::new(left), Box::new(right))
            } else if dot {
                products::inner(c, left, right, at)?
            } else {
                return Err(Error::new(at, "a cross product: an inner product is written `a \\cdot b`"));
            };
        } else if c.take('/') {
            if divided {
                return Err(c.error("`a/b/c` can be read in two ways: use \\frac or brackets"));
            }
            if c.is_big() {
                return Err(c.error("what of this is below the line? use \\frac or brackets"));
            }
            left = Expr::Div(Box::new(left), Box::new(signed(c)?));
            divided = true;
        } else if begins_atom(c) {
            if matches!(c.kind(), Some(Kind::Number(_))) {
                return Err(c.error(format!("a number behind a factor: put `\\cdot` before {}", c.found())));
            }
            let power_of_ten = behind_number
                && c.kind() == Some(&Kind::Letter('e'))
                && matches!(c.ahead(1), Some(Kind::Sign('-' | '+') | Kind::Number(_)));
            if power_of_ten {
                return Err(
                    c.error("`2e-3` reads as a power of ten and means 2e − 3: write `\\cdot 10^{-3}` or `\\cdot e`")
                );
            }
            left = Expr::Mul(Box::new(left), Box::new(factor(c)?));
        } else {
            return Ok(left);
        }
    }
}

/// A factor behind `*` or `/`, which may have a minus of its own.
fn signed(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    if c.take('-') { Ok(Expr::Neg(Box::new(factor(c)?))) } else { factor(c) }
}

/// An atom with its powers.
pub(super) fn factor(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let fraction = c.kind() == Some(&Kind::Command("frac".to_owned()));
    let base = atom::atom(c)?;
    if fraction && c.is('^') {
        return Err(c.error("a power behind a fraction: what is raised? use brackets"));
    }
    powers(c, base)
}

/// `^..` behind a base.
pub(super) fn powers(c: &mut Cursor<'_>, base: Expr) -> Result<Expr, Error> {
    if !c.is('^') {
        return Ok(base);
    }
    c.next();
    if c.is_command("top") {
        return products::transposed(c, base);
    }
    let power = argument(c)?;
    if c.is_split() {
        return Err(c.error("only one digit is raised: put the power in braces"));
    }
    if c.is('^') {
        return Err(c.error("a power of a power: use brackets"));
    }
    // The square of a length is a sum of squares, which has a derivative at 0 too.
    if let Expr::Norm(Norm::Two, vector) = &base
        && power.is(2)
    {
        return Ok(Expr::Dot(vector.clone(), vector.clone()));
    }
    Ok(Expr::Pow(Box::new(base), Box::new(power)))
}

/// What TeX takes as one argument: a group in braces, a digit, a single sign.
pub(super) fn argument(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    if c.take('{') {
        let inside = expression(c)?;
        c.expect('}')?;
        return Ok(inside);
    }
    if let Some(digit) = c.digit() {
        return atom::number(&digit);
    }
    // A single letter or command, without what follows it.
    atom::single(c)
}
