//! `cargo xtask verify`: runs the steps, then prints a table and all failures.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use crate::basis;
use crate::complaint::Complaint;
use crate::project;
use crate::report::{Line, in_ci, refuse_skipped, report};
use crate::steps::{Choice, Fresh, Run, STEPS, Step};

/// Runs the chosen steps; `true` if no check failed.
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
    let memory = basis::memory();
    if choice.page.is_none() {
        memory.remove_old();
    }
    let fresh = Fresh::of(choice, &memory, &all, &pages);
    let mut run = Run::new(choice, memory, &all, &pages, &fresh);
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

/// Runs one step, shows its name meanwhile, and adds its complaints to the run.
fn take(step: &Step, run: &mut Run<'_>) -> Line {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K{} ..", step.name);
        let _ = err.flush();
    } else {
        let _ = writeln!(err, "{} ..", step.name);
    }
    let start = Instant::now();
    let before = run.evidence.remembered;
    let mut done = (step.run)(run);
    done.remembered += run.evidence.remembered.saturating_sub(before);
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
