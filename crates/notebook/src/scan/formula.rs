//! Formulas and the marks behind them.

use std::ops::Range;

use super::Scan;
use crate::page::{Formula, Mark};

/// Commands that make a formula in a sentence look like a displayed one.
const DISPLAYED: [&str; 4] = ["\\displaystyle", "\\begin", "\\dfrac", "\\tag"];

impl Scan {
    /// Mathematics between so many dollar signs; `latex` is what the typesetter gets.
    pub(super) fn formula(&mut self, range: Range<usize>, dollars: usize, latex: &str) {
        let display = dollars == 2;
        let inside = range.start + dollars..range.end - dollars;
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let at_margin = range.start == 0 || self.page.text.as_bytes()[range.start - 1] == b'\n';
        if display && (self.containers > 0 || !at_margin) {
            self.problem(range.start, "a displayed formula begins its line, outside of lists, quotes, tables, notes and headings");
        } else if squeezed(latex) != squeezed(&self.page.text[inside.clone()])
            && self.containers == 0
        {
            self.problem(
                range.start,
                "this formula is not typeset as it stands here: put it into a paragraph of its own",
            );
        }
        if let Some(command) = DISPLAYED
            .iter()
            .find(|command| !display && latex.contains(**command))
        {
            self.problem(range.start, format!("`{command}` in a sentence is a displayed formula in disguise: write `$$..$$`, with a mark"));
        }
        self.page.formulas.push(Formula {
            line: self.page.line_of(range.start),
            latex: inside,
            range,
            display,
            mark: None,
        });
    }

    /// A paragraph that is one formula in single dollar signs: an equation, displayed and unmarked.
    pub(super) fn alone(&mut self, paragraph: &Range<usize>) {
        let text = self.page.text[paragraph.clone()].trim();
        let text = text.trim_end_matches(['.', ',', ';', ':']);
        let inside = text
            .strip_prefix('$')
            .and_then(|text| text.strip_suffix('$'));
        if self.containers == 0
            && inside.is_some_and(|inside| !inside.contains('$') && inside.contains('='))
        {
            self.problem(
                paragraph.start,
                "an equation in a paragraph of its own: write `$$..$$`, with a mark",
            );
        }
    }

    /// Whether a comment stands right behind a formula: it is then the formula's mark.
    pub(super) fn mark(&mut self, text: &str, comment: &Range<usize>) -> bool {
        let line = self.page.line_of(comment.start);
        let Some(formula) = self.page.formulas.last() else {
            return false;
        };
        let Some(between) = self.page.text.get(formula.range.end..comment.start) else {
            return false;
        };
        if !between.trim().is_empty() || between.matches('\n').count() > 1 {
            return false;
        }
        if formula.mark.is_some() || text.trim().is_empty() {
            self.problem(
                comment.start,
                "a formula has one mark, and it says something: `$$..$$ <!--= gelu(x) -->`",
            );
            return true;
        }
        if self.containers > 0 {
            self.problem(
                comment.start,
                "a formula with a mark stands in a paragraph, outside of lists, quotes and tables",
            );
        }
        if let Some(formula) = self.page.formulas.last_mut() {
            formula.mark = Some(Mark {
                line,
                comment: comment.clone(),
                text: text.trim().to_owned(),
            });
        }
        true
    }
}
