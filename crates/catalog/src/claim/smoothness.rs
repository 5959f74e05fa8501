/// How smooth a function is: what is the first thing about it that jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Smoothness {
    /// The value jumps.
    Jumps,
    /// The value does not jump, the slope does: there is a kink.
    Continuous,
    /// The slope does not jump, the curvature does.
    C1,
    /// The curvature does not jump, the third derivative does.
    C2,
    /// Nothing jumps.
    Smooth,
}
