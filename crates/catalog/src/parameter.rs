/// A parameter of a function.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// By the paper's name, in words: `delta`.
    pub name: &'static str,
    /// What a page calls it, in LaTeX: `\delta`.
    pub symbol: &'static str,
    /// The value that the book uses where it names none.
    pub default: f64,
    /// Values that the checks use, the default among them; all are valid.
    pub tried: &'static [f64],
    /// Which values the function takes; it panics at others, and says so by name.
    pub valid: fn(f64) -> bool,
    /// Through which values a reader moves it.
    pub span: Span,
}

/// Values to move through, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span {
    /// In even steps.
    Even(f64, f64),
    /// In even factors; both ends are positive.
    Times(f64, f64),
}
