//! Writes the outputs of cells and the numbers of values into the page, and changes nothing else.

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use crate::check::recordable;
use crate::number::Number;
use crate::{Cell, Page, Value};

/// A replacement of a part of the page.
struct Edit {
    range: Range<usize>,
    text: String,
}

/// The page with the given outputs and numbers in place of the recorded ones, and with `others`,
/// further replacements whose meaning the engine does not know.
///
/// Cells and values for which nothing is given stay as they are, and so does a number that has no
/// form for what it should state ([`Shown::can_state`](crate::number::Shown::can_state)).
#[must_use]
pub fn page(
    page: &Page,
    outputs: &[(&Cell, &str)],
    numbers: &[(&Value, Number)],
    others: &[(Range<usize>, String)],
) -> String {
    let mut edits: Vec<Edit> = outputs
        .iter()
        .filter_map(|(cell, stdout)| output(page, cell, stdout))
        .collect();
    edits.extend(
        numbers
            .iter()
            .filter(|(value, number)| {
                value.shown.can_state(*number) && !value.shown.states(*number)
            })
            .map(|(value, number)| Edit {
                range: value.number.clone(),
                text: value.shown.render(*number),
            }),
    );
    edits.extend(others.iter().map(|(range, text)| Edit {
        range: range.clone(),
        text: text.clone(),
    }));
    edits.sort_by_key(|edit| edit.range.start);
    let mut out = String::with_capacity(page.text.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(&page.text[done..edit.range.start]);
        out.push_str(&edit.text);
        done = edit.range.end;
    }
    out + &page.text[done..]
}

fn output(page: &Page, cell: &Cell, stdout: &str) -> Option<Edit> {
    let printed = recordable(stdout);
    if printed == cell.recorded(page) {
        return None;
    }
    match &cell.output {
        // The fence goes with the line break that set it apart from its cell.
        Some(output) if printed.is_empty() => Some(Edit {
            range: cell.fence.end..output.fence.end,
            text: String::new(),
        }),
        Some(output) => Some(Edit {
            range: output.fence.clone(),
            text: fenced(&printed),
        }),
        None => Some(Edit {
            range: cell.fence.end..cell.fence.end,
            text: format!("\n{}", fenced(&printed)),
        }),
    }
}

fn fenced(text: &str) -> String {
    let run = |line: &str| line.trim_start().chars().take_while(|&c| c == '`').count();
    let longest = text.lines().map(run).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}output\n{text}{fence}")
}

/// Replaces a file by `text` as one step: an interruption leaves the old page or the new one. The
/// file keeps its permissions.
///
/// # Errors
/// If the file beside the page cannot be written or put in its place.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}{BESIDE}"));
    let write = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        if let Ok(old) = fs::metadata(path) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    let result = write();
    if result.is_err() {
        let _ = fs::remove_file(&beside);
    }
    result
}

/// Ends the name of the file that [`replace`] writes first: `.gelu.md.blessed`.
const BESIDE: &str = ".blessed";

/// Removes what a `bless` that was killed left in a folder and below it.
///
/// # Errors
/// If a folder cannot be read or a file cannot be removed.
pub fn remove_leftovers(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.file_type()?.is_dir() {
            remove_leftovers(&entry.path())?;
        } else if name.starts_with('.') && name.ends_with(BESIDE) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
