//! What can be claimed, one file for each family of shapes.

use std::panic::Location;

mod curve;
mod gate;
mod pair;
mod row;
mod scalar;
mod smoothness;

pub use curve::{CurveClaim, Extremum};
pub use gate::GateClaim;
pub use pair::PairClaim;
pub use row::{ClassClaim, RowClaim, RowScalarClaim, SoftClaim};
pub use scalar::ScalarClaim;
pub use smoothness::Smoothness;

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
