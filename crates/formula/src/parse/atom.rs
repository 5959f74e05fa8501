//! The smallest parts: numbers, symbols, brackets, and what a command begins.

use super::cursor::Cursor;
use super::operators::{argument, expression};
use super::subscript::indices;
use super::{big, cases, defined, fraction, given, indicator, lengths, products};
use crate::Error;
use crate::expr::{Decimal, Expr, Function};
use crate::names::{Definition, Sort, Symbol};
use crate::token::{Kind, Token};

/// Commands that begin no factor.
const NO_FACTORS: [&str; 11] = ["le", "ge", "ne", "mid", "parallel", "land", "lor", "rbrace", "rangle", "top", "times"];

/// Whether a factor can begin here.
pub(super) fn begins_atom(c: &Cursor<'_>) -> bool {
    match c.kind() {
        Some(Kind::Letter(_) | Kind::Operator(_) | Kind::Number(_)) => true,
        Some(Kind::Begin(_)) => true,
        Some(Kind::Sign('(' | '[' | '{')) => true,
        Some(Kind::Sign('|')) => c.is_opening(),
        Some(Kind::Command(name)) if name == "Vert" => c.is_opening(),
        Some(Kind::Command(name)) => !NO_FACTORS.contains(&name.as_str()),
        _ => false,
    }
}

/// One atom.
pub(super) fn atom(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    if let Some(found) = indicator::kronecker(c)? {
        return Ok(found);
    }
    if let Some(symbol) = c.symbol()
        && defined::longest(c) <= symbol.pattern.len()
    {
        note(c, symbol);
        c.skip(symbol.pattern.len());
        return behind(c, symbol);
    }
    if let Some(index) = bound(c) {
        c.next();
        return Ok(index);
    }
    if let Some(found) = defined::call(c)? {
        return Ok(found);
    }
    let Some(token) = c.peek().cloned() else {
        return Err(c.error("expected a number, a symbol or a bracket, found the end"));
    };
    match &token.kind {
        Kind::Number(_) => {
            c.next();
            number(&token)
        }
        Kind::Sign('(') => group(c, '(', ')'),
        Kind::Sign('[') if indicator::compares(c.in_brackets()) => indicator::brackets(c),
        Kind::Sign('[') => group(c, '[', ']'),
        Kind::Sign('{') => group(c, '{', '}'),
        Kind::Sign('|') if c.is_opening() => bars(c),
        Kind::Begin(name) if name == "cases" => cases::cases(c),
        Kind::Letter('e') => euler(c),
        Kind::Command(name) => match name.as_str() {
            "pi" if c.ahead(1) == Some(&Kind::Sign('_')) => {
                let known = c.names.listed();
                Err(c.error(format!("`\\pi` with an index is not known here: expected one of {known}")))
            }
            "pi" => {
                c.next();
                Ok(Expr::Pi)
            }
            "frac" => fraction::fraction(c),
            "sqrt" => root(c),
            "sum" | "prod" | "max" | "min" => big::over(c, name),
            "Vert" => products::norm(c),
            "langle" => products::angles(c),
            "mathbb" | "mathbf" if c.ahead(1) == Some(&Kind::Number("1".to_owned())) => indicator::indicator(c),
            _ => given::call(c),
        },
        _ => given::call(c),
    }
}

/// A single letter or command as an argument: `x` of `^x`, `\pi` of `\frac1\pi`.
pub(super) fn single(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    if let Some(symbol) = c.symbol().filter(|s| s.pattern.len() == 1) {
        note(c, symbol);
        c.skip(1);
        return Ok(plain(symbol));
    }
    if let Some(index) = bound(c) {
        c.next();
        return Ok(index);
    }
    match c.kind() {
        Some(Kind::Command(name)) if name == "pi" => {
            c.next();
            Ok(Expr::Pi)
        }
        Some(Kind::Letter('e')) => {
            c.next();
            Ok(Expr::apply(Function::Exp, Expr::whole(1)))
        }
        Some(Kind::Sign('*')) => Err(c.error("`^*` has no value here")),
        _ => match defined::call(c)? {
            Some(found) => Ok(found),
            None => Err(c.error(format!("{} has no value here: put the argument in braces", c.found()))),
        },
    }
}

pub(super) fn number(token: &Token) -> Result<Expr, Error> {
    let Kind::Number(digits) = &token.kind else {
        return Err(Error::new(token.at, "expected a number"));
    };
    match Decimal::read(digits) {
        Some(decimal) => Ok(Expr::Number(decimal)),
        None => Err(Error::new(token.at, format!("`{digits}` has too many digits"))),
    }
}

