//! A formula that is to be checked, with what it claims.

use std::ops::Range;

use formula::Expr;

use super::mark::Extra;
use super::subject::Subject;
use crate::outcome::Problem;

/// A formula to be checked.
#[derive(Clone, Debug)]
pub struct Task {
    pub page: String,
    pub line: usize,
    pub latex: Range<usize>,
    pub mark: String,
    pub claim: Result<Claim, Problem>,
    /// Whether its left-hand side is a name that it gives a meaning.
    pub defines: bool,
    /// Whether the first failure is enough.
    pub hasty: bool,
}

/// One side of a formula, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Sided {
    pub tree: Expr,
    pub line: usize,
    pub column: usize,
}

/// What is to be checked of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    Code {
        subject: Subject,
        sides: Vec<Sided>,
        value: Option<Sided>,
    },
    Identity {
        subject: Subject,
        extras: Vec<Extra>,
        sides: Vec<Sided>,
    },
    Definition {
        subject: Subject,
    },
    Unchecked(String),
}

impl PartialEq for Subject {
    fn eq(&self, other: &Subject) -> bool {
        (self.code_name(), &self.entry, self.unit, self.fixed)
            == (other.code_name(), &other.entry, other.unit, other.fixed)
    }
}
