//! A stop-gradient forgotten, or put around something else.

use super::{Mutant, One};
use crate::token::Kind;

/// The first and the last token of a part.
type Range = (usize, usize);

impl One<'_> {
    /// A stop-gradient dropped; around a part of what it holds; around what stands beside it, a factor or a term;
    /// around the term that it stands in, and each term around that.
    pub(super) fn stops(&self, out: &mut Vec<Mutant>) {
        let is_stop = matches!(&self.all[self.at].kind, Kind::Operator(name) if name == "sg");
        if !is_stop || self.kind(1) != Some(&Kind::Sign('(')) {
            return;
        }
        let Some(close) = self.closing(self.at + 1) else { return };
        self.put(out, "stop", "");
        for at in self.signs_between(self.at + 2, close - 1) {
            self.moved(out, (self.at + 2, at - 1));
            self.moved(out, (at + 1, close - 1));
        }
        let (start, end) = self.term_around((self.at, close));
        for first in self.places(start, self.at) {
            self.moved(out, (first, self.at - 1));
        }
        let product = |at: usize| matches!(self.all.get(at).map(|t| &t.kind), Some(Kind::Sign('*')));
        let behind = close + 1 + usize::from(product(close + 1));
        for next in self.places(behind, end + 1).skip(1).chain([end + 1]) {
            if next > behind && !product(next - 1) {
                self.moved(out, (behind, next - 1));
            }
        }
        let sign = |at: usize| matches!(self.all.get(at).map(|t| &t.kind), Some(Kind::Sign('+' | '-')));
        if start > 1 && sign(start - 1) {
            self.moved(out, (self.term_around((start - 2, start - 2)).0, start - 2));
        }
        if sign(end + 1)
            && let Some(last) = self.term_end(end + 2)
        {
            self.moved(out, (end + 2, last));
        }
        let mut term = (start, end);
        loop {
            if term != (self.at, close) {
                self.moved(out, term);
            }
            let Some(open) = self.opening(term.0) else { return };
            let Some(close) = self.closing(open) else { return };
            term = self.term_around((open, close));
        }
    }

    /// The stop-gradient around these tokens instead.
    fn moved(&self, out: &mut Vec<Mutant>, (first, last): Range) {
        if first > last || last >= self.all.len() {
            return;
        }
        let own = &self.all[self.at];
        let (start, end) = (self.all[first].at, self.all[last].end);
        let cut = |from: usize, to: usize| {
            if from <= own.at && own.end <= to {
                format!("{} {}", &self.latex[from..own.at], &self.latex[own.end..to])
            } else {
                self.latex[from..to].to_owned()
            }
        };
        let (before, inside, behind) = (cut(0, start), cut(start, end), cut(end, self.latex.len()));
        out.push(Mutant { change: "stop", latex: format!(r"{before} \operatorname{{sg}}({inside}) {behind}") });
    }

    /// The signs between the terms of these tokens, brackets left out.
    fn signs_between(&self, first: usize, last: usize) -> Vec<usize> {
        let sign = |at: &usize| matches!(self.all[*at].kind, Kind::Sign('+' | '-')) && *at > first;
        self.places(first, last + 1).filter(sign).collect()
    }

    /// The tokens of a part, without what is in its brackets.
    fn places(&self, first: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = first;
        std::iter::from_fn(move || {
            let here = (at < end).then_some(at)?;
            at = match self.all[here].kind {
                Kind::Sign('(' | '[' | '{') | Kind::Begin(_) => self.closing(here).unwrap_or(here) + 1,
                _ => here + 1,
            };
            Some(here)
        })
    }

    /// The bracket that opens around a token.
    fn opening(&self, at: usize) -> Option<usize> {
        let mut depth = 0;
        for (i, token) in self.all[..at].iter().enumerate().rev() {
            match token.kind {
                Kind::Sign(')' | ']' | '}') | Kind::End(_) => depth += 1,
                Kind::Sign('(' | '[' | '{') | Kind::Begin(_) if depth == 0 => return Some(i),
                Kind::Sign('(' | '[' | '{') | Kind::Begin(_) => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// The term that holds these tokens.
    fn term_around(&self, (first, last): Range) -> Range {
        let mut depth = 0;
        let mut start = first;
        for (i, token) in self.all[..=first].iter().enumerate().rev() {
            match &token.kind {
                Kind::Sign(')' | ']' | '}') | Kind::End(_) => depth += 1,
                Kind::Sign('(' | '[' | '{') | Kind::Begin(_) if depth > 0 => depth -= 1,
                _ if i == first => {}
                _ if depth > 0 => {}
                Kind::Sign('(' | '[' | '{' | '+' | '-' | '=' | ',' | '&' | '<' | '>' | '|') => break,
                Kind::Begin(_) | Kind::Row | Kind::Text(_) => break,
                _ => {}
            }
            start = i;
        }
        (start, self.term_end(last).unwrap_or(last))
    }
}
