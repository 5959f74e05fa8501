//! Pages to tasks: each formula with what it claims, names resolved.

use std::collections::BTreeMap;

use formula::{Chain, Definition, Names, Sort, chain};
use notebook::{Formula, Page};

use super::mark::{self, Extra, Mark};
use super::spelling::{catalogued, kinds, latex_names};
use super::subject::{Output, Subject};
use super::task::{Claim, Sided, Task};
use crate::outcome::Problem;

/// Another source in place of a formula's own: the page, the formula's place among its formulas.
pub struct Instead<'a> {
    pub page: &'a str,
    pub formula: usize,
    pub latex: &'a str,
}

/// The page whose definitions hold everywhere.
pub const NOTATION: &str = "book/notation.md";

/// What the page of the notation defines, for all others, and what of it was used so far.
#[derive(Clone, Default)]
pub struct Everywhere(Vec<Defined>);

/// All formulas that are to be checked, in the order of the pages, those of the notation first.
pub fn tasks(pages: &[Page], instead: Option<&Instead<'_>>) -> Vec<Task> {
    let (mut everywhere, mut tasks) = notation(pages, instead);
    for page in pages.iter().filter(|page| page.name != NOTATION) {
        let mut reader = Reader::new(page, &everywhere, instead);
        reader.read(&mut tasks);
        let own = reader.defined.split_off(everywhere.0.len());
        tasks.extend(unused(&own));
        // What one page uses of the notation stays used.
        everywhere = Everywhere(reader.defined);
    }
    tasks.extend(unused(&everywhere.0));
    tasks
}

/// The formulas of the notation, and what they define.
pub fn notation(pages: &[Page], instead: Option<&Instead<'_>>) -> (Everywhere, Vec<Task>) {
    let (mut everywhere, mut tasks) = (Everywhere::default(), vec![]);
    for page in pages.iter().filter(|page| page.name == NOTATION) {
        let mut reader = Reader::new(page, &everywhere, instead);
        reader.read(&mut tasks);
        everywhere = Everywhere(reader.defined);
    }
    (everywhere, tasks)
}

/// The formulas of another page.
pub fn of_page(page: &Page, everywhere: &Everywhere, instead: Option<&Instead<'_>>) -> Vec<Task> {
    let mut tasks = vec![];
    let mut reader = Reader::new(page, everywhere, instead);
    reader.read(&mut tasks);
    tasks.extend(unused(&reader.defined[everywhere.0.len()..]));
    tasks
}

/// Definitions that nothing uses: they would be true of anything.
fn unused(defined: &[Defined]) -> Vec<Task> {
    let lost = defined.iter().filter(|defined| !defined.used);
    lost.filter_map(|defined| {
        let task = defined.task.clone()?;
        let message = format!(
            "`{}` is defined and not used: nothing checks it",
            defined.definition.name
        );
        Some(Task {
            claim: Err(Problem::new(&task.page, task.line, message)),
            ..task
        })
    })
    .collect()
}

/// A definition and where it was made.
#[derive(Clone)]
pub struct Defined {
    definition: Definition,
    task: Option<Task>,
    used: bool,
    /// The place of its formula among those of its page.
    formula: usize,
}

impl Everywhere {
    /// The pages that say something else when a formula of the notation does: that name what it defines, or what is
    /// defined by that.
    pub fn users<'a>(&self, notation: &Page, formula: usize, pages: &'a [Page]) -> Vec<&'a Page> {
        let mut names: Vec<&str> = vec![];
        for defined in &self.0 {
            let latex = &notation.text[notation.formulas[defined.formula].latex.clone()];
            let made_of = names.iter().any(|name| latex_names(latex, name));
            if defined.formula == formula || made_of {
                names.push(&defined.definition.name);
            }
        }
        let uses = |page: &&Page| {
            page.formulas.iter().any(|formula| {
                let latex = &page.text[formula.latex.clone()];
                names.iter().any(|name| latex_names(latex, name))
            })
        };
        let others = pages.iter().filter(|page| page.name != NOTATION);
        others.filter(uses).collect()
    }
}

