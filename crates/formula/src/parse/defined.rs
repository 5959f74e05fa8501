//! Uses of names that a formula defined: their meaning is put in their place.

use super::atom::no_call;
use super::cursor::Cursor;
use super::operators::{argument, expression};
use super::sort;
use crate::Error;
use crate::derive::{By, derivative, entry};
use crate::expr::{Expr, Name};
use crate::names::{Definition, Sort, Symbol};
use crate::token::{Kind, written};

/// Reads a use of a defined name; `None` if none begins here.
pub(super) fn call(c: &mut Cursor<'_>) -> Result<Option<Expr>, Error> {
    let longest = c.names.definitions.iter().filter(|d| c.begins(&d.pattern)).map(|d| d.pattern.len()).max();
    let Some(length) = longest else { return Ok(None) };
    let names = c.names;
    let candidates: Vec<&Definition> =
        names.definitions.iter().filter(|d| d.pattern.len() == length && c.begins(&d.pattern)).collect();
    let start = c.mark();
    let mut first = None;
    for definition in candidates {
        c.back(start);
        match used(c, definition) {
            Ok(tree) => return Ok(Some(tree)),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or_else(|| c.error("a name without a meaning")))
}

fn used(c: &mut Cursor<'_>, definition: &Definition) -> Result<Expr, Error> {
    let at = c.place();
    c.skip(definition.pattern.len());
    let mut given: Vec<(Symbol, Expr)> = vec![];
    let primes = |c: &mut Cursor<'_>| std::iter::from_fn(|| c.take('\'').then_some(())).count();
    let mut order = primes(c);
    if !definition.subscript.is_empty() {
        c.expect('_')?;
        let several = definition.subscript.len() > 1;
        if several {
            c.expect('{')?;
        }
        for (i, parameter) in definition.subscript.iter().enumerate() {
            if i > 0 {
                c.expect(',')?;
            }
            let value = if several { expression(c)? } else { argument(c)? };
            given.push((parameter.clone(), value));
        }
        if several {
            c.expect('}')?;
        }
    }
    order += primes(c);
    if !definition.arguments.is_empty() {
        c.expect('(')?;
        for (i, parameter) in definition.arguments.iter().enumerate() {
            if i > 0 {
                separator(c, definition, &definition.separators[i - 1])?;
            }
            let value = expression(c)?;
            check(c, definition, parameter, &value)?;
            given.push((parameter.clone(), value));
        }
        c.expect(')')?;
        if c.is('^') {
            return Err(c.error("a power behind the brackets of a function: put the whole in brackets"));
        }
    }
    if let Some(index) = &definition.index {
        c.expect('_')?;
        given.push((index.clone(), argument(c)?));
    } else if c.is('_') {
        return Err(c.error(format!("`{}` takes no index", definition.name)));
    }
    if definition.arguments.is_empty() && c.is('(') {
        // Behind an index a bracket is a factor; behind a bare name every reader sees a call.
        match &definition.index {
            Some(_) => no_call(c, &definition.name)?,
            None => {
                let name = &definition.name;
                return Err(c.error(format!("`{name}` is defined without arguments: write `\\cdot` for a product")));
            }
        }
    }
    let mut body = definition.body.clone();
    for _ in 0..order {
        body = derivative(&body, &by(c, definition, &body)?).map_err(|e| Error::new(at, e.message))?;
    }
    Ok(put(&body, &given))
}

/// Reads what its definition has between two arguments: `p(x \mid y)` is not `p(x, y)`.
fn separator(c: &mut Cursor<'_>, definition: &Definition, own: &Kind) -> Result<(), Error> {
    let (at, name) = (c.place(), &definition.name);
    match c.take_separator() {
        Some(found) if found == *own => Ok(()),
        Some(found) => {
            let message = format!(
                "`{name}` is defined with `{}` between these arguments, not `{}`",
                written(own),
                written(&found)
            );
            Err(Error::new(at, message))
        }
        None => Err(c.error(format!("`{name}` takes {} arguments", definition.arguments.len()))),
    }
}

/// Numbers for numbers, vectors for vectors, indices for indices.
fn check(c: &Cursor<'_>, definition: &Definition, parameter: &Symbol, value: &Expr) -> Result<(), Error> {
    let vector = sort(value).map_err(|message| c.error(message))? == Sort::Vector;
    let is_index = |name: &str| {
        c.bound.iter().any(|b| &**b == name)
            || c.names.symbols.iter().any(|s| &*s.name == name && s.sort == Sort::Index)
    };
    let index = matches!(value, Expr::Symbol(name) if is_index(name));
    let fits = match parameter.sort {
        Sort::Vector => vector,
        Sort::Index => index,
        _ => !vector && !index,
    };
    if fits {
        return Ok(());
    }
    let what = match parameter.sort {
        Sort::Vector => "a vector",
        Sort::Index => "an index",
        _ => "a number",
    };
    Err(c.error(format!("`{}` of `{}` is {what}", parameter.name, definition.name)))
}

/// By what a prime differentiates: the first argument, or the only number in the meaning.
fn by(c: &Cursor<'_>, definition: &Definition, body: &Expr) -> Result<By, Error> {
    if let Some(first) = definition.arguments.first() {
        return match first.sort {
            Sort::Number => Ok(By::Symbol(first.name.clone())),
            _ => Err(c.error(format!("a prime behind `{}`, whose argument is no number", definition.name))),
        };
    }
    let mut names: Vec<Name> = vec![];
    body.names(&mut names);
    names.sort();
    names.dedup();
    let numbers: Vec<Name> = names
        .into_iter()
        .filter(|name| c.names.symbols.iter().any(|s| s.name == *name && s.sort == Sort::Number))
        .collect();
    match &numbers[..] {
        [one] => Ok(By::Symbol(one.clone())),
        _ => Err(c.error(format!("a prime behind `{}`: by which of {} numbers?", definition.name, numbers.len()))),
    }
}

/// The meaning with what is given in place of its parameters, all at once.
fn put(body: &Expr, given: &[(Symbol, Expr)]) -> Expr {
    let mut out = body.clone();
    let own = |i: usize| -> Name { format!("‹{i}›").into() };
    for (i, (parameter, _)) in given.iter().enumerate() {
        let placeholder = match parameter.sort {
            Sort::Vector => Expr::Vector(own(i)),
            _ => Expr::Symbol(own(i)),
        };
        out = out.replace(&parameter.name, &placeholder);
    }
    for (i, (_, value)) in given.iter().enumerate() {
        out = out.replace(&own(i), value);
    }
    settle(&out)
}

/// Entries of expressions of vectors become expressions of entries.
fn settle(tree: &Expr) -> Expr {
    match tree {
        Expr::Item(vector, index) if !matches!(**vector, Expr::Vector(_)) => entry(&settle(vector), &settle(index)),
        _ => tree.map(&mut settle),
    }
}
