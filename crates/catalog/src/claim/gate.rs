use super::Smoothness;

/// Claims about a gated number `a·g(b)`.
#[derive(Clone, Copy, Debug)]
pub enum GateClaim {
    /// The gate `g` is this function: so are the value at `a = 1` and the derivative by `a`.
    GateIs(fn(f64) -> f64),
    /// `f(c·a, b) = c·f(a, b)`.
    LinearInA,
    /// With `b = 0` it is this times `a`.
    AtZero(f64),
    /// The gate's values lie between these and come as close to them as f64 allows.
    GateRange(f64, f64),
    /// Whether `f(a, b) = f(b, a)` for all `a` and `b`.
    Symmetric(bool),
    /// `|f(a, b)| ≤ |a|`.
    NeverGrows,
    /// Exactly how smooth the gate is.
    Smoothness(Smoothness),
}
