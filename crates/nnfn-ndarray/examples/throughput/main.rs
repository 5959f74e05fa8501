//! Nanoseconds per element of the functions that `cargo xtask bench arrays` compares with other libraries.
//!
//! `cargo run --release -p nnfn-ndarray --example throughput` prints a line of JSON for every row; words behind
//! `--` pick the rows that hold one, such as `gelu` or `float32`. One thread, no flags for the compiler.

mod harness;
mod rows;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    harness::run(
        "nnfn-ndarray",
        env!("CARGO_PKG_VERSION"),
        &arguments,
        rows::measure,
    )
}
