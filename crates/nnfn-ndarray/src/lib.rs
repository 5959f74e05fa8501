#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]
#![deny(missing_docs)]

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
