//! Tables on other libraries: each row names a record, which says what the call is and returned.

use notebook::{Complaint, Directive, Page, Row, Value};

use crate::recorded;

/// Rows of tables under *In other libraries* that name no record. A row of numbers needs none if one
/// of them is what a library returned; a row with a call or with a library's name does.
pub fn check(page: &Page) -> Vec<Complaint> {
    let unrecorded = |row: &&Row| {
        let recorded = |d: &Directive| d.name == "recorded" && d.line == row.line;
        let shown = |v: &Value| v.line == row.line && v.expression.contains("peer_");
        let numbers = page.values.iter().any(shown) && !names_a_call(page, row.line);
        !page.directives.iter().any(recorded) && !numbers
    };
    let complaint = |row: &Row| {
        Complaint::new(
            &page.name,
            row.line,
            "a call that nobody recorded: end the row with `<!--@ recorded FUNCTION LIBRARY -->`; `cargo xtask bless` then fills its cells",
        )
    };
    (page.rows.iter())
        .filter(|row| row.section == "In other libraries")
        .filter(unrecorded)
        .map(complaint)
        .collect()
}

fn names_a_call(page: &Page, line: usize) -> bool {
    let cells = recorded::texts(page.text.lines().nth(line - 1).unwrap_or(""));
    let code = |cell: &String| cell.len() > 2 && cell.starts_with('`') && cell.ends_with('`');
    let libraries = recorded::libraries();
    let named = |cell: &String| (libraries.iter()).any(|(library, _)| cell.starts_with(library));
    cells.iter().any(|cell| code(cell) || named(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "| PyTorch 2.15.0 | exact | `torch.nn.functional.gelu(x)` |";

    #[test]
    fn a_row_without_a_record_is_reported() {
        let text = format!(
            "# x\n\n| a |\n|---|\n| b |\n\n## In other libraries\n\n| L | F | C |\n|---|---|---|\n{ROW}\n\nText.\n\n## Next\n\n| a |\n|---|\n| b |\n"
        );
        let page = Page::scan("book/activations/x.md", &text);
        let found = check(&page);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].line, found[0].file.to_str()),
            (11, Some("book/activations/x.md"))
        );
    }

    #[test]
    fn a_row_of_recorded_numbers_needs_no_call() {
        let count = |row: &str| {
            let head = "# x\n\n## In other libraries\n\n| L | P |\n|---|---|\n";
            check(&Page::scan(
                "book/activations/x.md",
                &format!("{head}{row}\n"),
            ))
            .len()
        };
        let number = "0.5<!--= peer_value(\"sigmoid\", \"JAX\", \"float64\", 0.0) -->";
        assert_eq!(count(&format!("| 0 in `float64` | {number} |")), 0);
        assert_eq!(count("| 0 | 0.5<!--= sigmoid(0.0) --> |"), 1);
        assert_eq!(count(&format!("| `jax.nn.sigmoid(x)` | {number} |")), 1);
        assert_eq!(count(&format!("| JAX 9 | {number} |")), 1);
    }
}
