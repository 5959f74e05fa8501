//! What the steps of one run share: the pages, and what was found so far.

use catalog::Function;
use chapters::cells::{self, Compiled, Executed, Mode};
use chapters::concerns::{dependents, functions_of};
use chapters::evidence::Evidence;
use chapters::gather;
use notebook::Page;
use serde_json::Value;

use super::Choice;
use crate::report::Done;
use toolchain::cargo;

/// One run of `verify`.
pub struct Run<'a> {
    /// All pages of the book.
    pub all: &'a [Page],
    /// Those that are verified.
    pub pages: &'a [Page],
    /// Whether these are all.
    pub whole: bool,
    /// Whether a page is verified by itself: with what others say of its functions, and with what it
    /// uses of the notation.
    pub alone: bool,
    /// Whether every step runs.
    pub complete: bool,
    /// The functions that the checks of functions look at.
    pub functions: Vec<&'static Function>,
    /// What the site is going to say.
    pub evidence: Evidence,
    /// The formulas, for `verify.json`.
    pub formulas: Value,
    /// The pages in the browser, for `verify.json`.
    pub seen: Vec<Value>,
    /// Whether the site was built in this run.
    pub built: bool,
    others: &'a [Page],
    ran: Option<Ran<'a>>,
}

/// The cells and values of the pages, executed twice; those of other pages once.
pub struct Ran<'a> {
    pub first: Executed<'a>,
    pub again: Executed<'a>,
    pub others: Option<Executed<'a>>,
    /// How many pages the others are.
    pub other_pages: usize,
    /// Whether a step has reported what kept cells from running.
    pub reported: bool,
}

impl<'a> Run<'a> {
    /// `others` are the pages that [`dependents_of`] found.
    pub fn new(choice: &Choice, all: &'a [Page], pages: &'a [Page], others: &'a [Page]) -> Run<'a> {
        let whole = choice.page.is_none();
        Run {
            all,
            pages,
            whole,
            alone: choice.is_alone(),
            complete: choice.steps.is_empty(),
            functions: match whole {
                true => verification::functions(),
                false => functions_of(pages),
            },
            evidence: Evidence::default(),
            formulas: Value::Array(vec![]),
            seen: vec![],
            built: false,
            others,
            ran: None,
        }
    }

    /// A step of the package `verification`, for the functions of this run.
    pub fn functions(&mut self, step: &'static verification::Step) -> Done {
        gather::functions(&mut self.evidence, step, &self.functions).into()
    }

    /// The cells and values, executed when first asked for.
    pub fn executed(&mut self) -> &mut Ran<'a> {
        let (pages, others) = (self.pages, self.others);
        self.ran.get_or_insert_with(|| {
            let compiled: Compiled = cargo::cells();
            let others = (!others.is_empty()).then_some(others);
            Ran {
                first: cells::execute(pages, &compiled, Mode::Alone),
                again: cells::execute(pages, &compiled, Mode::Together),
                others: others.map(|pages| cells::execute(pages, &compiled, Mode::Together)),
                other_pages: others.map_or(0, <[Page]>::len),
                reported: false,
            }
        })
    }

    /// What was found, with the checks of these pages that this run left out.
    pub fn evidence_of_pages(&mut self) -> Evidence {
        let found = std::mem::take(&mut self.evidence);
        gather::missing(found, self.all, self.pages, &self.functions)
    }
}

/// The pages that say something with the functions of a page that is verified by itself.
pub fn dependents_of(choice: &Choice, all: &[Page], pages: &[Page]) -> Vec<Page> {
    match choice.is_alone() {
        true => dependents(all, pages),
        false => vec![],
    }
}
