//! Operators over an index (`\sum`, `\prod`, `\max_i`), and `\max`, `\min` of a list.

use super::atom;
use super::cases::condition;
use super::cursor::Cursor;
use super::lengths::range;
use super::operators::{argument, expression, factor, term};
use super::shape::{Shape, shape};
use crate::Error;
use crate::expr::{Cond, Expr, Extreme, Fold, Over};
use crate::name::Name;
use crate::names::{Length, Sort};
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
    let limits = limits(c, name, fold)?;
    for (index, _) in &limits.indices {
        c.bound.push(*index);
        c.ever_bound.push(*index);
    }
    let read = below(c, name, &limits).and_then(|only| Ok((only, body(c, name, fold)?)));
    c.bound.truncate(c.bound.len() - limits.indices.len());
    let (mut only, mut body) = read?;
    if shape(&body, c.names).map_err(|message| Error::new(at, message))? != Shape::Number {
        return Err(Error::new(at, "a vector where a number is expected: name the entry (`z_i`)"));
    }
    for (index, place) in limits.indices.into_iter().rev() {
        let found = range(&index, limits.bounds.as_ref(), &body, &only, c.names)
            .map_err(|conflict| Error::new(place, conflict.message()))?;
        let (from, to) = match &limits.bounds {
            Some(bounds) => bounds.clone(),
            None => (Expr::whole(1), count(c, name, &index, found, place)?),
        };
        let only = std::mem::replace(&mut only, Cond::Always);
        body = Expr::Over(Box::new(Over { fold, index, from, to, only, body }));
    }
    Ok(body)
}

/// The condition that stands below. It may name the index, so it is read with the index bound.
fn below(c: &mut Cursor<'_>, name: &str, limits: &Limits) -> Result<Cond, Error> {
    let Some(mark) = limits.condition_at else { return Ok(Cond::Always) };
    let behind = c.mark();
    c.back(mark);
    let only = condition(c)?;
    if !c.is('}') {
        return Err(c.error(format!("expected one condition below `\\{name}`, found {}", c.found())));
    }
    c.back(behind);
    Ok(only)
}

/// The upper bound of an index without bounds: the count of what it indexes, or the only one there is.
fn count(c: &Cursor<'_>, name: &str, index: &str, found: Option<Length>, place: usize) -> Result<Expr, Error> {
    let write = format!("write `\\{name}_{{{index}=1}}^{{..}}`");
    let mut counts = c.names.symbols.iter().filter(|symbol| symbol.sort == Sort::Count);
    if let (None, Some(only), None) = (found, counts.next(), counts.next()) {
        return Ok(Expr::Symbol(only.name));
    }
    let Some(length) = found else {
        return Err(Error::new(
            place,
            format!("the range of `{index}` is not known, as it is no index behind it: {write}"),
        ));
    };
    if c.names.sort(&length.name()) != Some(Sort::Count) {
        return Err(Error::new(
            place,
            format!("`{index}` runs over `{length}` entries, and `{length}` is no symbol here: {write}"),
        ));
    }
    Ok(Expr::Symbol(length.name()))
}

/// What is added up reaches to the next `+` or `-`; what is multiplied or compared is one factor,
/// since `\max_i a_i b` can be read in two ways.
fn body(c: &mut Cursor<'_>, name: &str, fold: Fold) -> Result<Expr, Error> {
    if fold == Fold::Sum {
        return term(c);
    }
    let body = factor(c)?;
    if atom::begins_atom(c) || c.is_product() || c.is('/') {
        return Err(c.error(format!("does this factor belong to what is below `\\{name}`? use brackets")));
    }
    Ok(body)
}

struct Limits {
    /// The indices and their places.
    indices: Vec<(Name, usize)>,
    bounds: Option<(Expr, Expr)>,
    condition_at: Option<usize>,
}

/// `_{i=1}^{K}`, `_i`, `_{i,j}`, `_{i \ne y}`, `_{i=1, i \ne y}^{K}`
fn limits(c: &mut Cursor<'_>, name: &str, fold: Fold) -> Result<Limits, Error> {
    let braces = c.take('{');
    let start = c.mark();
    let mut indices = vec![index(c, name, &[])?];
    while braces && c.is(',') {
        c.next();
        indices.push(index(c, name, &indices)?);
    }
    let (mut from, mut condition_at) = (None, None);
    if braces && c.take('=') {
        from = Some(expression(c)?);
        if c.take(',') {
            condition_at = Some(c.mark());
        }
    } else if braces && !c.is('}') {
        condition_at = Some(start);
    }
    if condition_at.is_some() {
        if indices.len() > 1 {
            return Err(c.error("a condition of several indices: write one sum for each"));
        }
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
    let bounds = match (from, to) {
        (Some(from), Some(to)) => Some((from, to)),
        (None, None) => None,
        _ if matches!(fold, Fold::Max | Fold::Min) => {
            return Err(c.error("an extreme over an index needs both bounds or none"));
        }
        _ => return Err(c.error(format!("`\\{name}` needs both bounds or none"))),
    };
    Ok(Limits { indices, bounds, condition_at })
}

/// A letter that no sum around binds, and that has no meaning of its own.
fn index(c: &mut Cursor<'_>, name: &str, others: &[(Name, usize)]) -> Result<(Name, usize), Error> {
    let Some(Kind::Letter(letter)) = c.kind().cloned() else {
        return Err(c.error(format!("expected an index below `\\{name}`, found {}", c.found())));
    };
    if c.symbol().is_some_and(|s| s.sort != Sort::Index) {
        return Err(c.error(format!("`{letter}` has a value of its own and is no index of `\\{name}`")));
    }
    let index: Name = letter.to_string().into();
    if c.bound.contains(&index) {
        return Err(c.error(format!("`{letter}` is the index of a sum around this one: take another letter")));
    }
    if others.iter().any(|(other, _)| *other == index) {
        return Err(c.error(format!("`{letter}` stands twice below `\\{name}`")));
    }
    let defined = c.names.definitions().iter().any(|d| d.pattern == [Kind::Letter(letter)] && d.arguments.is_empty());
    if matches!(letter, 'e' | 'd') || defined {
        return Err(c.error(format!("`{letter}` has a meaning of its own and is no index of `\\{name}`")));
    }
    let place = c.place();
    c.next();
    Ok((index, place))
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
