//! Finding out what a site has to say: the checks of functions, formulas, cells and values, each run
//! once and remembered.

use std::collections::BTreeMap;
use std::sync::Mutex;

use notebook::{Complaint, Memory, Page};
use verification::{Functions, Outcome, Step};

use crate::cells::{self, Compiled, Mode};
use crate::evidence::Evidence;
use crate::{formulas, in_order, remembered};

/// What `build` and `serve` need to know before they make pages: all checks of functions, formulas, cells, values.
pub fn gather(memory: Memory, pages: &[Page], compile: impl FnOnce() -> Compiled) -> Evidence {
    let evidence = Evidence {
        memory,
        ..Evidence::default()
    };
    complete(evidence, pages, compile)
}

/// Adds what a run of some steps left out.
pub fn complete(
    evidence: Evidence,
    pages: &[Page],
    compile: impl FnOnce() -> Compiled,
) -> Evidence {
    let mut evidence = missing(evidence, pages, pages, &verification::functions());
    let complaints = wrong_cells(&mut evidence, pages, compile);
    evidence.complaints.extend(complaints);
    evidence
}

/// What is wrong with cells and values, each run once. What was in order before, and is the same
/// code with the same outputs and numbers, is neither compiled nor run again.
fn wrong_cells(
    evidence: &mut Evidence,
    pages: &[Page],
    compile: impl FnOnce() -> Compiled,
) -> Vec<Complaint> {
    let memory = &evidence.memory;
    let is_known = |page: &Page| in_order::cells(memory, page, Mode::Together);
    let (known, fresh): (Vec<Page>, Vec<Page>) = pages.iter().cloned().partition(is_known);
    evidence.remembered += known.iter().map(in_order::count).sum::<usize>();
    if fresh.is_empty() {
        return vec![];
    }
    let executed = cells::execute(&fresh, &compile(), Mode::Together);
    let mut complaints = executed.complaints.clone();
    complaints.extend(executed.cell_complaints());
    complaints.extend(executed.value_complaints());
    if complaints.is_empty() {
        for page in &fresh {
            in_order::keep_cells(&evidence.memory, page, Mode::Together);
        }
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
    let memory = &evidence.memory;
    let (outcomes, remembered) = match std::panic::catch_unwind(|| known_or_run(memory, step, of)) {
        Ok(found) => found,
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
    if remembered {
        evidence.remembered += points;
    }
    let outcomes = outcomes.into_iter().map(|outcome| (step.name, outcome));
    evidence.outcomes.extend(outcomes);
    (points, String::new(), complaints)
}

/// What the memory calls the outcomes of a step.
pub const OUTCOMES: &str = "outcomes";

/// The step that looks at the whole tree, pages among it: no key says that nothing has changed.
const OF_THE_TREE: &str = "complete";

/// The outcomes of a step, and whether they were found before. Nothing that they depend on changes
/// while this program runs: `serve`, which asks again and again, gets the same ones.
fn known_or_run(memory: &Memory, step: &'static Step, of: &Functions) -> (Vec<Outcome>, bool) {
    type Known = BTreeMap<(&'static str, Vec<&'static str>), Vec<Outcome>>;
    static KNOWN: Mutex<Known> = Mutex::new(BTreeMap::new());
    let names: Vec<&'static str> = of.iter().map(|f| f.about().name).collect();
    let key = (step.name, names);
    let known = || KNOWN.lock().unwrap_or_else(|broken| broken.into_inner());
    if let Some(outcomes) = known().get(&key) {
        return (outcomes.clone(), true);
    }
    let may_be_kept = step.name != OF_THE_TREE;
    let kept = may_be_kept.then(|| memory.recall(OUTCOMES, &key)).flatten();
    let kept = kept.and_then(|text| remembered::outcomes(&text));
    let was_kept = kept.is_some();
    let outcomes = kept.unwrap_or_else(|| (step.run)(of));
    if may_be_kept
        && !was_kept
        && let Some(text) = remembered::outcomes_as_text(&outcomes)
    {
        memory.keep(OUTCOMES, &key, &text);
    }
    known().insert(key, outcomes.clone());
    (outcomes, was_kept)
}
