//! Functions that are given: `\exp`, `\ln`, `\tanh`, `\operatorname{erf}`.

use super::atom::begins_atom;
use super::cursor::Cursor;
use super::operators::{argument, expression, factor};
use crate::Error;
use crate::expr::{Expr, Function};
use crate::token::Kind;

/// What is computed of the argument.
enum Given {
    Plain(Function),
    /// `\log_2`: the logarithm to a base.
    Log(Expr),
}

pub(super) fn call(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    let Some(given) = name(c)? else {
        let known = c.names.listed();
        return Err(c.error(format!("{} is not known here: expected one of {known}, or a given function", c.found())));
    };
    let power = if c.take('^') {
        let power = argument(c)?;
        if !matches!(&power, Expr::Number(n) if n.places == 0) || c.is_split() {
            return Err(c.error("a power of a function is a whole number in braces"));
        }
        Some(power)
    } else {
        None
    };
    let argument = argument_of(c)?;
    let value = match given {
        Given::Plain(function) => Expr::apply(function, argument),
        Given::Log(base) => {
            Expr::Div(Box::new(Expr::apply(Function::Ln, argument)), Box::new(Expr::apply(Function::Ln, base)))
        }
    };
    Ok(match power {
        Some(power) => Expr::Pow(Box::new(value), Box::new(power)),
        None => value,
    })
}

fn name(c: &mut Cursor<'_>) -> Result<Option<Given>, Error> {
    let word = match c.kind() {
        Some(Kind::Command(name) | Kind::Operator(name)) => name.clone(),
        _ => return Ok(None),
    };
    let function = match word.as_str() {
        "exp" => Function::Exp,
        "ln" => Function::Ln,
        "tanh" => Function::Tanh,
        "erf" => Function::Erf,
        "sgn" | "sign" => Function::Sign,
        "sg" => {
            // Of `\operatorname{sg} x y` nobody knows where it ends, and a power of it says nothing.
            if c.ahead(1) != Some(&Kind::Sign('(')) {
                c.next();
                let found = c.found();
                return Err(c.error(format!(
                    "what `\\operatorname{{sg}}` holds fixed stands in brackets: expected `(`, found {found}"
                )));
            }
            Function::Stop
        }
        "log" => {
            if c.ahead(1) != Some(&Kind::Sign('_')) {
                return Err(c.error("`\\log` without a base: write `\\ln` or `\\log_2`"));
            }
            c.skip(2);
            let base = argument(c)?;
            if c.is_split() {
                return Err(c.error("only one digit is the base: put it in braces"));
            }
            return Ok(Some(Given::Log(base)));
        }
        _ => return Ok(None),
    };
    c.next();
    Ok(Some(Given::Plain(function)))
}

/// What is in brackets, or the one factor that follows.
fn argument_of(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    if c.take('(') {
        let inside = expression(c)?;
        c.expect(')')?;
        if c.is('^') {
            return Err(c.error("a power behind the brackets of a function: put the whole in brackets"));
        }
        // `\ln(1 + x)(1 - x)`: of the product, or times the second factor?
        if c.is('(') || c.is('[') {
            return Err(c.error("where does the argument of the function end? put `\\cdot` between the brackets"));
        }
        return Ok(inside);
    }
    if !begins_atom(c) {
        return Err(c.error(format!("expected an argument, found {}", c.found())));
    }
    let (mark, big) = (c.mark(), c.is_big());
    let one = factor(c)?;
    let ends = || "where does the argument of the function end? put it in brackets";
    if begins_atom(c) || c.is_product() || c.is('/') {
        return Err(c.error(ends()));
    }
    // `\ln\sum_j a_j \cdot b`: a sum takes all factors, a reader might not.
    let mut depth = 0;
    for token in c.since(mark).iter().filter(|_| big) {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            Kind::Sign('*' | '/') if depth == 0 => return Err(Error::new(token.at, ends())),
            Kind::Command(ref name) if name == "times" && depth == 0 => return Err(Error::new(token.at, ends())),
            _ => {}
        }
    }
    Ok(one)
}
