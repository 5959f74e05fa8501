use std::panic::Location;

/// Limits at both ends of the line.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// At -∞.
    pub at_minus_infinity: f64,
    /// At ∞.
    pub at_infinity: f64,
}

/// A point at which a derivative jumps or the formula changes.
#[derive(Clone, Copy, Debug)]
pub struct Seam {
    /// Where.
    pub at: f64,
    /// Slope from the left.
    pub left: f64,
    /// Slope from the right.
    pub right: f64,
    /// The slope that the gradient function gives there.
    pub chosen: f64,
}

/// The same function in another library, as recorded in the golden values.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// `PyTorch`
    pub library: &'static str,
    /// The call, letter for letter as recorded: `torch.sigmoid(x)`.
    pub call: &'static str,
}

/// A claim, its name and the place at which it is stated.
#[derive(Clone, Copy, Debug)]
pub struct Stated<C: 'static> {
    /// Names the claim on a page: `minimum` in `<!--@ property gelu minimum -->`.
    pub name: &'static str,
    /// The claim.
    pub claim: C,
    /// Where it stands in the catalogue.
    pub place: &'static Location<'static>,
}

/// States a claim at the caller's line.
#[track_caller]
pub const fn stated<C>(name: &'static str, claim: C) -> Stated<C> {
    Stated {
        name,
        claim,
        place: Location::caller(),
    }
}

/// Claims about `ℝ → ℝ`.
#[derive(Clone, Copy, Debug)]
pub enum ScalarClaim {
    /// Never decreases; increases strictly wherever its derivative is not 0 in f64.
    Increasing,
    /// The derivative never increases.
    Concave,
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
    /// `f(x) - f(-x) = x`.
    ReflectionDifferenceIsX,
    /// `E f(Z)` for a standard normal `Z`.
    GaussianMean(f64),
    /// `E f(Z)²` for a standard normal `Z`.
    GaussianSecondMoment(f64),
}

/// Claims about a loss of prediction and target.
#[derive(Clone, Copy, Debug)]
pub enum PairClaim {
    /// 0 for a perfect prediction, positive otherwise.
    ZeroOnlyAtTarget,
    /// `f(y + r, y) = f(y - r, y)`.
    EvenInResidual,
    /// Convex in the prediction.
    Convex,
    /// The slope's size is at most this function of the parameter, and reaches it.
    SteepestSlope(fn(f64) -> f64),
    /// The curvature for residuals inside the seam and outside of it, as functions of the parameter.
    Curvature {
        /// Inside.
        inside: fn(f64) -> f64,
        /// Outside.
        outside: f64,
    },
    /// Never above this function of residual and parameter, and equal to it inside the seam.
    AtMostQuadratic(fn(f64, f64) -> f64),
    /// Never above this function of residual and parameter, which it approaches from
    /// below up to a constant.
    AtMostLinear(fn(f64, f64) -> f64),
}

/// Claims about `ℝᴷ → ℝᴷ` with a temperature.
#[derive(Clone, Copy, Debug)]
pub enum RowClaim {
    /// Entries are between 0 and 1 and sum to 1.
    SumsToOne,
    /// The exponentials of the entries sum to 1.
    ExpSumsToOne,
    /// A common shift of the logits changes nothing.
    ShiftInvariant,
    /// Permuting the logits permutes the entries.
    PermutationEquivariant,
    /// A larger logit never gets a smaller entry.
    OrderPreserving,
    /// The Jacobian is symmetric.
    JacobianSymmetric,
    /// Each row of the Jacobian sums to 0.
    JacobianRowsSumToZero,
    /// The Jacobian is positive semidefinite with largest eigenvalue at most this over the temperature.
    JacobianNorm(f64),
    /// The entropy grows with the temperature.
    EntropyGrowsWithTemperature,
    /// Uniform as the temperature grows.
    UniformWhenHot,
    /// Uniform over the maximisers as the temperature falls to 0.
    MaximisersWhenCold,
    /// Applied twice it is what it is once (at temperature 1).
    Idempotent,
    /// With two logits it is the sigmoid of their difference over the temperature.
    TwoLogitsAreSigmoid,
}

/// Claims about `ℝᴷ → ℝ`.
#[derive(Clone, Copy, Debug)]
pub enum RowScalarClaim {
    /// Between the largest logit and that plus `ln K`.
    BetweenMaxAndMaxPlusLogK,
    /// A common shift of the logits shifts the value.
    ShiftEquivariant,
    /// Convex.
    Convex,
    /// The gradient is this function of the logits.
    GradientIs(fn(&[f64]) -> Vec<f64>),
}

/// Claims about a loss of logits and a class.
#[derive(Clone, Copy, Debug)]
pub enum ClassClaim {
    /// Never negative.
    NonNegative,
    /// A common shift of the logits changes nothing.
    ShiftInvariant,
    /// Convex in the logits.
    Convex,
    /// The entries of the gradient sum to 0.
    GradientSumsToZero,
    /// The gradient's absolute entries sum to at most this, and come as close as f64 allows.
    GradientL1AtMost(f64),
    /// The gradient's Euclidean length is at most this, and comes as close as f64 allows.
    GradientL2AtMost(f64),
    /// Equal logits cost `ln K`.
    UniformCostsLogK,
    /// Permuting the logits of the wrong classes changes nothing.
    WrongClassesInterchangeable,
}

/// Claims about a loss of logits and a target distribution.
#[derive(Clone, Copy, Debug)]
pub enum SoftClaim {
    /// At least the target's entropy, reached where softmax gives the target.
    AtLeastEntropy,
    /// A common shift of the logits changes nothing (the target sums to 1).
    ShiftInvariant,
    /// Convex in the logits.
    Convex,
    /// The entries of the gradient sum to 0.
    GradientSumsToZero,
    /// With all of the target on one class it is this loss of that class.
    OneHotIs(fn(&[f64], usize) -> f64),
}
