//! Sums, products, quotients and powers.

use super::atom::{self, begins_atom};
use super::cursor::Cursor;
use crate::Error;
use crate::expr::Expr;
use crate::token::Kind;

/// Terms with `+` and `-` between them.
pub(super) fn expression(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let mut left = if c.take('-') {
        Expr::Neg(Box::new(term(c)?))
    } else {
        c.take('+');
        term(c)?
    };
    loop {
        if c.take('+') {
            left = Expr::Add(Box::new(left), Box::new(term(c)?));
        } else if c.take('-') {
            left = Expr::Sub(Box::new(left), Box::new(term(c)?));
        } else {
            return Ok(left);
        }
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
        if divided && (c.is('*') || begins_atom(c)) {
            return Err(c.error("a factor behind `a/b` can belong to either: use \\frac or brackets"));
        }
        if c.take('*') {
            left = Expr::Mul(Box::new(left), Box::new(signed(c)?));
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
    let power = argument(c)?;
    if c.is_split() {
        return Err(c.error("only one digit is raised: put the power in braces"));
    }
    if c.is('^') {
        return Err(c.error("a power of a power: use brackets"));
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
