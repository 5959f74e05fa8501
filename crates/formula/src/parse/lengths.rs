//! Over how many entries an index runs: as many as what it indexes has.

use crate::expr::{Cond, Expr, Over};
use crate::name::Name;
use crate::names::{Length, Names, Sort};

use super::shape::{Shape, shape};

/// An index that runs over two lengths.
#[derive(Debug)]
pub(super) struct Conflict {
    pub index: Name,
    lengths: (Length, Length),
    place: usize,
}

impl Conflict {
    pub fn message(&self) -> String {
        let (a, b) = self.lengths;
        format!("`{}` runs over `{a}` entries and over `{b}`: one index has one range", self.index)
    }
}

/// The range of an index in what it stands in: the count of what it indexes there.
pub(super) fn range(
    index: &Name,
    bounds: Option<&(Expr, Expr)>,
    body: &Expr,
    only: &Cond,
    names: &Names,
) -> Result<Option<Length>, Conflict> {
    let mut uses = Uses::new(names);
    let own = uses.fresh(Some(index), None);
    if let Some((from, to)) = bounds {
        uses.index(from, own);
        uses.index(to, own);
    }
    uses.scope.push((*index, own));
    uses.walk(body);
    uses.condition(only);
    let own = uses.root(own);
    let conflicts = std::mem::take(&mut uses.conflicts);
    match conflicts.into_iter().find(|conflict| uses.root(conflict.place) == own) {
        Some(conflict) => Err(Conflict { index: *index, ..conflict }),
        None => Ok(uses.all[own].length),
    }
}

/// Whether every index of a tree has one range.
pub(super) fn check(tree: &Expr, names: &Names) -> Result<(), Conflict> {
    let mut uses = Uses::new(names);
    uses.walk(tree);
    uses.conflicts.into_iter().next().map_or(Ok(()), Err)
}

fn named(tree: &Expr) -> Option<&Name> {
    if let Expr::Vector(name) = tree { Some(name) } else { None }
}

/// Indices that must have one range hang together; the one on top knows it.
struct Variable {
    above: usize,
    length: Option<Length>,
    name: Option<Name>,
}

struct Uses<'a> {
    names: &'a Names,
    all: Vec<Variable>,
    /// What each name stands for here, the innermost sum last.
    scope: Vec<(Name, usize)>,
    conflicts: Vec<Conflict>,
}

impl<'a> Uses<'a> {
    fn new(names: &'a Names) -> Uses<'a> {
        Uses { names, all: vec![], scope: vec![], conflicts: vec![] }
    }

    fn fresh(&mut self, name: Option<&Name>, length: Option<Length>) -> usize {
        self.all.push(Variable { above: self.all.len(), length, name: name.cloned() });
        self.all.len() - 1
    }

    fn variable(&mut self, name: &Name) -> usize {
        if let Some((_, at)) = self.scope.iter().rev().find(|(bound, _)| bound == name) {
            return *at;
        }
        let count = self.names.sort(name) == Some(Sort::Count);
        let length = name.chars().next().filter(|_| count).map(Length);
        let at = self.fresh(Some(name), length);
        // Free names stand for one thing wherever they stand.
        self.scope.insert(0, (*name, at));
        at
    }

    fn root(&self, mut at: usize) -> usize {
        while self.all[at].above != at {
            at = self.all[at].above;
        }
        at
    }

    fn same(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (one, other) = (self.all[a].length, self.all[b].length);
        let name = self.all[b].name.or_else(|| self.all[a].name);
        if let (Some(one), Some(other)) = (one, other)
            && one != other
        {
            let index = name.unwrap_or_else(|| "..".into());
            self.conflicts.push(Conflict { index, lengths: (one, other), place: a });
        }
        self.all[b].above = a;
        self.all[a].length = one.or(other);
        self.all[a].name = name;
    }

    /// What stands where an index is expected.
    fn index(&mut self, tree: &Expr, place: usize) {
        match tree {
            Expr::Symbol(name) => {
                let own = self.variable(name);
                self.same(place, own);
            }
            Expr::Neg(a) => self.index(a, place),
            Expr::Add(a, b) | Expr::Sub(a, b) => {
                self.index(a, place);
                self.index(b, place);
            }
            Expr::Item(of, entry) => {
                if let Ok(Shape::Indices(Some((entries, among)))) = shape(of, self.names) {
                    let own = self.fresh(None, Some(entries));
                    self.index(entry, own);
                    let own = self.fresh(named(of), Some(among));
                    self.same(place, own);
                }
            }
            _ => {}
        }
    }

    fn condition(&mut self, condition: &Cond) {
        match condition {
            Cond::Always => {}
            Cond::Indices(a, _, b) => {
                let place = self.fresh(None, None);
                self.index(a, place);
                self.index(b, place);
            }
            Cond::Compare(a, _, b) => {
                self.walk(a);
                self.walk(b);
            }
            Cond::And(all) | Cond::Or(all) => all.iter().for_each(|one| self.condition(one)),
        }
    }

    fn walk(&mut self, tree: &Expr) {
        match tree {
            Expr::Item(of, entry) => {
                let length = match shape(of, self.names) {
                    Ok(Shape::Vector(length)) => length,
                    Ok(Shape::Table(both)) => both.map(|(rows, _)| rows),
                    Ok(Shape::Indices(both)) => both.map(|(entries, _)| entries),
                    _ => None,
                };
                let own = self.fresh(None, length);
                self.index(entry, own);
                self.walk(of);
            }
            Expr::Over(over) => self.over(over),
            Expr::Cases(branches) => {
                for (value, condition) in branches {
                    self.walk(value);
                    self.condition(condition);
                }
            }
            _ => tree.each(&mut |part| self.walk(part)),
        }
    }

    fn over(&mut self, over: &Over) {
        let own = self.fresh(Some(&over.index), None);
        self.index(&over.from, own);
        self.index(&over.to, own);
        self.scope.push((over.index, own));
        self.condition(&over.only);
        self.walk(&over.body);
        // Names that were met on the way were put in front: the own one is still the last.
        self.scope.pop();
    }
}