/// Remembers an index that no sum around this place binds.
fn note(c: &mut Cursor<'_>, symbol: &Symbol) {
    if symbol.sort == Sort::Index && !c.bound.contains(&symbol.name) {
        c.free.push((symbol.name, c.place()));
    }
}

fn plain(symbol: &Symbol) -> Expr {
    match symbol.sort {
        Sort::Vector(_) | Sort::Indices(..) => Expr::Vector(symbol.name),
        Sort::Table(..) => Expr::Table(symbol.name),
        _ => Expr::Symbol(symbol.name),
    }
}

/// An index that a sum around this place binds.
pub(super) fn bound(c: &Cursor<'_>) -> Option<Expr> {
    let Some(Kind::Letter(letter)) = c.kind() else { return None };
    let name = letter.to_string();
    c.bound.iter().find(|bound| ***bound == *name).map(|bound| Expr::Symbol(*bound))
}

/// What stands behind a symbol: the entry of a vector.
fn behind(c: &mut Cursor<'_>, symbol: &Symbol) -> Result<Expr, Error> {
    match symbol.sort {
        Sort::Vector(_) | Sort::Indices(..) | Sort::Table(..) => {}
        Sort::Number | Sort::Index | Sort::Count => {
            if c.is('_') {
                return Err(c.error(format!("`{}` is no vector and takes no index", symbol.name)));
            }
            if c.is('\'') {
                return Err(c.error(format!("`{}` is a symbol and has no derivative", symbol.name)));
            }
            no_function(c, symbol)?;
            no_call(c, &symbol.name)?;
            return Ok(plain(symbol));
        }
    }
    if !c.take('_') {
        no_function(c, symbol)?;
        return Ok(plain(symbol));
    }
    let at = c.place();
    let all = match symbol.sort {
        Sort::Table(..) => indices(c)?,
        _ => vec![argument(c)?],
    };
    // An entry of a row of indices has a range of its own.
    let ranged = all.iter().any(|index| matches!(index, Expr::Item(..)));
    let item = all.into_iter().fold(plain(symbol), |of, index| Expr::Item(Box::new(of), Box::new(index)));
    if ranged {
        lengths::check(&item, c.names).map_err(|conflict| Error::new(at, conflict.message()))?;
    }
    Ok(item)
}

/// A symbol with the spelling of a function that a formula defined: here it is the symbol, and what
/// looks like a value of the function would be a product.
fn no_function(c: &Cursor<'_>, symbol: &Symbol) -> Result<(), Error> {
    let same = |d: &&Definition| d.pattern == symbol.pattern && !d.arguments.is_empty();
    if c.is('(') && c.names.definitions.iter().any(|d| same(&d)) {
        let name = &symbol.name;
        return Err(c.error(format!(
            "`{name}` is a symbol here and cannot be the function `{name}(..)` too: write the function out, or `\\cdot` for a product"
        )));
    }
    Ok(())
}

/// `x(y)` would be read as a function's value; `x(y + 1)` is a product.
pub(super) fn no_call(c: &Cursor<'_>, name: &str) -> Result<(), Error> {
    if !c.is('(') {
        return Ok(());
    }
    let mut depth = 0;
    let is_sum = c.in_brackets().iter().enumerate().any(|(i, token)| {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            Kind::Sign('+' | '-') => return i > 0 && depth == 0,
            _ => {}
        }
        false
    });
    if is_sum {
        Ok(())
    } else {
        Err(c.error(format!("`{name}(..)` looks like a function's value: write `\\cdot` for a product")))
    }
}

fn group(c: &mut Cursor<'_>, open: char, close: char) -> Result<Expr, Error> {
    c.expect(open)?;
    let inside = expression(c)?;
    if c.is(',') {
        return Err(c.error("a list in brackets, where a number is expected"));
    }
    c.expect(close)?;
    Ok(inside)
}

fn bars(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    c.expect('|')?;
    let inside = expression(c)?;
    c.expect('|')?;
    Ok(Expr::apply(Function::Abs, inside))
}

fn euler(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    c.next();
    if !c.take('^') {
        return Ok(Expr::apply(Function::Exp, Expr::whole(1)));
    }
    let power = argument(c)?;
    if c.is_split() {
        return Err(c.error("only one digit is raised: put the power in braces"));
    }
    Ok(Expr::apply(Function::Exp, power))
}

fn root(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    c.next();
    if c.is('[') {
        return Err(c.error("roots other than the square root are written as powers"));
    }
    let radicand = argument(c)?;
    if c.is_split() {
        return Err(c.error("only one digit is under the root: put it in braces"));
    }
    Ok(Expr::apply(Function::Sqrt, radicand))
}
