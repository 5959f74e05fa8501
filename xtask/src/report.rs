//! What `verify` reports at its end: the table, the failures, `target/verify.json`, the closing line.

use std::collections::BTreeSet;

use chapters::numbers::grouped;
use serde_json::{Value, json};

use crate::complaint::Complaint;
use crate::project::root;

/// What a step did.
#[derive(Default)]
pub struct Done {
    pub checks: usize,
    /// A remark for the table: what the step compared, and with what.
    pub remark: String,
    /// Why this machine could not check everything that belongs to the step.
    pub skipped: Option<String>,
    /// Of the checks, those that were not made again: nothing that they depend on has changed.
    pub remembered: usize,
    pub complaints: Vec<Complaint>,
}

impl Done {
    pub fn new(checks: usize, remark: &str, complaints: Vec<Complaint>) -> Done {
        Done {
            checks,
            remark: remark.to_owned(),
            skipped: None,
            remembered: 0,
            complaints,
        }
    }
}

impl From<(usize, String, Vec<Complaint>)> for Done {
    fn from((checks, remark, complaints): (usize, String, Vec<Complaint>)) -> Done {
        Done::new(checks, &remark, complaints)
    }
}

/// A step with its result and its duration.
pub struct Line {
    pub step: &'static str,
    pub seconds: f64,
    pub done: Done,
}

impl Line {
    fn failed(&self) -> bool {
        !self.done.complaints.is_empty()
    }

    /// The text for the table: failed, skipped, or ok with remarks.
    fn result(&self) -> String {
        let done = &self.done;
        let skipped = done.skipped.as_ref().map(|why| format!("skipped: {why}"));
        match (done.complaints.len(), skipped) {
            (0, Some(skipped)) if done.checks == 0 => skipped,
            (0, skipped) => {
                let remembered = match done.remembered {
                    0 => None,
                    number => Some(format!("{} remembered", grouped(number))),
                };
                let remarks = [Some(done.remark.clone()), remembered, skipped];
                let remarks = remarks.into_iter().flatten();
                let remarks: Vec<String> = remarks.filter(|words| !words.is_empty()).collect();
                match remarks.is_empty() {
                    true => "ok".to_owned(),
                    false => format!("ok ({})", remarks.join("; ")),
                }
            }
            (failed, _) => format!("{failed} failed"),
        }
    }
}

/// Whether this is a build server, where everything that a check needs must be installed.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

/// Turns every skipped step into a failed one, for CI.
pub fn refuse_skipped(lines: &mut [Line]) {
    for line in lines {
        if let Some(why) = &line.done.skipped {
            let message = format!(
                "the step {} was skipped: {why}; with CI=true every step must run",
                line.step
            );
            (line.done.complaints).push(Complaint::new(".ci/run", 1, message));
        }
    }
}

/// Prints the table, the failures, the closing line and what was left out; writes
/// `target/verify.json`.
pub fn report(lines: &[Line], formulas: &Value, pages: &[Value], left_out: Option<&str>) -> bool {
    println!("\n{:<12}{:>10}  {:>7}  result", "step", "checks", "seconds");
    for line in lines {
        println!(
            "{:<12}{:>10}  {:>7.2}  {}",
            line.step,
            grouped(line.done.checks),
            line.seconds,
            line.result()
        );
    }
    // A failure that several steps found is reported once.
    let mut seen = BTreeSet::new();
    let complaints: Vec<&Complaint> = lines
        .iter()
        .flat_map(|line| &line.done.complaints)
        .filter(|c| seen.insert(*c))
        .collect();
    if !complaints.is_empty() {
        println!();
    }
    for complaint in &complaints {
        println!("{complaint}");
    }
    let json = json!({
        "ok": complaints.is_empty(),
        "steps": lines.iter().map(|line| json!({
            "step": line.step, "skipped": line.done.skipped, "checks": line.done.checks, "remembered": line.done.remembered, "seconds": line.seconds, "remark": line.done.remark,
            "failures": line.done.complaints.iter().map(|c| json!({
                "file": c.file.display().to_string(), "line": c.line, "message": c.message,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "left_out": left_out,
        "formulas": formulas,
        "pages": pages,
    });
    let written = std::fs::create_dir_all(root().join("target"))
        .and_then(|()| std::fs::write(root().join("target/verify.json"), format!("{json:#}\n")));
    if let Err(error) = written {
        println!("target/verify.json: {error}");
    }
    println!("\n{}", closing(lines));
    if let Some(what) = left_out {
        println!("left out: {what}: run `cargo xtask verify` before you push");
    }
    complaints.is_empty()
}

/// `verify: 16 passed, 0 failed, 1 skipped: browser (no chromium on this machine)`
fn closing(lines: &[Line]) -> String {
    let failed = lines.iter().filter(|line| line.failed()).count();
    let skipped: Vec<String> = (lines.iter())
        .filter(|line| !line.failed())
        .filter_map(|line| Some(format!("{} ({})", line.step, line.done.skipped.as_ref()?)))
        .collect();
    let passed = lines.len() - failed - skipped.len();
    let named = match skipped[..] {
        [] => String::new(),
        _ => format!(": {}", skipped.join(", ")),
    };
    let remembered = match lines.iter().map(|line| line.done.remembered).sum() {
        0 => String::new(),
        number => format!("; {} checks remembered from earlier runs", grouped(number)),
    };
    format!(
        "verify: {passed} passed, {failed} failed, {} skipped{named}{remembered}",
        skipped.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<Line> {
        let line = |step, done| Line {
            step,
            seconds: 0.0,
            done,
        };
        let skipped = |checks, why: &str| Done {
            checks,
            remark: "28 pages".to_owned(),
            skipped: Some(why.to_owned()),
            ..Done::default()
        };
        vec![
            line("style", Done::new(3, "", vec![])),
            line("book", skipped(9, "figures do not move: no target")),
            line("browser", skipped(0, "no chromium")),
        ]
    }

    #[test]
    fn the_closing_line_names_what_was_skipped() {
        let lines = lines();
        let results: Vec<String> = lines.iter().map(Line::result).collect();
        assert_eq!(
            results,
            [
                "ok",
                "ok (28 pages; skipped: figures do not move: no target)",
                "skipped: no chromium",
            ]
        );
        assert_eq!(
            closing(&lines),
            "verify: 1 passed, 0 failed, 2 skipped: book (figures do not move: no target), browser (no chromium)"
        );
    }

    #[test]
    fn what_was_not_checked_again_is_counted() {
        let done = |remembered| Done {
            remembered,
            ..Done::new(1200, "", vec![])
        };
        let line = |done| Line {
            step: "cells",
            seconds: 0.0,
            done,
        };
        let lines = [line(done(1200)), line(done(34)), line(done(0))];
        let results: Vec<String> = lines.iter().map(Line::result).collect();
        assert_eq!(
            results,
            ["ok (1,200 remembered)", "ok (34 remembered)", "ok"]
        );
        assert_eq!(
            closing(&lines),
            "verify: 3 passed, 0 failed, 0 skipped; 1,234 checks remembered from earlier runs"
        );
    }

    #[test]
    fn in_ci_what_is_skipped_has_failed() {
        let mut lines = lines();
        refuse_skipped(&mut lines);
        assert_eq!(closing(&lines), "verify: 1 passed, 2 failed, 0 skipped");
        assert_eq!(
            lines[2].done.complaints[0].message,
            "the step browser was skipped: no chromium; with CI=true every step must run"
        );
    }
}
