//! What the two functions with a threshold share: it, and where it lies.

use crate::claim::Seam;
use crate::parameter::{Parameter, Span};

/// What is set to 0, by its size.
pub const THRESHOLD: Parameter = Parameter {
    name: "lambda",
    symbol: r"\lambda",
    default: 0.5,
    // At 0 it is the identity, which a claim says and the golden values try.
    tried: &[0.25, 0.5, 1.0],
    valid: |lambda| lambda >= 0.0 && lambda.is_finite(),
    span: Span::Even(0.0, 2.0),
};

/// The slope is 0 up to the threshold on either side, itself included, and 1 beyond; at λ = 0
/// nothing is set to 0.
pub fn at_threshold(lambda: f64) -> Vec<Seam> {
    if lambda == 0.0 {
        return vec![];
    }
    vec![
        Seam {
            at: -lambda,
            left: 1.0,
            right: 0.0,
            chosen: 0.0,
        },
        Seam {
            at: lambda,
            left: 0.0,
            right: 1.0,
            chosen: 0.0,
        },
    ]
}
