//! What every program of the comparison does alike: it takes rows, times them and prints a line of JSON for each.
//!
//! The programs of other libraries (`benches/peers/rust`) are compiled with these very files.

mod case;
pub mod inputs;
mod least;

use std::io::{BufRead, Write};
use std::process::ExitCode;

pub use case::Case;
pub use least::least;

/// What was measured of one row.
pub struct Timed {
    /// What was called, in words of the library.
    pub call: &'static str,
    /// Seconds of a call for the value, into a new array.
    pub forward: f64,
    /// Seconds for value and gradient.
    pub both: f64,
    /// Seconds for the value, into an array that is there.
    pub into: Option<f64>,
    /// The mean size of the values and of the gradient, by which one sees that all libraries compute the same.
    pub sizes: Option<(f64, f64)>,
}

/// Measures the rows that the command line names, or all; with `--serve`, those that standard input asks for, one
/// a line.
pub fn run(
    library: &str,
    version: &str,
    arguments: &[String],
    measure: impl Fn(&Case) -> Result<Timed, String>,
) -> ExitCode {
    settle();
    let answer = |case: &Case| line(library, version, case, measure(case));
    if arguments == ["--serve"] {
        for asked in std::io::stdin().lock().lines().map_while(Result::ok) {
            match Case::parse(&asked) {
                Ok(case) => println!("{}", answer(&case)),
                Err(why) => {
                    eprintln!("{why}");
                    return ExitCode::FAILURE;
                }
            }
            let _ = std::io::stdout().flush();
        }
        return ExitCode::SUCCESS;
    }
    let cases = case::all();
    let wanted = |case: &&Case| {
        let name = case.to_string();
        arguments.is_empty() || arguments.iter().any(|word| name.contains(word))
    };
    let wanted: Vec<&Case> = cases.iter().filter(wanted).collect();
    if wanted.is_empty() {
        eprintln!("no row has one of {arguments:?} in its name; a row is `gelu float32 10000`");
        return ExitCode::FAILURE;
    }
    for case in wanted {
        println!("{}", answer(case));
    }
    ExitCode::SUCCESS
}

/// Frees a large block once, as every program has that worked on arrays for a while: from then on glibc keeps blocks
/// up to this size for the next call. Else it depends on what lies behind them in memory whether they go back to the
/// system and come again page by page, which takes longer than most of these functions. Larger ones always do.
fn settle() {
    drop(std::hint::black_box(vec![1_u8; 31 << 20]));
}

/// A line of JSON, in nanoseconds per element.
fn line(library: &str, version: &str, case: &Case, timed: Result<Timed, String>) -> String {
    let head = format!(
        "{{\"library\":{library:?},\"version\":{version:?},\"row\":{:?},\"dtype\":{:?},\"shape\":{:?},\"n\":{}",
        case.row,
        case.dtype,
        case.shape(),
        case.len()
    );
    let timed = match timed {
        Ok(timed) => timed,
        Err(why) => return format!("{head},\"missing\":{why:?}}}"),
    };
    let each = |seconds: f64| seconds * 1e9 / case.len() as f64;
    let mut line = format!(
        "{head},\"call\":{:?},\"forward_ns\":{:.4},\"both_ns\":{:.4}",
        timed.call,
        each(timed.forward),
        each(timed.both)
    );
    if let Some(into) = timed.into {
        line += &format!(",\"into_ns\":{:.4}", each(into));
    }
    if let Some((value, gradient)) = timed.sizes {
        line += &format!(",\"value\":{value:e},\"gradient\":{gradient:e}");
    }
    line + "}"
}
