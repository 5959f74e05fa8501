//! What is true of all functions, checked.
//!
//! Each module is one kind of evidence: a loop over the catalogue that returns [`Outcome`]s.
//! `cargo xtask verify` tells them; `cargo test` runs the same functions and fails on any problem.
//! Tolerances live in [`tolerance`] and nowhere else.

pub mod claims;
pub mod complete;
pub mod constants;
pub mod formulas;
pub mod gradients;
pub mod guard;
pub mod limits;
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

/// A step of `verify`: its name and what it runs for some functions.
pub type Step = (&'static str, fn(&Functions) -> Vec<Outcome>);

/// The steps, cheapest first.
pub const STEPS: &[Step] = &[
    ("constants", constants::outcomes),
    ("golden", references::outcomes),
    ("peers", peers::outcomes),
    ("gradients", gradients::outcomes),
    ("claims", claims::outcomes),
    ("limits", limits::outcomes),
    ("properties", properties::outcomes),
    ("complete", complete::outcomes),
];
