//! The project under cargo: its format and lints, its tests, its documentation and packages, and the
//! oldest Rust that it declares. What cargo says is put down to a line of the project.

pub mod cargo;
pub mod library;
mod oldest;
mod packages;
