//! What `verify` tells at its end: the table, the failures, `target/verify.json`, the closing line.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::complaint::Complaint;
use crate::project::root;
use chapters::evidence::grouped;

/// Starts the remark of a step that could not run here.
pub const SKIPPED: &str = "skipped: ";

/// What a step did.
pub struct Line {
    pub step: &'static str,
    pub checks: usize,
    pub seconds: f64,
    /// What the step has to say besides: that it was skipped and why, or what it compared.
    pub remark: String,
    pub complaints: Vec<Complaint>,
}

/// The table, the failures, `target/verify.json`, the closing line, and what was left out.
pub fn report(lines: &[Line], formulas: &Value, pages: &[Value], left_out: Option<&str>) -> bool {
    println!("\n{:<12}{:>10}  {:>7}  result", "step", "checks", "seconds");
    for line in lines {
        let result = match line.complaints.len() {
            0 if line.remark.starts_with(SKIPPED) => line.remark.clone(),
            0 if line.remark.is_empty() => "ok".to_owned(),
            0 => format!("ok ({})", line.remark),
            failed => format!("{failed} failed"),
        };
        println!(
            "{:<12}{:>10}  {:>7.2}  {result}",
            line.step,
            grouped(line.checks),
            line.seconds
        );
    }
    // What several steps stumble over is told once.
    let mut seen = BTreeSet::new();
    let complaints: Vec<&Complaint> = lines
        .iter()
        .flat_map(|line| &line.complaints)
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
            "step": line.step, "skipped": line.remark.starts_with(SKIPPED), "checks": line.checks, "seconds": line.seconds, "remark": line.remark,
            "failures": line.complaints.iter().map(|c| json!({
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
    let failed = lines
        .iter()
        .filter(|line| !line.complaints.is_empty())
        .count();
    let skipped = lines
        .iter()
        .filter(|line| line.remark.starts_with(SKIPPED))
        .count();
    let passed = lines.len() - failed - skipped;
    println!("\nverify: {passed} passed, {failed} failed, {skipped} skipped");
    if let Some(what) = left_out {
        println!("left out: {what}: run `cargo xtask verify` before you push");
    }
    complaints.is_empty()
}
