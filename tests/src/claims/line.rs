//! What functions of one number can claim, with or without a parameter.

mod extreme;
mod law;
mod order;

use std::panic::Location;

use catalog::{Limits, Seam};

use crate::Outcome;
use crate::measure::root;
use crate::tolerance::{ROUNDED, ULPS};

/// The ends of the whole line.
pub const EVERYWHERE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

/// Where the numbers of a claim come from.
#[derive(Clone, Copy)]
pub enum Given {
    /// They are written in full.
    Written,
    /// They are computed from a parameter.
    Computed,
}

impl Given {
    /// By how many units in the last place they may be off.
    fn slack(self) -> f64 {
        match self {
            Given::Written => ROUNDED,
            // As far as the function may be off there.
            Given::Computed => ULPS,
        }
    }
}

/// A function of one number, its derivative and what the catalogue says of them.
pub struct Line<'a> {
    pub value: &'a dyn Fn(f64) -> f64,
    pub grad: &'a dyn Fn(f64) -> f64,
    /// Where it is sampled, ascending.
    pub points: &'a [f64],
    pub limits: Limits,
    pub seams: &'a [Seam],
    /// The length over which the function changes near 0.
    pub unit: f64,
    /// Between which it is defined.
    pub ends: (f64, f64),
    /// The line of the claim.
    pub place: &'static Location<'static>,
    /// Stands behind `x` in a message: the parameter.
    pub rest: &'a str,
}

/// Where a derivative goes from negative to positive or back, between places that ascend.
pub fn turns(points: &[f64], grad: &dyn Fn(f64) -> f64) -> Vec<f64> {
    let turn = |w: &[f64]| (grad(w[0]) * grad(w[1]) < 0.0).then(|| root(w[0], w[1], grad));
    points.windows(2).filter_map(turn).collect()
}

impl Line<'_> {
    pub fn call(&self, x: f64) -> String {
        format!("f({x:e}{}) = {:e}", self.rest, (self.value)(x))
    }

    pub fn slope(&self, x: f64) -> String {
        format!("f'({x:e}{}) = {:e}", self.rest, (self.grad)(x))
    }

    /// Counts each point of a claim.
    fn all(
        &self,
        outcome: &mut Outcome,
        points: impl IntoIterator<Item = f64>,
        holds: impl Fn(f64) -> bool,
        message: impl Fn(f64) -> String,
    ) {
        for x in points {
            outcome.claim(self.place, holds(x), || message(x));
        }
    }
}
