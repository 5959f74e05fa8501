//! `cargo xtask verify`: every step, a table, all failures at the end.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use crate::complaint::Complaint;
use crate::project;
use crate::report::{Line, in_ci, refuse_skipped, report};
use crate::steps::{Run, STEPS, Step, dependents_of};

/// Which steps and pages to look at.
#[derive(Default)]
pub struct Choice {
    /// Empty for all.
    pub steps: Vec<String>,
    /// A page; the checks of functions are then those of its functions.
    pub page: Option<String>,
}

impl Choice {
    fn wants(&self, step: &Step) -> bool {
        if self.steps.is_empty() {
            self.page.is_none() || step.is_of_a_page()
        } else {
            self.steps.iter().any(|name| name == step.name)
        }
    }

    /// Whether it is a page by itself, with all that concerns it.
    pub fn is_alone(&self) -> bool {
        self.page.is_some() && self.steps.is_empty()
    }

    /// What a green run of one page does not say: for its last lines.
    fn left_out(&self) -> Option<String> {
        self.is_alone().then(|| LEFT_OUT.to_owned())
    }
}

/// What belongs to no page, or takes longer than an author waits.
const LEFT_OUT: &str = "library (tests of the whole workspace, rustdoc, packages), clippy; \
of other pages: style, formulas, programs, the browser, and cells and numbers that name no function of this page; \
search, the bits of the module, a second build of the site";

/// Verifies; `true` if everything holds.
///
/// # Errors
/// If pages cannot be read, or a step that is named finds nothing to check on the page: a table of
/// zeros would look as if all were well.
pub fn verify(choice: &Choice) -> Result<bool, Vec<Complaint>> {
    let all = project::read_pages(None)?;
    let pages = match &choice.page {
        Some(only) => project::named(&all, only)?,
        None => all.clone(),
    };
    let wanted: Vec<&Step> = STEPS.iter().filter(|step| choice.wants(step)).collect();
    if choice.page.is_some() && !choice.is_alone() {
        let idle = wanted.iter().filter_map(|step| {
            let why = step.idle_on(&pages)?;
            let message = format!("`{}` has nothing to check here: {why}", step.name);
            Some(Complaint::new(&pages.first()?.name, 1, message))
        });
        let idle: Vec<Complaint> = idle.collect();
        if !idle.is_empty() {
            return Err(idle);
        }
    }
    let others = dependents_of(choice, &all, &pages);
    let mut run = Run::new(choice, &all, &pages, &others);
    let mut lines: Vec<Line> = wanted.iter().map(|step| take(step, &mut run)).collect();
    if in_ci() {
        refuse_skipped(&mut lines);
    }
    Ok(report(
        &lines,
        &run.formulas,
        &run.seen,
        choice.left_out().as_deref(),
    ))
}

/// Runs one step, shows that it runs, and keeps what it found.
fn take(step: &Step, run: &mut Run<'_>) -> Line {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K{} ..", step.name);
        let _ = err.flush();
    } else {
        let _ = writeln!(err, "{} ..", step.name);
    }
    let start = Instant::now();
    let done = (step.run)(run);
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K");
    }
    run.evidence
        .complaints
        .extend(done.complaints.iter().cloned());
    Line {
        step: step.name,
        seconds: start.elapsed().as_secs_f64(),
        done,
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

    fn wanted(choice: &Choice) -> Vec<&'static str> {
        let wanted = STEPS.iter().filter(|step| choice.wants(step));
        wanted.map(|step| step.name).collect()
    }

    #[test]
    fn a_page_by_itself_runs_all_but_the_librarys_tests_and_says_so() {
        let page = choice(&[], Some("relu"));
        let mut all = wanted(&choice(&[], None));
        all.retain(|step| *step != "library");
        assert_eq!(wanted(&page), all);
        let left_out = page.left_out().expect("something is left out");
        for what in ["library", "clippy", "of other pages", "search"] {
            assert!(left_out.contains(what), "{left_out}");
        }
    }

    #[test]
    fn a_whole_run_leaves_nothing_out_and_named_steps_are_what_was_asked_for() {
        let whole = choice(&[], None);
        assert_eq!(wanted(&whole).len(), STEPS.len());
        assert_eq!(whole.left_out(), None);
        let named = choice(&["cells"], Some("relu"));
        assert_eq!((wanted(&named), named.left_out()), (vec!["cells"], None));
    }

    #[test]
    fn a_step_that_is_asked_about_a_page_without_anything_for_it_is_refused() {
        let asked = choice(&["constants", "style"], Some("notation"));
        let refused = verify(&asked).expect_err("constants belong to no page");
        let said: Vec<String> = refused.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["book/notation.md:1: `constants` has nothing to check here: it belongs to no page"]
        );
    }
}
