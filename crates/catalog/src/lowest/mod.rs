//! How low each loss can be brought by what a model gives, and where.

use std::panic::Location;

use crate::args::{Args, Value};

mod alignment;
mod classification;
mod distribution;
mod embedding;
mod groups;
mod language;
mod regression;

/// The infimum of a loss over what a model gives, for the targets and the parameters of a call.
#[derive(Clone, Copy, Debug)]
pub struct Lowest {
    /// The name of the loss.
    pub loss: &'static str,
    /// The infimum; `-∞` if there is none.
    pub value: fn(&Args) -> f64,
    /// The call with outputs on the way there, farther on as the number grows; where the infimum is taken, it is taken
    /// at 1.
    pub toward: fn(&Args, f64) -> Args,
    /// Whether it is taken, for these targets; if not, it is only approached.
    pub taken: fn(&Args) -> bool,
    /// Where that is, in a few words.
    pub at: &'static str,
    /// Where it stands in the catalogue.
    pub place: &'static Location<'static>,
}

/// Taken, at these outputs.
#[track_caller]
const fn taken(
    loss: &'static str,
    at: &'static str,
    value: fn(&Args) -> f64,
    toward: fn(&Args, f64) -> Args,
) -> Lowest {
    let place = Location::caller();
    Lowest {
        loss,
        value,
        toward,
        taken: |_| true,
        at,
        place,
    }
}

/// Only approached, along these outputs.
#[track_caller]
const fn approached(
    loss: &'static str,
    at: &'static str,
    value: fn(&Args) -> f64,
    toward: fn(&Args, f64) -> Args,
) -> Lowest {
    let place = Location::caller();
    Lowest {
        loss,
        value,
        toward,
        taken: |_| false,
        at,
        place,
    }
}

/// Without a lower bound: it falls without end along these outputs.
#[track_caller]
const fn endless(loss: &'static str, at: &'static str, toward: fn(&Args, f64) -> Args) -> Lowest {
    let place = Location::caller();
    Lowest {
        loss,
        value: |_| f64::NEG_INFINITY,
        toward,
        taken: |_| false,
        at,
        place,
    }
}

/// The infimum of most losses.
fn zero(_: &Args) -> f64 {
    0.0
}

/// The entropy of a distribution, in nats.
fn entropy(shares: impl IntoIterator<Item = f64>) -> f64 {
    let parts = shares.into_iter().filter(|p| *p > 0.0);
    parts.map(|p| -p * p.ln()).sum()
}

/// A row of zeros with this number in one place.
fn one(length: usize, place: usize, x: f64) -> Value {
    let mut row = vec![0.0; length];
    row[place] = x;
    Value::Row(row)
}

/// A table of this shape.
fn table(rows: usize, width: usize, entry: impl Fn(usize, usize) -> f64) -> Value {
    let row = |i: usize| (0..width).map(|j| entry(i, j)).collect();
    Value::Table((0..rows).map(row).collect())
}

const PARTS: [&[Lowest]; 7] = [
    regression::ALL,
    classification::ALL,
    distribution::ALL,
    embedding::ALL,
    language::ALL,
    alignment::ALL,
    groups::ALL,
];

/// All that are known.
pub fn all() -> impl Iterator<Item = &'static Lowest> {
    PARTS.into_iter().flatten()
}

/// That of the loss of this name.
#[must_use]
pub fn of(loss: &str) -> Option<&'static Lowest> {
    all().find(|lowest| lowest.loss == loss)
}
