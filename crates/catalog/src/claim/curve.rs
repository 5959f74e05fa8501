use super::Smoothness;

/// The lowest point of a function.
#[derive(Clone, Copy, Debug)]
pub struct Extremum {
    /// Where.
    pub at: f64,
    /// The value there.
    pub value: f64,
}

/// Claims about `ℝ → ℝ` with a parameter: each holds for every parameter that is tried.
#[derive(Clone, Copy, Debug)]
pub enum CurveClaim {
    /// Strictly increasing for the parameters for which this is true, and for no others.
    IncreasingIf(fn(f64) -> bool),
    /// Convex for the parameters for which this is true, and for no others.
    ConvexIf(fn(f64) -> bool),
    /// `f(x)` lies between 0 and `x` for the parameters for which this is true, and for no others.
    BetweenZeroAndXIf(fn(f64) -> bool),
    /// All values lie between these and come as close to them as f64 allows.
    Range(fn(f64) -> (f64, f64)),
    /// The least value, and the only point at which the derivative changes sign; `None` where the
    /// derivative never turns from negative to positive.
    Minimum(fn(f64) -> Option<Extremum>),
    /// Exactly how smooth it is.
    Smoothness(fn(f64) -> Smoothness),
    /// Changes no distance by more than this factor, which its slope reaches or approaches.
    Lipschitz(fn(f64) -> f64),
    /// `f(-x) = -f(x)`.
    Odd,
    /// 0 between these two, both included, and not beyond them.
    ZeroOn(fn(f64) -> (f64, f64)),
    /// The slope at 0.
    SlopeAtZero(fn(f64) -> f64),
    /// `f(c·x) = cⁿ·f(x)` for positive `c`, with this `n`.
    PositivelyHomogeneous(i32),
    /// `f(x) - f(-x) = x`.
    ReflectionDifferenceIsX,
    /// 0 at this point.
    ZeroAt(f64),
    /// `f(x) = x` on this closed interval, whatever the parameter.
    IdentityOn(f64, f64),
    /// With this parameter it is that function.
    With(f64, fn(f64) -> f64),
    /// The derivative is this function of `x` and the parameter.
    DerivativeIs(fn(f64, f64) -> f64),
    /// `E f(Z)` for a standard normal `Z`.
    GaussianMean(fn(f64) -> f64),
    /// `E f(Z)²` for a standard normal `Z`.
    GaussianSecondMoment(fn(f64) -> f64),
}
