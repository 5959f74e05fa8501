//! Tokens to trees: a chain of equal sides, of which the first may define a name.

mod atom;
mod big;
mod cases;
mod cursor;
mod defined;
mod fraction;
mod given;
mod header;
mod indicator;
mod lengths;
mod operators;
mod products;
mod shape;
mod subscript;

use std::ops::Range;

use crate::Error;
use crate::bars::turned;
use crate::expr::Expr;
use crate::names::{Definition, Names};
use crate::token::{Kind, Token, tokens};
use cursor::Cursor;
use header::Header;
use shape::{Shape, shape};

/// `a = b = c`.
#[derive(Clone, Debug)]
pub struct Chain {
    /// What the left-hand side defines, if its name had no meaning before.
    pub defines: Option<Definition>,
    /// The sides that are expressions; without the left-hand side if that is a definition.
    pub sides: Vec<Side>,
}

/// One side of a chain.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its tree.
    pub tree: Expr,
    /// Where it stands in the LaTeX source.
    pub range: Range<usize>,
}

/// Reads a displayed formula.
///
/// # Errors
/// Whatever is unknown or could be read in two ways, with its place.
pub fn chain(latex: &str, names: &Names) -> Result<Chain, Error> {
    let all = turned(tokens(latex)?)?;
    let parts = split(&all);
    let end = latex.len();
    let [first, rest @ ..] = &parts[..] else {
        return Err(Error::new(0, "an empty formula"));
    };
    if rest.is_empty() {
        return Err(Error::new(end, "a formula states an equality: expected `=`"));
    }
    let header = header::read(first, names);
    let mut own = names.clone();
    let shadowed = header.as_ref().map_or(vec![], |header| header.shadowed.clone());
    own.symbols.extend(shadowed.iter().map(|(symbol, _)| symbol.clone()));
    own.symbols.extend(header.iter().flat_map(|header| header.fresh.clone()));
    let names = &own;
    let (mut bound, mut free) = (vec![], vec![]);
    free.extend(header.iter().flat_map(Header::indices).map(|index| (index.name, first[0].at)));
    let mut sides = vec![];
    let expressions: &[&[Token]] = if header.is_some() { rest } else { &parts };
    for part in expressions {
        let at = part.first().map_or(end, |t| t.at);
        let mut cursor = Cursor::new(part, names, part.last().map_or(end, |t| t.end));
        let tree = operators::expression(&mut cursor)?;
        cursor.expect_end()?;
        bound.append(&mut cursor.ever_bound);
        free.append(&mut cursor.free);
        let found = match shape(&tree, names).map_err(|message| Error::new(at, message))? {
            Shape::Number => None,
            Shape::Vector(_) => Some("a vector; a side is a number: name the entry (`z_i`)"),
            Shape::Table(_) => Some("a table; a side is a number: name the entry (`s_{ij}`)"),
            Shape::Indices(_) => Some("a row of indices; a side is a number: name the entry (`y_i`)"),
        };
        if let Some(message) = found {
            return Err(Error::new(at, message));
        }
        if let Err(conflict) = lengths::check(&tree, names) {
            let place = free.iter().find(|(index, _)| *index == conflict.index).map_or(at, |(_, place)| *place);
            return Err(Error::new(place, conflict.message()));
        }
        sides.push(Side { tree, range: at..part.last().map_or(end, |t| t.end) });
    }
    // Nothing shows a reader that one `i` is not the same as the next.
    if let Some((index, at)) = free.iter().find(|(index, _)| bound.contains(index)) {
        let message = format!("`{index}` is the index of a sum in this formula and stands outside of it too");
        return Err(Error::new(*at, message));
    }
    if let Some(symbol) = header.as_ref().and_then(|header| header.forgotten(&sides[0].tree, names)) {
        let message = format!("the meaning depends on `{}`, which the left-hand side does not name", symbol.name);
        return Err(Error::new(first[0].at, message));
    }
    let defines = header.map(|header| header.with(sides[0].tree.clone()));
    for side in &mut sides {
        for (symbol, meaning) in &shadowed {
            side.tree = side.tree.replace(&symbol.name, meaning);
        }
    }
    if let Some(made) = &defines
        && let Some(twice) = names.definitions.iter().find(|known| known.clashes(made))
    {
        return Err(Error::new(first[0].at, format!("`{}` is defined twice", twice.name)));
    }
    Ok(Chain { defines, sides })
}

/// The parts between the `=` that stand outside of all groups.
fn split(all: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut depth, mut start) = (vec![], 0_i32, 0);
    for (i, token) in all.iter().enumerate() {
        match &token.kind {
            Kind::Sign('(' | '[' | '{') | Kind::Begin(_) => depth += 1,
            Kind::Sign(')' | ']' | '}') | Kind::End(_) => depth -= 1,
            Kind::Sign('=') if depth == 0 => {
                parts.push(&all[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&all[start..]);
    if all.is_empty() { vec![] } else { parts }
}
