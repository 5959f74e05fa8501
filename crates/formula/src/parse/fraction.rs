//! `\frac`, which is a quotient or a derivative.

use super::atom::begins_atom;
use super::cursor::Cursor;
use super::operators::{argument, expression, factor};
use super::subscript::indices;
use crate::Error;
use crate::derive::{By, derivative};
use crate::expr::Expr;
use crate::names::Sort;
use crate::token::Kind;

pub(super) fn fraction(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let at = c.place();
    c.next();
    if is_differential(c, 0) {
        return differential(c, at);
    }
    let top = argument(c)?;
    let bottom = argument(c)?;
    if c.is_split() {
        return Err(c.error("only one digit is the denominator: put it in braces"));
    }
    Ok(Expr::Div(Box::new(top), Box::new(bottom)))
}

/// Whether `d` or `\partial` stands here, alone or behind a brace, and is no symbol.
fn is_differential(c: &Cursor<'_>, ahead: usize) -> bool {
    match c.ahead(ahead) {
        Some(Kind::Sign('{')) => is_differential(c, ahead + 1),
        Some(Kind::Command(name)) => name == "partial",
        Some(Kind::Letter('d')) => !c.names.symbols.iter().any(|s| &*s.name == "d"),
        Some(Kind::Operator(name)) => name == "d",
        _ => false,
    }
}

/// `\frac{d}{dx} f`, `\frac{\partial f}{\partial z_j}`
fn differential(c: &mut Cursor<'_>, at: usize) -> Result<Expr, Error> {
    let braces = c.take('{');
    c.next();
    let inside = if braces && !c.is('}') { Some(expression(c)?) } else { None };
    if braces {
        c.expect('}')?;
    }
    c.expect('{')?;
    if !is_differential(c, 0) {
        return Err(c.error(format!("expected `d` or `\\partial` with a symbol, found {}", c.found())));
    }
    c.next();
    let Some(symbol) = c.symbol() else {
        return Err(c.error(format!("expected a symbol to differentiate by, found {}", c.found())));
    };
    c.skip(symbol.pattern.len());
    let by = match symbol.sort {
        Sort::Number => By::Symbol(symbol.name),
        Sort::Vector(_) => {
            c.expect('_')?;
            By::Item(symbol.name, argument(c)?)
        }
        Sort::Table(..) => {
            c.expect('_')?;
            let at = c.place();
            let [row, column] = <[Expr; 2]>::try_from(indices(c)?)
                .map_err(|_| Error::new(at, format!("expected the row and the column of `{}`", symbol.name)))?;
            By::Cell(symbol.name, row, column)
        }
        Sort::Index | Sort::Indices(..) | Sort::Count => {
            return Err(c.error(format!("`{}` is a whole number: nothing is differentiated by it", symbol.name)));
        }
    };
    c.expect('}')?;
    let of = match inside {
        Some(of) => of,
        None => {
            let of = factor(c)?;
            if begins_atom(c) || c.is_product() || c.is('/') {
                return Err(c.error("is this factor differentiated? put what is differentiated in brackets"));
            }
            of
        }
    };
    derivative(&of, &by).map_err(|e| Error::new(at, e.message))
}
