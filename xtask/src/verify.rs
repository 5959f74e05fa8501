//! `cargo xtask verify`: every step, a table, all failures at the end.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::time::Instant;

use chapters::cells::{self, Executed, Mode};
use chapters::concerns::{dependents, functions_of};
use chapters::evidence::Evidence;
use chapters::gather::{complete, functions, missing};
use chapters::{directives, formulas, programs, style};
use notebook::Page;
use serde_json::Value;

use crate::book::{self, PAGE_SITE, SITE};
use crate::complaint::Complaint;
use crate::project;
use crate::report::{Line, SKIPPED, report};
use crate::{cargo, library};

/// All steps in the order in which they run: cheapest first, but for what others need.
pub const STEPS: &[&str] = &[
    "style",
    "constants",
    "golden",
    "peers",
    "gradients",
    "claims",
    "limits",
    "properties",
    "complete",
    "formulas",
    "mutants",
    "cells",
    "values",
    "programs",
    "library",
    "book",
    "browser",
];

/// Which steps and pages to look at.
#[derive(Default)]
pub struct Choice {
    /// Empty for all.
    pub steps: Vec<String>,
    /// A page; the checks of functions are then those of its functions.
    pub page: Option<String>,
}

impl Choice {
    fn wants(&self, step: &str) -> bool {
        if self.steps.is_empty() {
            // The library's tests belong to no page.
            self.page.is_none() || step != "library"
        } else {
            self.steps.iter().any(|s| s == step)
        }
    }

    /// What a green run of one page does not say: for its last lines.
    fn left_out(&self) -> Option<String> {
        let whole_page = self.page.is_some() && self.steps.is_empty();
        whole_page.then(|| LEFT_OUT.to_owned())
    }
}

/// What belongs to no page, or takes longer than an author waits.
const LEFT_OUT: &str = "library (tests of the whole workspace, rustdoc, packages), clippy; \
of other pages: style, formulas, programs, the browser, and cells and numbers that name no function of this page; \
search, the bits of the module, a second build of the site";

/// The steps as they run.
struct Verification {
    lines: Vec<Line>,
    evidence: Evidence,
}

impl Verification {
    /// Runs one step, shows that it runs, and keeps what it found.
    fn step(
        &mut self,
        step: &'static str,
        work: impl FnOnce(&mut Evidence) -> (usize, String, Vec<Complaint>),
    ) {
        let mut err = std::io::stderr();
        if err.is_terminal() {
            let _ = write!(err, "\r\x1b[K{step} ..");
            let _ = err.flush();
        } else {
            let _ = writeln!(err, "{step} ..");
        }
        let start = Instant::now();
        let (checks, remark, complaints) = work(&mut self.evidence);
        if err.is_terminal() {
            let _ = write!(err, "\r\x1b[K");
        }
        self.evidence.complaints.extend(complaints.iter().cloned());
        self.lines.push(Line {
            step,
            checks,
            seconds: start.elapsed().as_secs_f64(),
            remark,
            complaints,
        });
    }
}

/// Verifies; `true` if everything holds.
pub fn verify(choice: &Choice) -> Result<bool, Vec<Complaint>> {
    let all = project::read_pages(None)?;
    let pages = match &choice.page {
        Some(only) => project::read_pages(Some(only))?,
        None => all.clone(),
    };
    let mut v = Verification {
        lines: vec![],
        evidence: Evidence::default(),
    };
    let whole = choice.page.is_none();
    // A page by itself: what others say with its functions, and what it uses of the notation.
    let alone = !whole && choice.steps.is_empty();
    let dependents = if alone {
        dependents(&all, &pages)
    } else {
        vec![]
    };
    if choice.wants("style") {
        v.step("style", |_| {
            let (looked, mut complaints) = style::check(&pages);
            complaints.extend(pages.iter().flat_map(directives::unrecorded));
            let mut checks = looked;
            let (more, sources) = match (whole, alone) {
                (true, _) => library::style(),
                (_, true) => (1, library::format()),
                _ => (0, vec![]),
            };
            checks += more;
            complaints.extend(sources);
            (checks, String::new(), complaints)
        });
    }
    let concerned = match &choice.page {
        Some(_) => functions_of(&pages),
        None => verification::functions(),
    };
    for (step, run) in verification::STEPS {
        if choice.wants(step) {
            v.step(step, |evidence| functions(evidence, step, *run, &concerned));
        }
    }
    if choice.wants("formulas") {
        let with_notation = formulas::with_notation(&all, &pages);
        v.step("formulas", |evidence| {
            formulas::check(evidence, &all, &with_notation)
        });
    }
    if choice.wants("mutants") {
        v.step("mutants", |evidence| {
            formulas::mutate(evidence, &all, &pages)
        });
    }
    let needs_cells = ["cells", "values"].iter().any(|step| choice.wants(step));
    if needs_cells {
        run_cells(&mut v, &pages, &dependents, choice);
    }
    if choice.wants("programs") {
        v.step("programs", |_| programs::check(&pages));
    }
    if choice.wants("library") {
        v.step("library", |_| library::tests());
    }
    let told = formulas::told(&v.evidence.formulas);
    if choice.wants("book") {
        let found = std::mem::take(&mut v.evidence);
        v.step("book", |_| {
            if !whole {
                return book::of_pages(&all, &pages, missing(found, &all, &pages, &concerned));
            }
            // The site tells what was verified of every page. What this run left out is done here.
            let evidence = match choice.steps[..] {
                [] => found,
                _ => complete(found, &all, &cargo::cells()),
            };
            book::check(&all, evidence)
        });
    }
    let mut pages_told = vec![];
    if choice.wants("browser") {
        let built = choice.wants("book");
        v.step("browser", |evidence| {
            if whole {
                return told_of(
                    browser::check(&project::root(), SITE, None),
                    &mut pages_told,
                );
            }
            // A page is looked at as it is now.
            if !built {
                let found = missing(std::mem::take(evidence), &all, &pages, &concerned);
                let (_, _, complaints) = book::of_pages(&all, &pages, found);
                if !complaints.is_empty() {
                    return (0, String::new(), complaints);
                }
            }
            told_of(
                browser::check(&project::root(), PAGE_SITE, Some(&pages)),
                &mut pages_told,
            )
        });
    }
    Ok(report(
        &v.lines,
        &told,
        &pages_told,
        choice.left_out().as_deref(),
    ))
}

