/// What a figure of a function needs.
#[derive(Clone, Copy, Debug)]
pub struct Picture {
    /// What stands on the horizontal axis.
    pub across: &'static str,
    /// Range of the horizontal axis.
    pub x: (f64, f64),
    /// Range of the vertical axis.
    pub y: (f64, f64),
    /// What is drawn on the same axes for comparison.
    pub rivals: &'static [Rival],
    /// What the reader should see, in a sentence.
    pub caption: &'static str,
}

/// A curve for comparison.
#[derive(Clone, Copy, Debug)]
pub struct Rival {
    /// Its name in the legend.
    pub label: &'static str,
    /// The curve.
    pub curve: fn(f64) -> f64,
}
