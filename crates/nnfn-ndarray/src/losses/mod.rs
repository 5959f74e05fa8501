//! Loss functions and their gradients, on arrays.
//!
//! A `_with_grad` returns the loss and the gradient of that loss, reduced as it is, by what the model puts out.

mod classes;
mod forms;
mod groups;
mod preferences;
mod reduction;
mod run;
mod sequences;
mod table;
mod weights;

pub use classes::*;
pub use groups::*;
pub use preferences::*;
pub use reduction::{Loss, Reduce, Reduction};
pub use sequences::*;
pub use table::*;
pub(crate) use weights::Share;
