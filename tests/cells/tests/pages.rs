//! Every cell prints what its page shows; every inline value is its expression.
//!
//! One test a cell, so that `cargo test -p cells gelu` runs one page.

use std::path::Path;

use notebook::{Expect, Page, Problem, check, run, rustc};

include!(concat!(env!("OUT_DIR"), "/tests.rs"));

const CELLS: &str = env!("CARGO_BIN_EXE_cells");

fn page(name: &str) -> Page {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    Page::scan(name, &text)
}

#[track_caller]
fn none(problems: Vec<Problem>) {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

fn well_formed(name: &str) {
    none(page(name).problems);
}

fn cell(name: &str, number: usize) {
    let page = page(name);
    let cell = &page.cells[number - 1];
    let run = match &cell.expect {
        Expect::CompileError(_) => rustc::compile_fail(
            &records::source::library().unwrap_or_else(|e| panic!("{e}")),
            &page,
            cell,
        ),
        _ => run::cells(Path::new(CELLS), &[format!("{name}:{}", cell.line)]).remove(0),
    };
    none(
        check::ending(&page, cell, &run)
            .or_else(|| check::output(&page, cell, &run))
            .into_iter()
            .collect(),
    );
}

fn values(name: &str) {
    let page = page(name);
    let computed = run::values(Path::new(CELLS), &[name]).unwrap_or_else(|e| panic!("{e}"));
    let problem = |value: &notebook::Value| {
        let id = format!("{name}:{}:{}", value.line, value.column);
        let (_, number) = computed
            .iter()
            .find(|(found, _)| *found == id)
            .unwrap_or_else(|| panic!("{id} is not compiled"));
        check::value(&page, value, number)
    };
    none(page.values.iter().filter_map(problem).collect());
}
