//! Displayed formulas against the code that they claim to be.
//!
//! Pages are read in the order of the book, `notation.md` first: what it defines holds everywhere,
//! what another page defines holds on that page from there on.

mod call;
mod compare;
mod identity;
mod mark;
pub mod mutants;
mod points;
mod read;
mod rounding;
mod same;
mod spelling;
mod subject;
mod task;

use std::ops::Range;
use std::time::Instant;

use notebook::Page;

use crate::Outcome;
use task::{Claim, Task};

/// A formula of a page and what became of it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The page: `book/activations/gelu.md`.
    pub page: String,
    /// The line on which the formula begins.
    pub line: usize,
    /// Bytes of the LaTeX in the page.
    pub latex: Range<usize>,
    /// What it claims to be, as the mark says it; empty if it has none.
    pub mark: String,
    /// How it was checked.
    pub how: How,
    /// Points, largest error, problems. Its function is the one that the mark names.
    pub outcome: Outcome,
    /// At how many of the points any precision was used.
    pub thorough: usize,
    /// Points of an identity that were left out, since no number of digits would do.
    pub left_out: usize,
    /// What it cost.
    pub seconds: f64,
}

/// How a formula is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Against a function of the library.
    Code,
    /// Its sides against each other.
    Identity,
    /// It defines a name, and is true by that.
    Definition,
    /// Not at all, for this reason.
    Unchecked(String),
    /// It could not be read.
    Unread,
}

/// Checks every formula of these pages that has a mark; a displayed one without a mark is wrong.
///
/// # Panics
/// Never for what stands on a page.
#[must_use]
pub fn check(pages: &[Page]) -> Vec<Checked> {
    check_on(pages, |_| true)
}

/// The same of some of the pages; the others are read, for what the notation defines and they use.
///
/// # Panics
/// Never for what stands on a page.
#[must_use]
pub fn check_on(pages: &[Page], wanted: impl Fn(&str) -> bool) -> Vec<Checked> {
    let mut tasks = read::tasks(pages, None);
    tasks.retain(|task| wanted(&task.page));
    notebook::run::each(&tasks, checked)
}

fn checked(task: &Task) -> Checked {
    let start = Instant::now();
    let mut left_out = 0;
    let (how, outcome, thorough) = match &task.claim {
        Ok(Claim::Code {
            subject,
            sides,
            value,
        }) => {
            let points = points::points(subject);
            let thorough = points.iter().filter(|p| p.thorough).count();
            let comparison = compare::Comparison {
                subject,
                sides,
                value: value.as_ref(),
                file: &task.page,
                mark: &task.mark,
                hasty: task.hasty,
            };
            (How::Code, comparison.run(&points), thorough)
        }
        Ok(Claim::Identity {
            subject,
            extras,
            sides,
        }) => {
            let outcome;
            (outcome, left_out) = identity::run(task, subject, extras, sides);
            let points = outcome.points;
            (How::Identity, outcome, points)
        }
        Ok(Claim::Definition { subject }) => (
            How::Definition,
            Outcome::new(subject.function.about().name, &task.mark, ""),
            0,
        ),
        Ok(Claim::Unchecked(reason)) => (
            How::Unchecked(reason.clone()),
            Outcome::new("", &task.mark, ""),
            0,
        ),
        Err(problem) => {
            let mut outcome = Outcome::new("", &task.mark, "");
            outcome.problems.push(problem.clone());
            (How::Unread, outcome, 0)
        }
    };
    Checked {
        page: task.page.clone(),
        line: task.line,
        latex: task.latex.clone(),
        mark: task.mark.clone(),
        how,
        outcome,
        thorough,
        left_out,
        seconds: start.elapsed().as_secs_f64(),
    }
}
