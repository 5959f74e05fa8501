//! `cargo xtask verify`: runs the steps, then prints a table and all failures.

use std::io::{IsTerminal, Write};
use std::thread::{self, ScopedJoinHandle};
use std::time::Instant;

use verification::golden;

use crate::basis;
use crate::complaint::Complaint;
use crate::project;
use crate::report::{Done, Line, in_ci, refuse_skipped, report};
use crate::steps::{Choice, Fresh, Run, STEPS, Step, Work};

/// Runs the chosen steps; `true` if no check failed.
///
/// # Errors
/// If pages cannot be read, or a step that is named finds nothing to check on the page: a table of
/// zeros would look as if all were well.
pub fn verify(choice: &Choice) -> Result<bool, Vec<Complaint>> {
    // Almost every step asks for what was recorded.
    thread::spawn(golden::read_ahead);
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
    // With the site comes its module; beside a whole run's other steps, cargo would do two things at once.
    if choice.is_alone() {
        modules::build_ahead();
    }
    let memory = basis::memory();
    if choice.page.is_none() {
        memory.remove_old();
    }
    let fresh = Fresh::of(choice, &memory, &all, &pages);
    let mut run = Run::new(choice, memory, &all, &pages, &fresh);
    let mut lines = take_all(&wanted, &mut run);
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

/// Runs the steps in their order, and beside them what may run beside them.
fn take_all(steps: &[&Step], run: &mut Run<'_>) -> Vec<Line> {
    enum Taken<'scope> {
        Ended(Line),
        Running(ScopedJoinHandle<'scope, Line>),
    }
    let memory = run.memory.clone();
    thread::scope(|scope| {
        let start = |step: &Step| match &step.work {
            Work::InTurn(work) => Taken::Ended(take(step.name, run, work)),
            Work::Beside(work) => {
                // One cargo waits for the other: what the site is linked of comes first.
                if steps.iter().any(|step| step.name == "book") {
                    modules::missing();
                }
                shown(step.name);
                let (name, work, memory) = (step.name, *work, &memory);
                Taken::Running(scope.spawn(move || timed(name, || work(memory))))
            }
        };
        let taken: Vec<Taken> = steps.iter().copied().map(start).collect();
        let end = |taken| match taken {
            Taken::Ended(line) => line,
            Taken::Running(line) => line
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        };
        taken.into_iter().map(end).collect()
    })
}

/// Runs one step and adds its complaints to the run.
fn take(name: &'static str, run: &mut Run<'_>, work: impl Fn(&mut Run<'_>) -> Done) -> Line {
    shown(name);
    let before = run.evidence.remembered;
    let mut line = timed(name, || work(run));
    line.done.remembered += run.evidence.remembered.saturating_sub(before);
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K");
    }
    run.evidence
        .complaints
        .extend(line.done.complaints.iter().cloned());
    line
}

/// Shows which step runs.
fn shown(name: &str) {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K{name} ..");
        let _ = err.flush();
    } else {
        let _ = writeln!(err, "{name} ..");
    }
}

fn timed(step: &'static str, work: impl FnOnce() -> Done) -> Line {
    let start = Instant::now();
    let done = work();
    Line {
        step,
        seconds: start.elapsed().as_secs_f64(),
        done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_is_asked_about_a_page_without_anything_for_it_is_refused() {
        let asked = Choice {
            steps: ["constants", "style"].map(str::to_owned).to_vec(),
            page: Some("notation".to_owned()),
        };
        let refused = verify(&asked).expect_err("constants belong to no page");
        let said: Vec<String> = refused.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["book/notation.md:1: `constants` has nothing to check here: it belongs to no page"]
        );
    }
}
