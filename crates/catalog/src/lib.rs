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
    SoftLoss,
};

/// Every function of the library, in the order of the book.
pub static FUNCTIONS: &[Function] = &[
    Function::Scalar(&activations::SIGMOID),
    Function::Scalar(&activations::LOG_SIGMOID),
    Function::Curve(&activations::ELU),
    Function::Curve(&activations::CELU),
    Function::Scalar(&activations::SELU),
    Function::Scalar(&activations::GELU),
    Function::Scalar(&activations::GELU_TANH),
    Function::Scalar(&activations::MISH),
    Function::Row(&activations::SOFTMAX),
    Function::Row(&activations::LOG_SOFTMAX),
    Function::RowScalar(&activations::LOG_SUM_EXP),
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
