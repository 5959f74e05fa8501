//! Finding out what a site has to say: the checks of functions, formulas, cells and values, each run
//! once and remembered.

use std::collections::BTreeMap;
use std::sync::Mutex;

use notebook::{Complaint, Page};
use verification::{Functions, Outcome, Step};

use crate::cells::{self, Compiled, Mode};
use crate::evidence::Evidence;
use crate::formulas;

/// What `build` and `serve` need to know before they make pages: all checks of functions, formulas, cells, values.
pub fn gather(pages: &[Page], compiled: &Compiled) -> Evidence {
    complete(Evidence::default(), pages, compiled)
}

/// Adds what a run of some steps left out.
pub fn complete(evidence: Evidence, pages: &[Page], compiled: &Compiled) -> Evidence {
    let mut evidence = missing(evidence, pages, pages, &verification::functions());
    evidence.complaints.extend(wrong_cells(pages, compiled));
    evidence
}

/// What is wrong with cells and values, each run once. `serve` asks again and again: a page that did
/// not change and was in order is not run again.
fn wrong_cells(pages: &[Page], compiled: &Compiled) -> Vec<Complaint> {
    static KNOWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(|broken| broken.into_inner());
    let is_known = |page: &&Page| known.get(&page.name) == Some(&page.text);
    let fresh: Vec<Page> = pages
        .iter()
        .filter(|page| !is_known(page))
        .cloned()
        .collect();
    let executed = cells::execute(&fresh, compiled, Mode::Together);
    let mut complaints = executed.complaints.clone();
    complaints.extend(executed.cell_complaints());
    complaints.extend(executed.value_complaints());
    if complaints.is_empty() {
        known.extend(fresh.into_iter().map(|page| (page.name, page.text)));
    }
    complaints
}

/// Adds the checks of functions and of formulas that were left out.
pub fn missing(mut evidence: Evidence, all: &[Page], pages: &[Page], of: &Functions) -> Evidence {
    for step in verification::STEPS {
        if !evidence.outcomes.iter().any(|(done, _)| *done == step.name) {
            let (.., complaints) = functions(&mut evidence, step, of);
            evidence.complaints.extend(complaints);
        }
    }
    if evidence.formulas.is_empty() {
        let (.., complaints) = formulas::check(&mut evidence, all, pages);
        evidence.complaints.extend(complaints);
    }
    evidence
}

/// One step of the package `verification`, for some functions.
pub fn functions(
    evidence: &mut Evidence,
    step: &'static Step,
    of: &Functions,
) -> (usize, String, Vec<Complaint>) {
    let outcomes = match std::panic::catch_unwind(|| known_or_run(step, of)) {
        Ok(outcomes) => outcomes,
        Err(payload) => {
            let why = payload
                .downcast_ref::<String>()
                .cloned()
                .unwrap_or_else(|| "without a message".to_owned());
            let step = step.name;
            let message = format!(
                "the step {step} panicked: {why}; `RUST_BACKTRACE=1 cargo xtask verify {step}` shows where"
            );
            let complaint = Complaint::new("tests/src/lib.rs", 1, message);
            return (0, String::new(), vec![complaint]);
        }
    };
    let problems = outcomes.iter().flat_map(|outcome| &outcome.problems);
    let complaints = problems
        .map(|p| Complaint::new(&p.file, p.line, p.message.clone()))
        .collect();
    let points = outcomes.iter().map(|outcome| outcome.points).sum();
    let outcomes = outcomes.into_iter().map(|outcome| (step.name, outcome));
    evidence.outcomes.extend(outcomes);
    (points, String::new(), complaints)
}

/// The outcomes of a step. Nothing that they depend on changes while this program runs: `serve`, which
/// asks again and again, gets the same ones.
fn known_or_run(step: &'static Step, of: &Functions) -> Vec<Outcome> {
    type Known = BTreeMap<(&'static str, Vec<&'static str>), Vec<Outcome>>;
    static KNOWN: Mutex<Known> = Mutex::new(BTreeMap::new());
    let key = (step.name, of.iter().map(|f| f.about().name).collect());
    let known = || KNOWN.lock().unwrap_or_else(|broken| broken.into_inner());
    if let Some(outcomes) = known().get(&key) {
        return outcomes.clone();
    }
    let outcomes = (step.run)(of);
    known().insert(key, outcomes.clone());
    outcomes
}
