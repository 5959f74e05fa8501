//! Activation functions and their gradients, on arrays.

mod forms;
mod run;
mod softmax;
mod table;

pub(crate) use softmax::broadcast;
pub use softmax::*;
pub use table::*;
