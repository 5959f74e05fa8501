//! The program that holds all cells of all pages: what its `main` does.

use std::io::Write;
use std::panic::{PanicHookInfo, catch_unwind, set_hook};
use std::process::ExitCode;

use crate::number::Number;

/// Starts the line on stderr that tells where a cell panicked.
pub(crate) const PANIC: &str = "\u{1e}panic ";
/// Starts the line on both streams that ends what a cell printed, in a batch.
pub(crate) const END: &str = "\u{1e}end ";

/// A compiled cell or value, by its id: `book/x.md:83` or `book/x.md:83:40`.
pub type Table<F> = &'static [(&'static str, F)];

/// The `main` of the program: `run <id>`, `batch <id> ..` or `values`.
#[must_use]
pub fn main(cells: Table<fn() -> ExitCode>, values: Table<fn() -> Number>) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let find = |id: &str| {
        cells
            .iter()
            .find(|(name, _)| *name == id)
            .map(|(_, cell)| *cell)
    };
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", id] => {
            let Some(cell) = find(id) else {
                eprintln!("no cell {id}");
                return ExitCode::FAILURE;
            };
            set_hook(Box::new(report_panic));
            cell()
        }
        ["batch", ref ids @ ..] => {
            set_hook(Box::new(report_panic));
            for cell in ids.iter().filter_map(|id| find(id)) {
                batched(cell);
            }
            ExitCode::SUCCESS
        }
        ["values"] => {
            set_hook(Box::new(|_| {}));
            for (id, value) in values {
                match catch_unwind(value) {
                    Ok(number) => println!("{id} {number}"),
                    Err(payload) => println!(
                        "{id} ! {}",
                        payload_text(payload.as_ref()).replace('\n', " ")
                    ),
                }
            }
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: cells run <page:line> | batch <page:line> .. | values");
            ExitCode::FAILURE
        }
    }
}

/// Runs a cell among others and marks on both streams where its output ends.
fn batched(cell: fn() -> ExitCode) {
    // An exit code can be compared by what it shows only.
    let success = |code: ExitCode| format!("{code:?}") == format!("{:?}", ExitCode::SUCCESS);
    let word = if catch_unwind(cell).is_ok_and(success) {
        "success"
    } else {
        "failure"
    };
    let _ = std::io::stdout().flush();
    println!("{END}{word}");
    eprintln!("{END}{word}");
}

fn payload_text(payload: &(dyn std::any::Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message")
}

fn report_panic(info: &PanicHookInfo<'_>) {
    let _ = std::io::stdout().flush();
    println!("panicked: {}", payload_text(info.payload()));
    if let Some(place) = info.location() {
        eprintln!("{PANIC}{}:{}", place.file(), place.line());
    }
}
