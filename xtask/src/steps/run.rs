//! The state that the steps of one run share: the pages, and the results so far.

use browser::Ready;
use catalog::Function;
use chapters::cells::{self, Compiled, Executed, Mode};
use chapters::concerns::functions_of;
use chapters::evidence::Evidence;
use chapters::{gather, in_order};
use notebook::{Complaint, Memory, Page};
use serde_json::Value;

use super::{Choice, Fresh};
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
    /// Whether a single page is verified, together with the statements of other pages about its
    /// functions and with the notation that it uses.
    pub alone: bool,
    /// Whether every step runs.
    pub complete: bool,
    /// The functions that the checks of functions look at.
    pub functions: Vec<&'static Function>,
    /// The evidence that the site will state.
    pub evidence: Evidence,
    /// The formulas, for `verify.json`.
    pub formulas: Value,
    /// The pages in the browser, for `verify.json`.
    pub seen: Vec<Value>,
    /// Whether the site was built in this run.
    pub built: bool,
    /// What earlier runs found.
    pub memory: Memory,
    /// A browser for the step `browser`, which starts while other steps run.
    pub ready: Ready,
    /// The pages whose cells and values are run.
    pub fresh: &'a Fresh,
    ran: Option<Ran<'a>>,
}

/// The cells and values of the pages, executed twice; those of other pages once.
pub struct Ran<'a> {
    pub first: Executed<'a>,
    pub again: Executed<'a>,
    pub others: Executed<'a>,
    /// Whether a step has already reported why cells could not run.
    pub reported: bool,
}

impl<'a> Run<'a> {
    pub fn new(
        choice: &Choice,
        memory: Memory,
        all: &'a [Page],
        pages: &'a [Page],
        fresh: &'a Fresh,
    ) -> Run<'a> {
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
            evidence: Evidence {
                memory: memory.clone(),
                ..Evidence::default()
            },
            formulas: Value::Array(vec![]),
            seen: vec![],
            built: false,
            ready: match choice.is_alone() && !was_seen(&memory, pages) {
                true => Ready::start(),
                false => Ready::default(),
            },
            memory,
            fresh,
            ran: None,
        }
    }

    /// A step of the package `verification`, for the functions of this run.
    pub fn functions(&mut self, step: &'static verification::Step) -> Done {
        gather::functions(&mut self.evidence, step, &self.functions).into()
    }

    /// The cells and values, executed when first asked for.
    pub fn executed(&mut self) -> &mut Ran<'a> {
        let (fresh, memory) = (self.fresh, &self.memory);
        self.ran.get_or_insert_with(|| {
            let compiled = match fresh.is_empty() {
                false => cargo::cells(),
                true => Compiled::nothing(),
            };
            let ran = Ran {
                first: cells::execute(&fresh.pages, &compiled, Mode::Alone),
                again: cells::execute(&fresh.pages, &compiled, Mode::Together),
                others: cells::execute(&fresh.others, &compiled, Mode::Together),
                reported: false,
            };
            let wrong = ran.complaints();
            let is_right =
                |page: &&Page| !wrong.iter().any(|c| c.file.to_str() == Some(&page.name));
            if compiled.complaints.is_empty() {
                for page in fresh.pages.iter().filter(is_right) {
                    in_order::keep_cells(memory, page, Mode::Alone);
                    in_order::keep_cells(memory, page, Mode::Together);
                }
                for page in fresh.others.iter().filter(is_right) {
                    in_order::keep_cells(memory, page, Mode::Together);
                }
            }
            ran
        })
    }

    /// The evidence so far, completed by the checks of these pages that this run left out.
    pub fn evidence_of_pages(&mut self) -> Evidence {
        let found = std::mem::take(&mut self.evidence);
        gather::missing(found, self.all, self.pages, &self.functions)
    }
}

/// Whether the browser found these pages in order with their present text.
fn was_seen(memory: &Memory, pages: &[Page]) -> bool {
    let is_known = |page: &Page| memory.recall(SEEN, &page.text).is_some();
    pages.iter().all(is_known)
}

/// Records that the browser found these pages in order. This only decides whether one is
/// started early; whether a visit can be skipped depends on the files that it reads.
pub fn keep_seen(memory: &Memory, pages: &[Page]) {
    for page in pages {
        memory.keep(SEEN, &page.text, "");
    }
}

const SEEN: &str = "pages-seen";

impl Ran<'_> {
    /// All that is wrong with cells and values.
    fn complaints(&self) -> Vec<Complaint> {
        let each = [&self.first, &self.again, &self.others];
        let found = each.into_iter().flat_map(|executed| {
            let complaints = executed.complaints.iter().cloned();
            complaints
                .chain(executed.cell_complaints())
                .chain(executed.value_complaints())
        });
        let flaky = self.first.flaky_cells(&self.again);
        let flaky = flaky
            .into_iter()
            .chain(self.first.flaky_values(&self.again));
        found.chain(flaky).collect()
    }
}
