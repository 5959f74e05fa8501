use super::Smoothness;

/// Claims about `ℝ → ℝ`.
#[derive(Clone, Copy, Debug)]
pub enum ScalarClaim {
    /// Never decreases; increases strictly wherever its derivative is not 0 in f64.
    Increasing,
    /// Never decreases, and is constant somewhere.
    NonDecreasing,
    /// The derivative never increases.
    Concave,
    /// The derivative never decreases.
    Convex,
    /// `f(-x) = -f(x)`.
    Odd,
    /// Exactly how smooth it is.
    Smoothness(Smoothness),
    /// Changes no distance by more than this factor, which its slope reaches or approaches.
    Lipschitz(f64),
    /// `f(x)` lies between 0 and `x`.
    BetweenZeroAndX,
    /// `f(f(x)) = f(x)`.
    Idempotent,
    /// `f(c·x) = cⁿ·f(x)` for positive `c`, with this `n`.
    PositivelyHomogeneous(i32),
    /// 0 at this point.
    ZeroAt(f64),
    /// `f(x) = x` at this point.
    FixedPoint(f64),
    /// `f(x) = x` on this closed interval, and not beyond its finite ends.
    IdentityOn(f64, f64),
    /// Constant on this closed interval, and not beyond its finite ends.
    ConstantOn {
        /// Its left end, perhaps `-∞`.
        from: f64,
        /// Its right end, perhaps `∞`.
        to: f64,
        /// The value there.
        value: f64,
    },
    /// The derivative is this function.
    DerivativeIs(fn(f64) -> f64),
    /// All values lie between these and come as close to them as f64 allows.
    Range(f64, f64),
    /// The least value, and the only point at which the derivative changes sign.
    Minimum {
        /// Where.
        at: f64,
        /// The value there.
        value: f64,
    },
    /// The largest slope anywhere.
    SteepestRise {
        /// Where (its mirror image may be another such point).
        at: f64,
        /// The slope there.
        slope: f64,
    },
    /// The most negative slope anywhere.
    SteepestFall {
        /// Where.
        at: f64,
        /// The slope there.
        slope: f64,
    },
    /// The slope at 0.
    SlopeAtZero(f64),
    /// `f(x) + f(-x)` is this constant.
    ReflectionSum(f64),
    /// `f(x) + f(-x) = |x|`.
    ReflectionSumIsAbsolute,
    /// `f(x) - f(-x) = x`.
    ReflectionDifferenceIsX,
    /// `E f(Z)` for a standard normal `Z`.
    GaussianMean(f64),
    /// `E f(Z)²` for a standard normal `Z`.
    GaussianSecondMoment(f64),
}
