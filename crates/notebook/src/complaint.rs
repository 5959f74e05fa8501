//! Something that is wrong, with its place.

use std::fmt;
use std::path::PathBuf;

/// Something that is wrong at a line of a file of the project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// The file, relative to the root of the project.
    pub file: PathBuf,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, without the place.
    pub message: String,
}

impl Complaint {
    /// A complaint about `line` of `file`.
    pub fn new(file: impl Into<PathBuf>, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}

impl From<crate::Problem> for Complaint {
    fn from(problem: crate::Problem) -> Complaint {
        Complaint::new(problem.page, problem.line, problem.message)
    }
}
