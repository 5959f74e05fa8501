//! The checks of functions with a parameter and of gates, tried on functions that are defined here:
//! the right ones pass, their nearest wrong variants do not.

#[path = "../common/mod.rs"]
mod common;
mod gate;
mod jumps;
mod kinked;
mod smooth;

use catalog::{Curve, Function};

use common::leak;

fn inputs() -> Vec<f64> {
    (-150..=150).map(|i| f64::from(i) / 16.0).collect()
}

fn curve(f: Curve) -> Function {
    Function::Curve(leak(f))
}