/// What the browser found, as a step tells it; what it measured of each page goes to `pages`.
fn told_of(found: browser::Found, pages: &mut Vec<Value>) -> (usize, String, Vec<Complaint>) {
    *pages = found.pages;
    let remark = match found.skipped {
        Some(why) => format!("{SKIPPED}{why}"),
        None => found.remark,
    };
    (found.checks, remark, found.complaints)
}

fn run_cells(v: &mut Verification, pages: &[Page], dependents: &[Page], choice: &Choice) {
    let mut executed: Option<(Executed<'_>, Vec<Complaint>)> = None;
    let mut others: Option<Executed<'_>> = None;
    v.step("cells", |_| {
        let built = cargo::cells();
        let first = cells::execute(pages, &built, Mode::Alone);
        let again = cells::execute(pages, &built, Mode::Together);
        let mut complaints = first.complaints.clone();
        let fickle = first.fickle(&again);
        let told: BTreeSet<_> = fickle.iter().map(|c| (&c.file, c.line)).collect();
        let wrong = first.cell_complaints().into_iter();
        complaints.extend(wrong.filter(|c| !told.contains(&(&c.file, c.line))));
        complaints.extend(fickle);
        let mut count = first.cells.len();
        let fickle_values = first.fickle_values(&again);
        executed = Some((first, fickle_values));
        let mut remark = "each twice, alone and among others".to_owned();
        if !dependents.is_empty() {
            let found = cells::execute(dependents, &built, Mode::Together);
            // What does not compile was told above, of all pages at once.
            complaints.extend(found.cell_complaints());
            remark += &format!(
                "; and once {} of {} pages with functions of this page",
                found.cells.len(),
                dependents.len()
            );
            count += found.cells.len();
            others = Some(found);
        }
        (count, remark, complaints)
    });
    if choice.wants("values")
        && let Some((executed, mut complaints)) = executed
    {
        v.step("values", |_| {
            complaints.extend(executed.value_complaints());
            let mut remark = "each twice".to_owned();
            let mut count = executed.values.len();
            if let Some(others) = &others {
                complaints.extend(others.value_complaints());
                remark += &format!("; and once {} of other pages", others.values.len());
                count += others.values.len();
            }
            (count, remark, complaints)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(steps: &[&str], page: Option<&str>) -> Choice {
        Choice {
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
            page: page.map(str::to_owned),
        }
    }

    #[test]
    fn a_page_by_itself_runs_all_but_the_librarys_tests_and_says_so() {
        let page = choice(&[], Some("relu"));
        let missing: Vec<&&str> = STEPS.iter().filter(|step| !page.wants(step)).collect();
        assert_eq!(missing, [&"library"]);
        let told = page.left_out().expect("something is left out");
        for what in ["library", "clippy", "of other pages", "search"] {
            assert!(told.contains(what), "{told}");
        }
    }

    #[test]
    fn a_whole_run_leaves_nothing_out_and_named_steps_are_what_was_asked_for() {
        let whole = choice(&[], None);
        assert!(STEPS.iter().all(|step| whole.wants(step)));
        assert_eq!(whole.left_out(), None);
        let named = choice(&["cells"], Some("relu"));
        let wanted: Vec<&&str> = STEPS.iter().filter(|step| named.wants(step)).collect();
        assert_eq!((wanted, named.left_out()), (vec![&"cells"], None));
    }
}
