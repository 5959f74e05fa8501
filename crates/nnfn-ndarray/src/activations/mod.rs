//! Activation functions and their gradients, on arrays.

mod forms;
mod run;
mod table;

pub use table::*;
