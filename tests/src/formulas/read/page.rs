//! The formulas of one page: what each claims, by its mark.

use std::collections::BTreeMap;

use notebook::{Formula, Page};

use super::super::mark::{self, Mark};
use super::super::spelling::catalogued;
use super::super::subject::Output;
use super::super::task::{Claim, Sided, Task};
use super::{Defined, Everywhere, Instead};
use crate::outcome::Problem;

/// Reads the formulas of a page, one after the other.
pub struct Reader<'a> {
    pub page: &'a Page,
    /// What is defined so far, by the notation and by this page.
    pub defined: Vec<Defined>,
    /// The formulas of values on this page, by function.
    values: BTreeMap<&'static str, Sided>,
    instead: Option<&'a Instead<'a>>,
    /// The place of the formula that is read.
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(
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

    pub fn read(&mut self, tasks: &mut Vec<Task>) {
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
}
