//! Compiles single programs with plain `rustc`: those that must not compile, and those that a reader
//! sends to a playground.

use std::path::Path;
use std::process::Command;

use crate::bundle::Library;
use crate::run::{self, End, Run};
use crate::scratch::Scratch;
use crate::{Cell, Page};

/// The edition of programs that are run or must not compile.
pub const EDITION: u16 = 2024;

fn rustc(folder: &Path, program: &str, edition: u16, arguments: &[&str]) -> std::io::Result<Run> {
    let source = folder.join("main.rs");
    std::fs::write(&source, program)?;
    let mut command = Command::new("rustc");
    command
        .current_dir(folder)
        .args(["--edition", &edition.to_string()])
        .args(["--error-format", "short", "main.rs"])
        .args(arguments);
    Ok(run::program(&mut command))
}

fn failure(error: &std::io::Error) -> Run {
    Run {
        stdout: String::new(),
        stderr: String::new(),
        end: End::Failure(error.to_string()),
    }
}

/// Compiles a `compile_fail` cell. The compiler's error code and message count as the output of the
/// cell.
#[must_use]
pub fn compile_fail(library: &Library, page: &Page, cell: &Cell) -> Run {
    let code = cell.code(page);
    let program = library.program(&code);
    let compiled = Scratch::new().and_then(|scratch| {
        rustc(
            scratch.path(),
            &program,
            EDITION,
            &["--emit", "metadata", "-A", "warnings"],
        )
    });
    let run = match compiled {
        Ok(run) => run,
        Err(error) => return failure(&error),
    };
    if run.end == End::Success {
        return run;
    }
    // main.rs:2:18: error[E0308]: mismatched types
    let mut errors = run.stderr.lines().filter(|line| line.contains(": error[E"));
    let Some((place, message)) = errors.next().and_then(|line| line.split_once(": error[")) else {
        return Run {
            end: End::Failure("the compiler failed without an error code".to_owned()),
            ..run
        };
    };
    let line = place
        .split(':')
        .nth(1)
        .and_then(|line| line.parse::<usize>().ok());
    // The cell's code comes first in the program, behind the line of its `main` if it has none.
    let before = usize::from(!code.contains("fn main("));
    let message = format!("error[{message}");
    let code = message.split(['[', ']']).nth(1).unwrap_or("").to_owned();
    Run {
        stdout: message + "\n",
        stderr: String::new(),
        end: End::Rejected {
            code,
            line: line.map(|line| cell.line + line - before),
        },
    }
}

/// What changes nothing about which programs compile and what they print, and spares a quarter of the time: no
/// debug information, and the standard library linked when the program starts, not into each program. Where there is
/// no such standard library, `rustc` links the usual one.
const QUICK: &[&str] = &["-C", "debuginfo=0", "-C", "prefer-dynamic", "-C", "rpath"];

/// Compiles a program alone with plain `rustc`, outside any workspace, and runs it.
///
/// A program that does not compile gives a failure with the compiler's message.
#[must_use]
pub fn compile_and_run(program: &str) -> Run {
    let build = |scratch: &Scratch| {
        rustc(
            scratch.path(),
            program,
            EDITION,
            &[&["-o", "program"], QUICK].concat(),
        )
    };
    let scratch = match Scratch::new() {
        Ok(scratch) => scratch,
        Err(error) => return failure(&error),
    };
    match build(&scratch) {
        Ok(run) if run.end == End::Success => {
            run::program_apart(&mut Command::new(scratch.path().join("program")))
        }
        Ok(run) => Run {
            end: End::Failure("it does not compile with plain rustc".to_owned()),
            ..run
        },
        Err(error) => failure(&error),
    }
}

/// Compiles a library source alone with plain `rustc` in an edition. `None` if it compiles, otherwise
/// the error.
#[must_use]
pub fn compiles_as_library(source: &str, edition: u16) -> Option<String> {
    let compiled = Scratch::new().and_then(|scratch| {
        rustc(
            scratch.path(),
            source,
            edition,
            &["--crate-type", "lib", "--emit", "metadata"],
        )
    });
    match compiled {
        Ok(run) if run.end == End::Success => None,
        Ok(run) => Some(run.stderr),
        Err(error) => Some(error.to_string()),
    }
}
