//! From LaTeX to trees, with the symbols of a function and all that was defined before.

use formula::{Chain, Definition, Names, Sort, chain};
use notebook::Formula;

use super::super::mark::Extra;
use super::super::spelling::{catalogued, kinds, latex_names};
use super::super::subject::Subject;
use super::super::task::Sided;
use super::Defined;
use super::page::Reader;
use crate::outcome::Problem;

impl Reader<'_> {
    /// Reads the LaTeX with the symbols of the function and all that was defined before.
    pub(super) fn chain(
        &mut self,
        formula: &Formula,
        latex: &str,
        subject: &Subject,
        extras: &[Extra],
    ) -> Result<Chain, Problem> {
        let mut names = Names::default();
        if let Err(why) = subject.symbols(&mut names) {
            return Err(Problem::new(&self.page.name, formula.line, why));
        }
        let problem = |at: usize, message: &str| {
            let (line, column) = self.place(formula, latex, at);
            Problem::new(
                &self.page.name,
                line,
                format!("at column {column}, {message}"),
            )
        };
        for extra in extras {
            let taken =
                names.has(&extra.symbol) || matches!(extra.symbol.as_str(), "e" | "d" | r"\pi");
            let names_a_number = |d: &Defined| {
                !d.definition.is_function() && latex_names(&extra.symbol, &d.definition.name)
            };
            let calls = |d: &Defined| {
                d.definition.is_function()
                    && extra.symbol.contains('(')
                    && latex_names(&extra.symbol, &d.definition.name)
            };
            if taken || self.defined.iter().any(|d| names_a_number(d) || calls(d)) {
                let message = format!("`{}` has a meaning of its own", extra.symbol);
                return Err(Problem::new(&self.page.name, formula.line, message));
            }
            names
                .symbol(&extra.symbol, Sort::Number)
                .map_err(|e| problem(0, &format!("the symbol `{}`: {e}", extra.symbol)))?;
        }
        for defined in &self.defined {
            let name = &defined.definition.name;
            // A function of that letter is distinguished from the symbol by its brackets: `\sigma(x)` beside a σ that is a number.
            let hidden = names.has(name) && !defined.definition.is_function();
            if hidden && latex_names(latex, name) {
                let what = subject.function.about().name;
                return Err(problem(
                    0,
                    &format!("`{name}` is defined above, and is a symbol of {what} too"),
                ));
            }
            names
                .define(defined.definition.clone())
                .map_err(|e| problem(0, &e.message))?;
        }
        let chain = chain(latex, &names).map_err(|e| problem(e.at, &e.message))?;
        let kinds = |side: &formula::Side| kinds(&latex[side.range.clone()]);
        if let Some(twice) = (1..chain.sides.len()).find(|at| {
            chain.sides[..*at]
                .iter()
                .any(|side| kinds(side) == kinds(&chain.sides[*at]))
        }) {
            return Err(problem(
                chain.sides[twice].range.start,
                "this side already stands on the other side of `=`: it states nothing",
            ));
        }
        for defined in &mut self.defined {
            defined.used = defined.used || latex_names(latex, &defined.definition.name);
        }
        Ok(chain)
    }

    /// Why a formula may not go unchecked: it can be read with the symbols of a function that this page treats, and
    /// defines nothing, or a function of the library. What other chapters call by the same letters is another matter.
    pub(super) fn readable(&self, latex: &str) -> Option<String> {
        let chapter = self
            .page
            .name
            .trim_start_matches("book/")
            .trim_end_matches(".md");
        let marked = |name: &str| {
            let marks = self
                .page
                .formulas
                .iter()
                .filter_map(|formula| formula.mark.as_ref());
            let mut words = marks.flat_map(|mark| {
                mark.text
                    .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            });
            words.any(|word| word == name)
        };
        let own = |function: &catalog::Function| {
            let about = function.about();
            about.chapter == chapter || marked(about.name)
        };
        for function in catalog::FUNCTIONS {
            let name = function.about().name;
            let Ok(subject) = Subject::plain(name) else {
                continue;
            };
            let mut names = Names::default();
            if subject.symbols(&mut names).is_err() {
                continue;
            }
            for defined in &self.defined {
                let _ = names.define(defined.definition.clone());
            }
            let read = chain(latex, &names).ok();
            let of = |definition: &Definition| catalogued(&definition.name).is_some();
            let must = |chain: formula::Chain| match chain.defines {
                Some(definition) => of(&definition),
                None => own(function),
            };
            if read.is_some_and(must) {
                return Some(format!(
                    "`unchecked` is for what cannot be read, and this formula can, with the symbols of {name}: say what it is, a call or `identity {name}`"
                ));
            }
        }
        None
    }

    pub(super) fn lined(
        &self,
        formula: &Formula,
        latex: &str,
        sides: Vec<formula::Side>,
    ) -> Vec<Sided> {
        let sided = |side: formula::Side| {
            let (line, column) = self.place(formula, latex, side.range.start);
            Sided {
                tree: side.tree,
                line,
                column,
            }
        };
        sides.into_iter().map(sided).collect()
    }

    /// Line and column of a place in a formula.
    pub(super) fn place(&self, formula: &Formula, latex: &str, at: usize) -> (usize, usize) {
        let before = &latex[..at.min(latex.len())];
        let line = formula.line + before.matches('\n').count();
        let column = match before.rfind('\n') {
            Some(start) => before[start + 1..].chars().count() + 1,
            None => {
                let start = self.page.text[..formula.latex.start]
                    .rfind('\n')
                    .map_or(0, |i| i + 1);
                self.page.text[start..formula.latex.start].chars().count()
                    + before.chars().count()
                    + 1
            }
        };
        (line, column)
    }
}
