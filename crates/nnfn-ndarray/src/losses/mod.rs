//! Loss functions and their gradients, on arrays.
//!
//! A `_with_grad` returns the loss and the gradient of that loss, reduced as it is, by what the model puts out.

mod classes;
mod forms;
mod reduction;
mod run;
mod table;
mod weights;

pub use classes::*;
pub use reduction::{Loss, Reduce, Reduction};
pub use table::*;
pub(crate) use weights::Share;
