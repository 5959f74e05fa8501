//! What a page says against what its cells and values did.

use crate::run::{End, Evaluated, Run};
use crate::{Cell, Expect, Page, Problem, Value};

/// What an author does who finds the code right and the page wrong.
const BLESS: &str = "if the code is right, run `cargo xtask bless` and read the diff";

/// What a cell printed, as a page records it: every line ends.
#[must_use]
pub fn recordable(stdout: &str) -> String {
    if stdout.is_empty() || stdout.ends_with('\n') {
        stdout.to_owned()
    } else {
        format!("{stdout}\n")
    }
}

/// A line as a message quotes it: what is long ends in `..`.
#[must_use]
pub fn cut(line: &str) -> String {
    const LONGEST: usize = 160;
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}..", &line[..at]),
        None => line.to_owned(),
    }
}

/// How the cell ended against how it must end. `None` if that is as it must be.
#[must_use]
pub fn ending(page: &Page, cell: &Cell, run: &Run) -> Option<Problem> {
    let problem = |line: usize, message: String| Some(page.problem(line, message));
    match (&cell.expect, &run.end) {
        (Expect::Success, End::Success) | (Expect::Panic, End::Panic { .. }) => None,
        (Expect::CompileError(expected), End::Rejected { code, .. }) if expected == code => None,
        (Expect::CompileError(expected), End::Rejected { line, .. }) => problem(
            line.unwrap_or(cell.line),
            format!(
                "expected {expected}, the compiler says {}",
                run.stdout.trim()
            ),
        ),
        (Expect::CompileError(_), End::Success) => problem(
            cell.line,
            "the cell is marked `compile_fail` and compiles: take the mark off, or write what must not compile".to_owned(),
        ),
        (_, End::Success) => problem(
            cell.line,
            "the cell is marked `should_panic` and did not panic: take the mark off, or write what must panic".to_owned(),
        ),
        (_, End::Panic { line }) => {
            let message = run
                .stdout
                .lines()
                .rfind(|line| line.starts_with("panicked"))
                .unwrap_or("panicked");
            problem(
                line.unwrap_or(cell.line),
                format!("the cell {}; if it must, mark it `rust,should_panic`", cut(message)),
            )
        }
        (_, End::Rejected { line, .. }) => {
            problem(line.unwrap_or(cell.line), run.stdout.trim().to_owned())
        }
        (_, End::Failure(how)) => {
            let said = if run.stderr.is_empty() {
                String::new()
            } else {
                let lines: Vec<String> = run.stderr.lines().take(20).map(cut).collect();
                format!(": {}", lines.join("\n"))
            };
            problem(cell.line, format!("the cell failed, {how}{said}"))
        }
    }
}

/// The recorded output against what the cell printed. `None` if they are equal to the letter.
#[must_use]
pub fn output(page: &Page, cell: &Cell, run: &Run) -> Option<Problem> {
    let printed = recordable(&run.stdout);
    let recorded = cell.recorded(page);
    if printed == recorded {
        return None;
    }
    let Some(output) = &cell.output else {
        let first = cut(printed.lines().next().unwrap_or(""));
        return Some(page.problem(
            cell.line,
            format!(
                "no output is recorded, the cell prints `{first}`: `cargo xtask bless` records it"
            ),
        ));
    };
    let mut shown = recorded.lines();
    let mut said = printed.lines();
    for line in output.line + 1.. {
        let (shown, said) = (shown.next(), said.next());
        if shown.is_some() && shown == said {
            continue;
        }
        let message = match (shown.map(cut), said.map(cut)) {
            (Some(shown), Some(said)) if shown == said => {
                format!("the page and the cell differ behind what fits here; {BLESS}")
            }
            (Some(shown), Some(said)) => {
                format!("the page shows `{shown}`, the cell prints `{said}`; {BLESS}")
            }
            (Some(shown), None) => {
                format!("the page shows `{shown}`, the cell prints nothing more; {BLESS}")
            }
            (None, Some(said)) => {
                format!("the page shows nothing more, the cell prints `{said}`; {BLESS}")
            }
            (None, None) => format!("the page and the cell differ in line ends; {BLESS}"),
        };
        return Some(page.problem(line, message));
    }
    None
}

/// An inline value against its expression. `None` if the page states it to the digits shown.
#[must_use]
pub fn value(page: &Page, value: &Value, computed: &Evaluated) -> Option<Problem> {
    let message = match computed {
        Ok(number) if value.shown.states(*number) => return None,
        Ok(number) => {
            let explained = value.shown.explain(*number);
            // Where more digits are needed it says so itself.
            let remedy = match explained.contains("bless") {
                true => String::new(),
                false => format!("; {BLESS}"),
            };
            format!(
                "the page says {}, `{}` is {explained}{remedy}",
                value.shown.text(),
                value.expression,
            )
        }
        Err(why) => format!("`{}` {why}", value.expression),
    };
    let column = page.column_of(value.number.start);
    Some(page.problem(value.line, format!("at column {column}, {message}")))
}
