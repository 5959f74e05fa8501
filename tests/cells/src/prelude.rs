//! What an inline value may name: the library, the recorded values, and tools to search a range.

pub use nnfn::activations::*;
pub use nnfn::convert::*;
pub use nnfn::losses::*;
pub use nnfn::{log_sum_exp, log_sum_exp_grad};
pub use records::measure::*;
pub use std::f64::consts::*;
