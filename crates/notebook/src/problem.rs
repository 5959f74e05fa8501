use std::fmt;

/// Something wrong on a page: where, and in words what was found and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The page, relative to the project: `book/activations/gelu.md`.
    pub page: String,
    /// 1-based line on the page.
    pub line: usize,
    /// What was found and what was expected.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.page, self.line, self.message)
    }
}
