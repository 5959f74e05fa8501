use super::{Extremum, Smoothness};
use crate::args::Args;

/// Claims about a loss: each holds for every value of the parameters that is tried.
#[derive(Clone, Copy, Debug)]
pub enum LossClaim {
    /// Along the section of this name.
    Along(&'static str, LineClaim),
    /// Never negative.
    NonNegative,
    /// Convex in this argument.
    ConvexIn(usize),
    /// The entries of the gradient by this argument sum to this; those of a table in each row.
    GradientSumsTo(usize, f64),
    /// The gradient by this argument is that.
    GradientIs(usize, fn(&Args) -> Vec<f64>),
    /// The gradient is at most so large, and reaches it.
    GradientAtMost {
        /// The argument by which it is taken.
        by: usize,
        /// How its size is measured.
        norm: Norm,
        /// How large.
        bound: fn(&Args) -> f64,
        /// Where it is so large.
        reached: fn() -> Args,
    },
    /// A change of the arguments changes nothing.
    Unchanged(Change),
    /// A common shift of the entries of this argument is added to the value.
    ShiftAdds(usize),
    /// Scaling these arguments by a positive factor scales the value by this power of it.
    ScalesWith(&'static [usize], i32),
    /// Never below this, which it reaches at the arguments that are given for each.
    AtLeast {
        /// The bound.
        bound: fn(&Args) -> f64,
        /// The arguments, changed so that the bound is reached.
        reached: fn(&Args) -> Args,
    },
    /// Between these two, each of which is reached.
    Between(fn(&Args) -> f64, fn(&Args) -> f64),
    /// With arguments changed in this way it is that.
    Is {
        /// The change.
        with: fn(&Args) -> Args,
        /// What it is then.
        that: fn(&Args) -> f64,
    },
}

/// A change of arguments.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// The same number added to all entries of these.
    Shift(&'static [usize]),
    /// The entries of these put into another order, the same for all.
    Permute(&'static [usize]),
    /// The entries of the first put into another order, but that at the index in the second.
    PermuteOthers(usize, usize),
    /// Two arguments exchanged.
    Swap(usize, usize),
}

/// How the size of a gradient is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// The sum of the absolute entries.
    Absolute,
    /// The Euclidean length.
    Euclidean,
    /// The largest absolute entry.
    Largest,
}

/// Claims about a loss along a section; the functions take the values of the parameters.
#[derive(Clone, Copy, Debug)]
pub enum LineClaim {
    /// Its slope never falls.
    Convex,
    /// Never falls, and is flat nowhere.
    Increasing,
    /// Never rises, and is flat nowhere.
    Decreasing,
    /// Never falls, and is flat somewhere.
    NonDecreasing,
    /// Never rises, and is flat somewhere.
    NonIncreasing,
    /// `f(-t) = f(t)`.
    Even,
    /// 0 here, positive elsewhere.
    ZeroOnlyAt(f64),
    /// Changes no distance by more than this factor, which its slope reaches or approaches.
    Lipschitz(fn(&[f64]) -> f64),
    /// All values lie between these and come as close to them as f64 allows.
    Range(fn(&[f64]) -> (f64, f64)),
    /// The least value, and the only point at which the slope changes sign.
    Minimum(fn(&[f64]) -> Extremum),
    /// Exactly how smooth it is.
    Smoothness(fn(&[f64]) -> Smoothness),
    /// The curvature between the two seams and outside of them.
    Curvature {
        /// Between.
        inside: fn(&[f64]) -> f64,
        /// Outside.
        outside: f64,
    },
    /// Never above this function of the place, which it is where `meets` says.
    Below(fn(&[f64], f64) -> f64, Meets),
    /// It is this function of the place.
    Is(fn(&[f64], f64) -> f64),
    /// Its slope is 0 from here to there, and not beyond.
    Flat(fn(&[f64]) -> (f64, f64)),
}

/// Where a bound is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meets {
    /// Between the two seams it is the bound.
    BetweenSeams,
    /// From 4 units on it keeps a constant distance from the bound; one that only nears a line does not.
    UpToAConstant,
}
