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
