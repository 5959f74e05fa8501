//! Activation functions and their gradients, on arrays.

mod elementwise;
mod softmax;

pub use elementwise::*;
pub use softmax::{log_softmax, log_softmax_vjp, softmax, softmax_vjp};
