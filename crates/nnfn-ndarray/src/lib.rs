#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod error;
mod fast;
mod float;
mod lanes;
mod log_sum_exp;
mod map;

pub mod activations;
pub mod losses;

pub use error::Error;
pub use float::Float;
pub use log_sum_exp::log_sum_exp;
pub use map::{map, zip_map};