struct Reader<'a> {
    page: &'a Page,
    defined: Vec<Defined>,
    /// The formulas of values on this page, by function.
    values: BTreeMap<&'static str, Sided>,
    instead: Option<&'a Instead<'a>>,
    /// The place of the formula that is read.
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(
        page: &'a Page,
        everywhere: &Everywhere,
        instead: Option<&'a Instead<'a>>,
    ) -> Reader<'a> {
        let instead = instead.filter(|instead| instead.page == page.name);
        Reader {
            page,
            defined: everywhere.0.clone(),
            values: BTreeMap::new(),
            instead,
            at: 0,
        }
    }

    fn read(&mut self, tasks: &mut Vec<Task>) {
        for (number, formula) in self.page.formulas.iter().enumerate() {
            let Some(mark) = &formula.mark else {
                if formula.display {
                    let message = "a displayed formula without a mark: expected the code that it claims to be behind it, `<!--= gelu(x) -->`, or `<!--= unchecked: why -->`";
                    tasks.push(self.task(
                        formula,
                        "",
                        Err(Problem::new(&self.page.name, formula.line, message)),
                    ));
                }
                continue;
            };
            let own = &self.page.text[formula.latex.clone()];
            let latex = self
                .instead
                .filter(|instead| instead.formula == number)
                .map_or(own, |instead| instead.latex);
            let known = self.defined.len();
            self.at = number;
            let claim = self.claim(formula, latex, &mark.text, mark.line);
            tasks.push(Task {
                defines: self.defined.len() > known,
                ..self.task(formula, &mark.text, claim)
            });
        }
    }

    fn task(&self, formula: &Formula, mark: &str, claim: Result<Claim, Problem>) -> Task {
        Task {
            page: self.page.name.clone(),
            line: formula.line,
            latex: formula.latex.clone(),
            mark: mark.to_owned(),
            claim,
            defines: false,
            hasty: false,
        }
    }

    fn claim(
        &mut self,
        formula: &Formula,
        latex: &str,
        mark: &str,
        mark_line: usize,
    ) -> Result<Claim, Problem> {
        let at_mark = |message: String| Problem::new(&self.page.name, mark_line, message);
        match mark::read(mark).map_err(at_mark)? {
            Mark::Unchecked(reason) => match self.readable(latex) {
                Some(message) => Err(at_mark(message)),
                None => Ok(Claim::Unchecked(reason)),
            },
            Mark::Let(subject) => {
                let chain = self.chain(formula, latex, &subject, &[])?;
                match (chain.defines, &chain.sides[..]) {
                    (Some(definition), [_]) => {
                        if let Some(function) = catalogued(&definition.name) {
                            let message = format!(
                                "`{}` is {function} of the library, which `let` would not compare it with: name the call",
                                definition.name
                            );
                            return Err(at_mark(message));
                        }
                        let claim = Claim::Definition { subject };
                        let task = self.task(formula, mark, Ok(claim.clone()));
                        self.defined.push(Defined {
                            definition,
                            task: Some(task),
                            used: false,
                            formula: self.at,
                        });
                        Ok(claim)
                    }
                    _ => Err(at_mark(
                        "`let` defines a name that has no meaning yet, by one side: `v = 2x`"
                            .to_owned(),
                    )),
                }
            }
            Mark::Identity(subject, extras) => {
                let chain = self.chain(formula, latex, &subject, &extras)?;
                if let Some(definition) = chain.defines {
                    let message = format!(
                        "`{}` has no meaning here: an identity compares what is defined",
                        definition.name
                    );
                    return Err(Problem::new(&self.page.name, formula.line, message));
                }
                let [first, rest @ ..] = &chain.sides[..] else {
                    return Err(at_mark("an identity has two sides".to_owned()));
                };
                if let Some(same) = rest.iter().find(|side| side.tree == first.tree) {
                    let (line, column) = self.place(formula, latex, same.range.start);
                    let message = format!(
                        "at column {column}, this side is the first one once definitions are put in: it says nothing"
                    );
                    return Err(Problem::new(&self.page.name, line, message));
                }
                Ok(Claim::Identity {
                    subject,
                    extras,
                    sides: self.lined(formula, latex, chain.sides),
                })
            }
            Mark::Code(subject) => {
                let chain = self.chain(formula, latex, &subject, &[])?;
                let name = subject.function.about().name;
                if let Some(definition) = &chain.defines
                    && let Some(function) = catalogued(&definition.name)
                    && (function, Output::Value) != (name, subject.output)
                {
                    let message = format!(
                        "`{}` on the left-hand side is {function}, the mark says {mark}",
                        definition.name
                    );
                    return Err(Problem::new(&self.page.name, formula.line, message));
                }
                if let Some(symbol) = subject.fixed_symbol()
                    && chain.sides.iter().any(|side| side.tree.mentions(&symbol))
                {
                    return Err(at_mark(format!(
                        "the formula depends on `{symbol}`, and the mark looks at one value of it only"
                    )));
                }
                let sides = self.lined(formula, latex, chain.sides);
                if subject.output == Output::Value {
                    self.values
                        .entry(name)
                        .or_insert_with(|| sides[sides.len() - 1].clone());
                }
                let value = self.values.get(name).cloned();
                if subject.output != Output::Value && value.is_none() {
                    return Err(at_mark(format!(
                        "a gradient of {name}, whose value has no formula above on this page"
                    )));
                }
                let value = value.filter(|_| subject.output != Output::Value);
                if let Some(definition) = chain.defines {
                    self.defined.push(Defined {
                        definition,
                        task: None,
                        used: true,
                        formula: self.at,
                    });
                }
                Ok(Claim::Code {
                    subject,
                    sides,
                    value,
                })
            }
        }
    }

    /// Reads the LaTeX with the symbols of the function and all that was defined before.
    fn chain(
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
        let told = |at: usize, message: &str| {
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
                .map_err(|e| told(0, &format!("the symbol `{}`: {e}", extra.symbol)))?;
        }
        for defined in &self.defined {
            let name = &defined.definition.name;
            // A function of that letter is told from the symbol by its brackets: `\sigma(x)` beside a σ that is a number.
            let hidden = names.has(name) && !defined.definition.is_function();
            if hidden && latex_names(latex, name) {
                let what = subject.function.about().name;
                return Err(told(
                    0,
                    &format!("`{name}` is defined above, and is a symbol of {what} too"),
                ));
            }
            names
                .define(defined.definition.clone())
                .map_err(|e| told(0, &e.message))?;
        }
        let chain = chain(latex, &names).map_err(|e| told(e.at, &e.message))?;
        let kinds = |side: &formula::Side| kinds(&latex[side.range.clone()]);
        if let Some(twice) = (1..chain.sides.len()).find(|at| {
            chain.sides[..*at]
                .iter()
                .any(|side| kinds(side) == kinds(&chain.sides[*at]))
        }) {
            return Err(told(
                chain.sides[twice].range.start,
                "this side stands on the other side of `=` already: it says nothing",
            ));
        }
        for defined in &mut self.defined {
            defined.used = defined.used || latex_names(latex, &defined.definition.name);
        }
        Ok(chain)
    }

    /// Why a formula may not go unchecked: it can be read with the symbols of a function that this page treats, and
    /// defines nothing, or a function of the library. What other chapters call by the same letters is another matter.
    fn readable(&self, latex: &str) -> Option<String> {
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

    fn lined(&self, formula: &Formula, latex: &str, sides: Vec<formula::Side>) -> Vec<Sided> {
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
    fn place(&self, formula: &Formula, latex: &str, at: usize) -> (usize, usize) {
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
