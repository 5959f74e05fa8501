//! All cells and inline values of the book in one program: `cells run book/x.md:83`, `cells values`.

#[allow(unused_imports)]
mod prelude;

include!(concat!(env!("OUT_DIR"), "/table.rs"));

fn main() -> std::process::ExitCode {
    notebook::run::main(CELLS, VALUES)
}
