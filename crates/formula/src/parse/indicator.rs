//! What is 1 or 0: `\mathbf 1_{x > 0}`, `[i = j]`, `\delta_{ij}`.

use super::cases;
use super::cursor::Cursor;
use super::operators::factor;
use super::subscript::is_index;
use crate::Error;
use crate::expr::{Cond, Expr, Relation};
use crate::token::{Kind, Token};

/// Whether what stands in brackets is a comparison.
pub(super) fn compares(tokens: &[Token]) -> bool {
    let mut depth = 0;
    tokens.iter().any(|token| {
        match &token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            Kind::Sign('=' | '<' | '>') => return depth == 0,
            Kind::Command(name) => return depth == 0 && matches!(name.as_str(), "ne" | "le" | "ge"),
            _ => {}
        }
        false
    })
}

/// `[i = j]`: 1 or 0.
pub(super) fn brackets(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    c.expect('[')?;
    let condition = cases::condition(c)?;
    c.expect(']')?;
    Ok(Expr::indicator(condition))
}

/// `\mathbf 1_{x > 0}`, `\mathbb 1[x > 0]`
pub(super) fn indicator(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    c.skip(2);
    let close = if c.take('[') {
        ']'
    } else {
        c.expect('_')?;
        c.expect('{')?;
        '}'
    };
    let condition = cases::condition(c)?;
    c.expect(close)?;
    Ok(Expr::indicator(condition))
}

/// `\delta_{ij}` of two indices.
pub(super) fn kronecker(c: &mut Cursor<'_>) -> Result<Option<Expr>, Error> {
    let delta = Kind::Command("delta".to_owned());
    if !c.begins(&[delta, Kind::Sign('_'), Kind::Sign('{')]) {
        return Ok(None);
    }
    let start = c.mark();
    c.skip(3);
    let mut indices = vec![];
    while !c.is('}') {
        if !is_index(c) {
            break;
        }
        indices.push(factor(c)?);
        c.take(',');
    }
    if indices.len() == 2 && c.take('}') {
        let second = indices.remove(1);
        let equal = Cond::Indices(indices.remove(0), Relation::Equal, second);
        return Ok(Some(Expr::indicator(equal)));
    }
    c.back(start);
    Ok(None)
}
