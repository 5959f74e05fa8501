//! Loss functions and their gradients, on arrays.
//!
//! A `_with_grad` returns the loss and the gradient of that loss, reduced as it is, by what the model puts out.

mod along;
mod bce_per_class;
mod forms;
mod multi_quantile;
mod reduction;
mod rmse;
mod run;
mod table;
mod weights;

pub use bce_per_class::{bce_with_logits_per_class, bce_with_logits_per_class_with_grad};
pub use multi_quantile::{multi_quantile, multi_quantile_with_grad};
pub use reduction::{Loss, Reduce, Reduction};
pub use rmse::{rmse, rmse_with_grad};
pub use table::*;
pub(crate) use weights::Share;
