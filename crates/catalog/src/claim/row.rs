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
