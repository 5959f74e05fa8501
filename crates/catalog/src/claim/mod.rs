//! What can be claimed, one file for each family of shapes.

use std::panic::Location;

mod curve;
mod gate;
mod loss;
mod row;
mod scalar;
mod smoothness;

pub use curve::{CurveClaim, Extremum};
pub use gate::GateClaim;
pub use loss::{Change, LineClaim, LossClaim, Meets, Norm};
pub use row::RowClaim;
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

impl Limits {
    /// The same at both ends.
    #[must_use]
    pub const fn both(limit: f64) -> Limits {
        Limits {
            at_minus_infinity: limit,
            at_infinity: limit,
        }
    }
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

impl Seam {
    /// A point at which the formula changes and the slope does not.
    #[must_use]
    pub const fn branch(at: f64, slope: f64) -> Seam {
        Seam {
            at,
            left: slope,
            right: slope,
            chosen: slope,
        }
    }
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
