//! Operators over an index (`\sum`, `\prod`, `\max_i`), and `\max`, `\min` of a list.

use super::atom;
use super::cases::condition;
use super::cursor::Cursor;
use super::operators::{argument, expression, factor, term};
use crate::Error;
use crate::expr::{Cond, Expr, Extreme, Fold, Name, Over};
use crate::names::Sort;
use crate::token::{Kind, written};

pub(super) fn over(c: &mut Cursor<'_>, name: &str) -> Result<Expr, Error> {
    let fold = match name {
        "sum" => Fold::Sum,
        "prod" => Fold::Product,
        "max" => Fold::Max,
        _ => Fold::Min,
    };
    let at = c.place();
    c.next();
    if !c.is('_') {
        return match fold {
            Fold::Max => list(c, Extreme::Max),
            Fold::Min => list(c, Extreme::Min),
            _ => Err(Error::new(at, format!("`\\{name}` needs an index: `\\{name}_{{i=1}}^{{K}}`"))),
        };
    }
    c.next();
    let mut limits = limits(c, name, fold)?;
    c.bound.push(limits.index.clone());
    c.ever_bound.push(limits.index.clone());
    // `only` may name the index, so it is read with the index bound.
    if let Some(mark) = limits.condition_at {
        let behind = c.mark();
        c.back(mark);
        limits.only = condition(c)?;
        if !c.is('}') {
            return Err(c.error(format!("expected one condition below `\\{name}`, found {}", c.found())));
        }
        c.back(behind);
    }
    let body = body(c, name, fold);
    c.bound.pop();
    Ok(Expr::Over(Box::new(Over {
        fold,
        index: limits.index,
        from: limits.from,
        to: limits.to,
        only: limits.only,
        body: body?,
    })))
}

/// What is added up reaches to the next `+` or `-`; what is multiplied or compared is one factor,
/// since `\max_i a_i b` can be read in two ways.
fn body(c: &mut Cursor<'_>, name: &str, fold: Fold) -> Result<Expr, Error> {
    if fold == Fold::Sum {
        return term(c);
    }
    let body = factor(c)?;
    if atom::begins_atom(c) || c.is('*') || c.is('/') {
        return Err(c.error(format!("does this factor belong to what is below `\\{name}`? use brackets")));
    }
    Ok(body)
}

struct Limits {
    index: Name,
    from: Expr,
    to: Expr,
    only: Cond,
    condition_at: Option<usize>,
}

/// `_{i=1}^{K}`, `_i`, `_{i \ne y}`
fn limits(c: &mut Cursor<'_>, name: &str, fold: Fold) -> Result<Limits, Error> {
    let braces = c.take('{');
    let Some(Kind::Letter(letter)) = c.kind().cloned() else {
        return Err(c.error(format!("expected an index below `\\{name}`, found {}", c.found())));
    };
    let start = c.mark();
    let clash = c.symbol().is_some_and(|s| s.sort != Sort::Index);
    if clash {
        return Err(c.error(format!("`{letter}` has a value of its own and is no index of `\\{name}`")));
    }
    let index: Name = letter.to_string().into();
    if c.bound.contains(&index) {
        return Err(c.error(format!("`{letter}` is the index of a sum around this one: take another letter")));
    }
    let defined = c.names.definitions().iter().any(|d| d.pattern == [Kind::Letter(letter)] && d.arguments.is_empty());
    if matches!(letter, 'e' | 'd') || defined {
        return Err(c.error(format!("`{letter}` has a meaning of its own and is no index of `\\{name}`")));
    }
    c.next();
    let count = c.names.symbols.iter().find(|s| s.sort == Sort::Count).map(|s| Expr::Symbol(s.name.clone()));
    let (mut from, mut condition_at) = (None, None);
    if braces && c.take('=') {
        from = Some(expression(c)?);
    } else if braces && !c.is('}') {
        condition_at = Some(start);
        while !c.is('}') && c.peek().is_some() {
            c.next();
        }
    }
    if braces {
        c.expect('}')?;
    }
    let to = if c.take('^') { Some(argument(c)?) } else { None };
    if c.is_split() {
        return Err(c.error("only one digit is the upper bound: put it in braces"));
    }
    match (from, to, count) {
        (Some(from), Some(to), _) => Ok(Limits { index, from, to, only: Cond::Always, condition_at }),
        (None, None, Some(count)) => {
            Ok(Limits { index, from: Expr::whole(1), to: count, only: Cond::Always, condition_at })
        }
        (None, None, None) => {
            Err(c.error(format!("the range of `{letter}` is not known: write `\\{name}_{{{letter}=1}}^{{..}}`")))
        }
        _ if matches!(fold, Fold::Max | Fold::Min) => {
            Err(c.error("an extreme over an index needs both bounds or none"))
        }
        _ => Err(c.error(format!("`\\{name}` needs both bounds or none"))),
    }
}

/// `\max(a, b)`
fn list(c: &mut Cursor<'_>, which: Extreme) -> Result<Expr, Error> {
    let close = match c.kind() {
        Some(Kind::Sign('(')) => Kind::Sign(')'),
        Some(Kind::Command(name)) if name == "lbrace" => Kind::Command("rbrace".to_owned()),
        _ => return Err(c.error(format!("expected a list in brackets or an index, found {}", c.found()))),
    };
    c.next();
    let mut of = vec![expression(c)?];
    while c.take(',') {
        of.push(expression(c)?);
    }
    if c.kind() != Some(&close) {
        return Err(c.error(format!("expected `{}`, found {}", written(&close), c.found())));
    }
    c.next();
    if of.len() < 2 {
        return Err(c.error("an extreme of one number: expected `,`"));
    }
    if c.is('^') {
        return Err(c.error("a power behind the brackets of a function: put the whole in brackets"));
    }
    Ok(Expr::Extreme(which, of))
}
