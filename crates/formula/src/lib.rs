#![doc = include_str!("../README.md")]

mod ball;
mod bars;
mod commands;
mod decide;
mod derive;
mod double;
mod dual;
mod eval;
mod exponential;
mod expr;
mod kept;
mod magnitude;
pub mod mutate;
mod name;
mod names;
mod number;
mod parse;
mod sizes;
mod symbol;
pub mod token;
mod vectors;

pub use ball::Ball;
pub use decide::{Certain, Input, Seed, agree, certain, certain_with_derivatives};
pub use derive::{By, derivative};
pub use double::Double;
pub use dual::Dual;
pub use eval::{Env, Failure, Value, evaluate};
pub use expr::{Cond, Decimal, Expr, Extreme, Fold, Function, Norm, Over, Relation};
pub use name::Name;
pub use names::{Definition, Length, Names, Sort, Symbol};
pub use number::Real;
pub use parse::{Chain, Side, chain};
pub use sizes::sizes;
pub use symbol::usable;

/// What is wrong with a formula, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Byte offset in the LaTeX source.
    pub at: usize,
    /// What was found and what was expected.
    pub message: String,
}

impl Error {
    pub(crate) fn new(at: usize, message: impl Into<String>) -> Error {
        Error { at, message: message.into() }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
