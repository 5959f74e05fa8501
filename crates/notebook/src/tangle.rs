//! A page as a Rust file that has the page's own line numbers.
//!
//! Cell code stands on the lines on which it stands on the page, the wrappers on the fence lines,
//! everything else is blank. A compile error, a warning or a panic then names the page's line
//! without any source map.

use std::fmt::Write as _;

use crate::page::lines;
use crate::{Cell, Expect, Page};

/// The file of one page. A page with problems gives an empty module: its cells are not known.
#[must_use]
pub fn tangle(page: &Page) -> String {
    let mut out: Vec<String> = vec![String::new(); page.text.lines().count() + 1];
    if !page.problems.is_empty() {
        return out.join("\n");
    }
    for cell in page.cells.iter().filter(|cell| is_compiled(cell)) {
        tangle_cell(page, cell, &mut out);
    }
    for value in &page.values {
        let line = &mut out[value.line - 1];
        let open = format!(
            "#[allow(unused)] pub fn {}() -> ::notebook::number::Number {{ use crate::prelude::*; ::notebook::number::ToNumber::to_number({{",
            value.function()
        );
        // Keep the expression in its own column where what stands before it leaves the room.
        let room = (value.column - 1).saturating_sub(line.chars().count() + open.len());
        let _ = write!(line, "{open}{}{}}}) }}", " ".repeat(room), value.expression);
    }
    out.join("\n")
}

fn is_compiled(cell: &Cell) -> bool {
    !matches!(cell.expect, Expect::CompileError(_))
}

fn tangle_cell(page: &Page, cell: &Cell, out: &mut [String]) {
    let body: Vec<_> = lines(&page.text[cell.body.clone()]).collect();
    let has_main = body
        .iter()
        .any(|line| line.code.starts_with("fn main(") || line.code.starts_with("pub fn main("));
    let _ = write!(
        out[cell.line - 1],
        "pub fn {}() -> ::std::process::ExitCode {{ ::std::process::Termination::report((|| {{",
        cell.function()
    );
    for (i, line) in body.iter().enumerate() {
        let place = &mut out[cell.line + i];
        // Two spaces for `# `: columns stay what they are on the page.
        if line.hidden && !line.code.is_empty() {
            place.push_str("  ");
        }
        place.push_str(&line.code);
    }
    let call = if has_main { " main() " } else { "" };
    let _ = write!(out[cell.line + body.len()], "{call}}})()) }}");
}

/// The table of all pages: modules, cells and values, to be `include!`d in the crate's root.
///
/// `place` says where the tangled file of a page lies.
#[must_use]
pub fn table(pages: &[Page], place: impl Fn(&Page) -> String) -> String {
    let mut out = String::new();
    for page in pages {
        let _ = writeln!(
            out,
            "#[allow(dead_code, clippy::all)]\n#[path = {:?}]\nmod {};",
            place(page),
            page.module()
        );
    }
    let pages: Vec<&Page> = pages
        .iter()
        .filter(|page| page.problems.is_empty())
        .collect();
    out.push_str(
        "\npub static CELLS: ::notebook::run::Table<fn() -> ::std::process::ExitCode> = &[\n",
    );
    for page in &pages {
        for cell in page.cells.iter().filter(|cell| is_compiled(cell)) {
            let _ = writeln!(
                out,
                "    ({:?}, {}::{}),",
                format!("{}:{}", page.name, cell.line),
                page.module(),
                cell.function()
            );
        }
    }
    out.push_str("];\n\npub static VALUES: ::notebook::run::Table<fn() -> ::notebook::number::Number> = &[\n");
    for page in &pages {
        for value in &page.values {
            let _ = writeln!(
                out,
                "    ({:?}, {}::{}),",
                format!("{}:{}:{}", page.name, value.line, value.column),
                page.module(),
                value.function()
            );
        }
    }
    out.push_str("];\n");
    out
}
