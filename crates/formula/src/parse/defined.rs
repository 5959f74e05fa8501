//! Uses of names that a formula defined: their meaning is put in their place.

use super::atom::no_call;
use super::cursor::Cursor;
use super::operators::{argument, expression};
use super::shape::{Shape, shape};
use super::subscript::indices;
use crate::Error;
use crate::derive::{By, derivative};
use crate::expr::Expr;
use crate::name::Name;
use crate::names::{Definition, Length, Sort, Symbol};
use crate::token::{Kind, written};
use crate::vectors::entry;

/// How many tokens the longest defined name has that begins here; 0 if none does.
pub(super) fn longest(c: &Cursor<'_>) -> usize {
    c.names.definitions.iter().filter(|d| c.begins(&d.pattern)).map(|d| d.pattern.len()).max().unwrap_or(0)
}

/// Reads a use of a defined name; `None` if none begins here.
pub(super) fn call(c: &mut Cursor<'_>) -> Result<Option<Expr>, Error> {
    let length = longest(c);
    if length == 0 {
        return Ok(None);
    }
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
    let mut lengths = Lengths::default();
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
            let place = c.place();
            let value = expression(c)?;
            let found = check(c, definition, parameter, &value)?;
            lengths.give(definition, parameter, found).map_err(|message| Error::new(place, message))?;
            given.push((parameter.clone(), value));
        }
        c.expect(')')?;
        if c.is('^') {
            return Err(c.error("a power behind the brackets of a function: put the whole in brackets"));
        }
    }
    match &definition.indices[..] {
        [] if c.is('_') => return Err(c.error(format!("`{}` takes no index", definition.name))),
        [] => {}
        [index] => {
            c.expect('_')?;
            given.push((index.clone(), argument(c)?));
        }
        two => {
            c.expect('_')?;
            let place = c.place();
            let all = indices(c)?;
            if all.len() != two.len() {
                return Err(Error::new(place, format!("`{}` takes two indices", definition.name)));
            }
            given.extend(two.iter().cloned().zip(all));
        }
    }
    if definition.arguments.is_empty() && c.is('(') {
        // Behind an index a bracket is a factor; behind a bare name every reader sees a call.
        match definition.indices.is_empty() {
            false => no_call(c, &definition.name)?,
            true => {
                let name = &definition.name;
                return Err(c.error(format!("`{name}` is defined without arguments: write `\\cdot` for a product")));
            }
        }
    }
    let mut body = definition.body.clone();
    for _ in 0..order {
        body = derivative(&body, &by(c, definition, &body)?).map_err(|e| Error::new(at, e.message))?;
    }
    given.extend(lengths.symbols());
    Ok(put(&body, &given))
}

/// The lengths of the arguments in place of those of the parameters: a function of a vector is one of
/// vectors of any length.
#[derive(Default)]
struct Lengths(Vec<(Length, Length)>);

impl Lengths {
    fn give(&mut self, definition: &Definition, parameter: &Symbol, found: Shape) -> Result<(), String> {
        let pairs = match (parameter.sort, found) {
            (Sort::Vector(own), Shape::Vector(Some(length))) => vec![(own, length)],
            (Sort::Table(rows, columns), Shape::Table(Some((r, c)))) => vec![(rows, r), (columns, c)],
            (Sort::Indices(entries, among), Shape::Indices(Some((e, a)))) => vec![(entries, e), (among, a)],
            _ => vec![],
        };
        for (own, length) in pairs {
            match self.0.iter().find(|(known, _)| *known == own) {
                Some((_, known)) if *known != length => {
                    let (name, argument) = (&definition.name, &parameter.name);
                    return Err(format!(
                        "`{argument}` of `{name}` has `{known}` entries, as what stands before it, and not `{length}`"
                    ));
                }
                Some(_) => {}
                None => self.0.push((own, length)),
            }
        }
        Ok(())
    }

    /// The counts that change, as if they were parameters.
    fn symbols(self) -> impl Iterator<Item = (Symbol, Expr)> {
        let changed = self.0.into_iter().filter(|(own, length)| own != length);
        changed.map(|(own, length)| {
            let count = Symbol { name: own.name(), sort: Sort::Count, pattern: vec![] };
            (count, Expr::Symbol(length.name()))
        })
    }
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
fn check(c: &Cursor<'_>, definition: &Definition, parameter: &Symbol, value: &Expr) -> Result<Shape, Error> {
    let found = shape(value, c.names).map_err(|message| c.error(message))?;
    let is_index = match value {
        Expr::Symbol(name) => c.bound.contains(name) || c.names.sort(name) == Some(Sort::Index),
        Expr::Item(of, _) => matches!(shape(of, c.names), Ok(Shape::Indices(_))),
        _ => false,
    };
    let (what, fits) = match parameter.sort {
        Sort::Vector(_) => ("a vector", matches!(found, Shape::Vector(_))),
        Sort::Table(..) => ("a table", matches!(found, Shape::Table(_))),
        Sort::Indices(..) => ("a row of indices", matches!(found, Shape::Indices(_))),
        Sort::Index => ("an index", is_index),
        Sort::Number | Sort::Count => ("a number", found == Shape::Number && !is_index),
    };
    if fits {
        return Ok(found);
    }
    Err(c.error(format!("`{}` of `{}` is {what}", parameter.name, definition.name)))
}

/// By what a prime differentiates: the first argument, or the only number in the meaning.
fn by(c: &Cursor<'_>, definition: &Definition, body: &Expr) -> Result<By, Error> {
    if let Some(first) = definition.arguments.first() {
        return match first.sort {
            Sort::Number => Ok(By::Symbol(first.name)),
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
        [one] => Ok(By::Symbol(*one)),
        _ => Err(c.error(format!("a prime behind `{}`: by which of {} numbers?", definition.name, numbers.len()))),
    }
}

/// The meaning with what is given in place of its parameters, all at once.
fn put(body: &Expr, given: &[(Symbol, Expr)]) -> Expr {
    let mut out = body.clone();
    let own = |i: usize| -> Name { format!("‹{i}›").into() };
    for (i, (parameter, _)) in given.iter().enumerate() {
        let placeholder = match parameter.sort {
            Sort::Vector(_) | Sort::Indices(..) => Expr::Vector(own(i)),
            Sort::Table(..) => Expr::Table(own(i)),
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
        Expr::Item(of, index) => entry(&settle(of), &settle(index)),
        _ => tree.map(&mut settle),
    }
}
