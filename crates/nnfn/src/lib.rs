//! Activation and loss functions with their gradients, accurate into the far tails.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod double;
mod normal;
mod reduce;
mod row;

pub mod activations;
pub mod losses;

pub use reduce::{log_sum_exp, log_sum_exp_grad};
