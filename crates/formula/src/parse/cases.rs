//! `\begin{cases}` and conditions.

use super::cursor::Cursor;
use super::operators::expression;
use crate::Error;
use crate::expr::{Cond, Expr, Relation};
use crate::name::Name;
use crate::names::Sort;
use crate::token::Kind;

pub(super) fn cases(c: &mut Cursor<'_>) -> Result<Expr, Error> {
    c.next();
    let mut branches = vec![];
    loop {
        let value = expression(c)?;
        if !c.take('&') {
            return Err(c.error(format!("expected `&` and a condition, found {}", c.found())));
        }
        let condition = branch(c)?;
        let always = condition == Cond::Always;
        branches.push((value, condition));
        match c.kind() {
            Some(Kind::Row) => {
                c.next();
            }
            Some(Kind::End(_)) => {}
            _ => return Err(c.error(format!("expected `\\\\` or the end of the cases, found {}", c.found()))),
        }
        if matches!(c.kind(), Some(Kind::End(_))) {
            c.next();
            return Ok(Expr::Cases(branches));
        }
        if always {
            return Err(c.error("a case behind `otherwise`"));
        }
    }
}

/// `\text{if } x > 0`, `x > 0`, `\text{otherwise}`
fn branch(c: &mut Cursor<'_>) -> Result<Cond, Error> {
    if let Some(Kind::Text(words)) = c.kind() {
        match words.trim_end_matches(',') {
            "otherwise" | "else" => {
                c.next();
                return Ok(Cond::Always);
            }
            "if" | "for" | "when" | "where" => {
                c.next();
            }
            other => return Err(c.error(format!("expected `if`, `for`, `when` or `otherwise`, found `{other}`"))),
        }
    }
    condition(c)
}

/// Comparisons with `and` or `or` between them.
pub(super) fn condition(c: &mut Cursor<'_>) -> Result<Cond, Error> {
    let mut all = vec![comparison(c)?];
    let mut any = vec![];
    let mut last: Option<String> = None;
    loop {
        let word = match c.kind() {
            Some(Kind::Text(words)) => words.clone(),
            Some(Kind::Command(name)) if name == "land" => "and".to_owned(),
            Some(Kind::Command(name)) if name == "lor" => "or".to_owned(),
            _ => break,
        };
        match word.as_str() {
            "and" | "or" if last.as_ref().is_some_and(|last| *last != word) => {
                return Err(c.error("`and` beside `or` can be read in two ways: write the cases one by one"));
            }
            "and" => {
                c.next();
                last = Some(word);
                all.push(comparison(c)?);
            }
            "or" => {
                c.next();
                last = Some(word);
                any.push(one(all));
                all = vec![comparison(c)?];
            }
            other => return Err(c.error(format!("expected `and` or `or`, found `{other}`"))),
        }
    }
    if any.is_empty() {
        return Ok(one(all));
    }
    any.push(one(all));
    Ok(Cond::Or(any))
}

fn one(mut all: Vec<Cond>) -> Cond {
    if all.len() == 1 { all.remove(0) } else { Cond::And(all) }
}

/// `a < b \le c`
fn comparison(c: &mut Cursor<'_>) -> Result<Cond, Error> {
    let mut left = expression(c)?;
    let mut links = vec![];
    let mut way = None;
    while let Some(relation) = relation(c) {
        let own = match relation {
            Relation::Less | Relation::AtMost => 1,
            Relation::Greater | Relation::AtLeast => 2,
            Relation::Equal => 3,
            Relation::Unequal => 4,
        };
        if way.replace(own).is_some_and(|way| way != own || way == 4) {
            return Err(c.error("a chain of comparisons goes one way: `a < b \\le c`"));
        }
        c.next();
        let right = expression(c)?;
        links.push(compare(c, left, relation, right.clone()));
        left = right;
    }
    if links.is_empty() {
        return Err(c.error(format!("expected a comparison, found {}", c.found())));
    }
    Ok(one(links))
}

pub(super) fn relation(c: &Cursor<'_>) -> Option<Relation> {
    Some(match c.kind()? {
        Kind::Sign('=') => Relation::Equal,
        Kind::Sign('<') => Relation::Less,
        Kind::Sign('>') => Relation::Greater,
        Kind::Command(name) => match name.as_str() {
            "le" => Relation::AtMost,
            "ge" => Relation::AtLeast,
            "ne" => Relation::Unequal,
            _ => return None,
        },
        _ => return None,
    })
}

/// Two things compared as indices where both are.
fn compare(c: &Cursor<'_>, left: Expr, relation: Relation, right: Expr) -> Cond {
    if is_index(c, &left) && is_index(c, &right) {
        Cond::Indices(left, relation, right)
    } else {
        Cond::Compare(left, relation, right)
    }
}

/// Whether it is made of indices, counts and whole numbers only, with an index in it.
fn is_index(c: &Cursor<'_>, tree: &Expr) -> bool {
    let mut names: Vec<Name> = vec![];
    tree.names(&mut names);
    let whole = |name: &Name| {
        c.bound.contains(name)
            || c.names
                .symbols
                .iter()
                .any(|s| s.name == *name && matches!(s.sort, Sort::Index | Sort::Indices(..) | Sort::Count))
    };
    names.iter().all(whole)
        && (!names.is_empty() || matches!(tree, Expr::Number(n) if n.places == 0))
        && !matches!(tree, Expr::Apply(..) | Expr::Div(..))
}
