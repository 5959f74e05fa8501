//! Pages whose cells and numbers were in order in an earlier run.

use notebook::{Memory, Page};

use crate::cells::Mode;

/// Whether the cells and values of a page were run in this way and in order: the same code, the same
/// outputs and numbers, on top of the same library. Where they stand on the page does not matter.
pub fn cells(memory: &Memory, page: &Page, mode: Mode) -> bool {
    page.problems.is_empty() && memory.recall(kind(mode), &key(page)).is_some()
}

/// Keeps that they are.
pub fn keep_cells(memory: &Memory, page: &Page, mode: Mode) {
    memory.keep(kind(mode), &key(page), "");
}

/// How many cells and values a page has.
pub fn count(page: &Page) -> usize {
    page.cells.len() + page.values.len()
}

fn kind(mode: Mode) -> &'static str {
    match mode {
        Mode::Together => "cells-run-once",
        Mode::Alone => "cells-run-twice",
    }
}

/// Everything of a page that its cells and values and their checks read.
fn key(page: &Page) -> Vec<String> {
    let cells = page.cells.iter().flat_map(|cell| {
        let expect = format!("{:?}", cell.expect);
        let body = page.text[cell.body.clone()].to_owned();
        let output = format!(
            "{:?}",
            cell.output.as_ref().map(|o| &page.text[o.body.clone()])
        );
        ["cell".to_owned(), expect, body, output]
    });
    let values = page.values.iter().flat_map(|value| {
        let shown = page.text[value.number.clone()].to_owned();
        ["value".to_owned(), shown, value.expression.clone()]
    });
    std::iter::once(page.name.clone())
        .chain(cells)
        .chain(values)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A\n\nIt is 0.5<!--= 1.0 / 2.0 -->.\n\n```rust\nprintln!(\"1\");\n```\n\n```output\n1\n```\n";

    #[test]
    fn words_around_code_change_nothing_and_everything_else_does() {
        let of = |text: &str| key(&Page::scan("book/a.md", text));
        let before = of(TEXT);
        assert_eq!(of(&TEXT.replace("It is", "More words.\n\nIt is")), before);
        for (old, new) in [
            ("0.5<", "0.50<"),
            ("1.0 / 2.0", "1.0 / 2.00"),
            ("println!", "print!"),
            ("```rust", "```rust,should_panic"),
            ("```output\n1", "```output\n2"),
        ] {
            let text = TEXT.replace(old, new);
            assert_ne!(of(&text), before, "{text}");
        }
        assert_ne!(key(&Page::scan("book/b.md", TEXT)), before);
    }
}
