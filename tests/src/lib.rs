//! What is true of all functions, checked.
//!
//! Each module is one kind of evidence: a loop over the catalogue that returns [`Outcome`]s.
//! `cargo xtask verify` reports them; `cargo test` runs the same functions and fails on any problem.
//! Tolerances live in [`tolerance`] and nowhere else.

pub mod claims;
pub mod complete;
pub mod constants;
pub mod drawn;
pub mod edges;
pub mod elsewhere;
pub mod formulas;
pub mod gradients;
pub mod guard;
pub mod limits;
pub mod lowest;
pub mod peers;
pub mod properties;
pub mod references;
pub mod sample;
pub mod workspace;

pub use records::{Outcome, Problem, accuracy, golden, measure, outcome, source, tolerance};

/// Functions of the catalogue: all, or those of a page.
pub type Functions = [&'static catalog::Function];

/// All functions of the catalogue.
#[must_use]
pub fn functions() -> Vec<&'static catalog::Function> {
    catalog::FUNCTIONS.iter().collect()
}

/// A step of `verify`.
pub struct Step {
    /// Its name.
    pub name: &'static str,
    /// What it runs for some functions.
    pub run: fn(&Functions) -> Vec<Outcome>,
    /// Whether it looks at these functions; if not, it belongs to no page of theirs.
    pub by_function: bool,
}

const fn by_function(name: &'static str, run: fn(&Functions) -> Vec<Outcome>) -> Step {
    Step {
        name,
        run,
        by_function: true,
    }
}

/// The steps, cheapest first.
pub static STEPS: &[Step] = &[
    Step {
        name: "constants",
        run: constants::outcomes,
        by_function: false,
    },
    by_function("golden", references::outcomes),
    by_function("peers", peers::outcomes),
    by_function("gradients", gradients::outcomes),
    by_function("claims", claims::outcomes),
    by_function("limits", limits::outcomes),
    by_function("edges", edges::outcomes),
    by_function("properties", properties::outcomes),
    by_function("complete", complete::outcomes),
];
