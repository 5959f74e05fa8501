#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]
#![deny(missing_docs)]
// Functions return tuples of arrays, and loops walk several arrays at once.
#![allow(clippy::type_complexity, clippy::needless_range_loop)]

mod domain;
mod engine;
mod error;
mod float;
mod isa;
mod kernels;
mod lanes;
mod log_sum_exp;
mod rows;

pub mod activations;
pub mod losses;

pub use error::Error;
pub use float::Float;
#[doc(hidden)]
pub use isa::{Version, only};
pub use log_sum_exp::*;
