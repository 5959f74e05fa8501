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
