//! candle's and burn's side of the comparison of arrays: a line of JSON for every row.
//!
//! `cargo run --release -- candle` or `-- burn`, and words that pick the rows that hold one.
//! `cargo xtask bench arrays` builds it and runs it beside all others.

#[path = "../../../../crates/nnfn-ndarray/examples/throughput/harness/mod.rs"]
mod harness;

mod burn_rows;
mod candle_rows;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((library, words)) if library == "candle" => harness::run(
            "candle",
            version("candle-core"),
            words,
            candle_rows::measure,
        ),
        Some((library, words)) if library == "burn" => {
            harness::run("burn", version("burn"), words, burn_rows::measure)
        }
        _ => {
            eprintln!("usage: array-peers candle|burn [--serve | WORD ..]");
            ExitCode::FAILURE
        }
    }
}

/// The version of a package that was compiled.
fn version(package: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let entry = lock.split_once(&format!("\nname = \"{package}\"\nversion = \""));
    let version = entry.and_then(|(_, rest)| rest.split_once('"'));
    version.map_or("unknown", |(version, _)| version)
}
