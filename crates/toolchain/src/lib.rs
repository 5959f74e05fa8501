//! Runs cargo on the project: formatting, lints, tests, documentation, packages, and the oldest Rust
//! version that it declares. Each message of cargo is attributed to a line of the project.

pub mod cargo;
pub mod library;
mod oldest;
mod packages;
pub mod usage;
