//! Facts about every function of `nnfn`, as data.
//!
//! One struct for each shape of function, no optional fields. Checks, tables and figures are loops
//! over [`FUNCTIONS`]. A [`Stated`] claim is an enum variant that has exactly one checker (in the
//! package `verification`, which matches on all of them), and it knows the line on which it
//! stands, so that a false claim is reported there.
//!
//! No tolerance, no exception and no test switch ever enters this crate.

mod activations;
mod claim;
mod losses;
mod picture;
mod shape;

pub use claim::{
    ClassClaim, CurveClaim, Extremum, GateClaim, Limits, PairClaim, Peer, RowClaim, RowScalarClaim,
    ScalarClaim, Seam, Smoothness, SoftClaim, Stated, stated,
};
pub use picture::{Picture, Rival};
pub use shape::{
    About, ClassLoss, Curve, Function, Gate, PairLoss, Parameter, Row, RowScalar, Scalar, Setting,
    SoftLoss, Span,
};

/// Every function of the library, in the order of the book.
pub static FUNCTIONS: &[Function] = &[
    Function::Scalar(&activations::SIGMOID),
    Function::Scalar(&activations::LOG_SIGMOID),
    Function::Scalar(&activations::HARD_SIGMOID),
    Function::Scalar(&activations::TANH),
    Function::Scalar(&activations::SOFTSIGN),
    Function::Scalar(&activations::RELU),
    Function::Scalar(&activations::RELU6),
    Function::Scalar(&activations::SQUARED_RELU),
    Function::Curve(&activations::LEAKY_RELU),
    Function::Curve(&activations::PRELU),
    Function::Curve(&activations::ELU),
    Function::Curve(&activations::CELU),
    Function::Scalar(&activations::SELU),
    Function::Scalar(&activations::SOFTPLUS),
    Function::Scalar(&activations::GELU),
    Function::Scalar(&activations::GELU_TANH),
    Function::Scalar(&activations::QUICK_GELU),
    Function::Scalar(&activations::SILU),
    Function::Curve(&activations::SWISH),
    Function::Scalar(&activations::HARD_SWISH),
    Function::Scalar(&activations::MISH),
    Function::Row(&activations::SOFTMAX),
    Function::RowScalar(&activations::LOG_SUM_EXP),
    Function::Row(&activations::LOG_SOFTMAX),
    Function::Gate(&activations::GLU),
    Function::Gate(&activations::BILINEAR),
    Function::Gate(&activations::REGLU),
    Function::Gate(&activations::SWIGLU),
    Function::Gate(&activations::GEGLU),
    Function::Pair(&losses::HUBER),
    Function::Pair(&losses::SMOOTH_L1),
    Function::Class(&losses::CROSS_ENTROPY),
    Function::Soft(&losses::CROSS_ENTROPY_SOFT),
];

/// The function of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS
        .iter()
        .find(|function| function.about().name == name)
}
