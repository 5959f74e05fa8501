//! The `main` of the program that holds all cells of all pages.

use std::any::Any;
use std::io::{IsTerminal, Write};
use std::panic::{PanicHookInfo, catch_unwind, set_hook};
use std::process::ExitCode;

use crate::number::Number;

/// A compiled cell or value, by its id: `book/x.md:83` or `book/x.md:83:40`.
pub type Table<F> = &'static [(&'static str, F)];

/// The start of every line that this program prints about its cells: an unusual control character and
/// a secret of this run, so that a cell cannot forge it.
pub(crate) fn mark(secret: &str) -> String {
    format!("\u{1e}{secret} ")
}

/// Reads the secret from stdin, so that no cell can read it later.
fn secret() -> String {
    let mut line = String::new();
    if !std::io::stdin().is_terminal() {
        let _ = std::io::stdin().read_line(&mut line);
    }
    line.trim().to_owned()
}

/// The `main` of the program: `run <id> ..`, or `values <first> <page> ..`, from that one of the
/// pages' values on.
#[must_use]
pub fn main(cells: Table<fn() -> ExitCode>, values: Table<fn() -> Number>) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let secret = secret();
    if !secret.is_empty() {
        std::thread::spawn(end_with_the_runner);
    }
    let mark = mark(&secret);
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", ref ids @ ..] => {
            for id in ids {
                let Some((_, cell)) = cells.iter().find(|(name, _)| name == id) else {
                    eprintln!("no cell {id}");
                    return ExitCode::FAILURE;
                };
                // Anew for each: a cell may have put its own in place.
                let mark_of_hook = mark.clone();
                set_hook(Box::new(move |info| report_panic(info, &mark_of_hook)));
                run(*cell, &mark);
            }
            ExitCode::SUCCESS
        }
        ["values", first, ref pages @ ..] => {
            set_hook(Box::new(|_| {}));
            // An id is `book/x.md:83:40`.
            let page = |id: &'static str| id.rsplitn(3, ':').nth(2).unwrap_or(id);
            let asked = values.iter().filter(|(id, _)| pages.contains(&page(id)));
            for (id, value) in asked.skip(first.parse().unwrap_or(0)) {
                println!("{mark}start {id}");
                match catch_unwind(value) {
                    Ok(number) => println!("{mark}is {number}"),
                    Err(payload) => {
                        let text = payload_text(payload.as_ref()).replace('\n', " ");
                        println!("{mark}panicked {text}");
                    }
                }
            }
            println!("{mark}done ");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: cells run <page:line> .. | values <first> <page> ..");
            ExitCode::FAILURE
        }
    }
}

/// A runner that is stopped by hand cannot stop this program any more, which has a process group of
/// its own: a cell that loops would loop for ever.
fn end_with_the_runner() {
    std::thread::sleep(3 * crate::process::TIMEOUT);
    std::process::exit(1);
}

/// Runs a cell and marks on both streams where its output ends, and how.
fn run(cell: fn() -> ExitCode, mark: &str) {
    let word = match catch_unwind(cell) {
        // An exit code has its number only where it is shown: `ExitCode(unix_exit_status(3))`.
        Ok(code) => {
            let shown = format!("{code:?}");
            let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
            format!("exit {digits}")
        }
        Err(_) => "panic ".to_owned(),
    };
    let _ = std::io::stdout().flush();
    println!("{mark}{word}");
    eprintln!("{mark}{word}");
}

fn payload_text(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message")
}

fn report_panic(info: &PanicHookInfo<'_>, mark: &str) {
    let _ = std::io::stdout().flush();
    println!("panicked: {}", payload_text(info.payload()));
    if let Some(place) = info.location() {
        eprintln!("{mark}at {}:{}", place.file(), place.line());
    }
}
