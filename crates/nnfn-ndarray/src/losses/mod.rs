//! Loss functions and their gradients, on arrays.
//!
//! A `_with_grad` returns the loss and the gradient of that loss, reduced as it is, by what the model puts out.
//!
//! # Losses of a batch
//!
//! [`info_nce`], [`clip_loss`], [`siglip`], [`nt_xent`] and [`sup_con`] compare each of *n* examples with all others:
//! time and memory grow with *n²*. A loss of embeddings holds two tables of `f64` with the similarities, and one more
//! for gradients.
//!
//! An example of weight 0 is not in the batch, as if the arrays were without it: it is asked nothing, it is no wrong
//! answer for the others, and its gradient is 0, whatever its rows, columns and labels hold. So the last batch may be
//! filled up with anything. Any weight above 0 weighs only what the example is asked itself.
//!
//! Where nothing is reduced, the losses of a batch share their arguments; the gradient is that of their sum.
//!
//! In `f64` similarities of embeddings are taken to double length, so that a loss has its digits at any temperature,
//! down to the smallest losses; a gradient by embeddings has those of the largest of the pulls that are added in it.

mod along;
mod bce_per_class;
mod classes;
mod embeddings;
mod forms;
mod groups;
mod multi_quantile;
mod preferences;
mod reduction;
mod rmse;
mod run;
mod sequences;
mod table;
mod weights;

pub use bce_per_class::{bce_with_logits_per_class, bce_with_logits_per_class_with_grad};
pub use classes::*;
pub use embeddings::*;
pub use groups::*;
pub use multi_quantile::{multi_quantile, multi_quantile_with_grad};
pub use preferences::*;
pub use reduction::{Loss, Reduce, Reduction};
pub use rmse::{rmse, rmse_with_grad};
pub use sequences::*;
pub use table::*;
pub(crate) use weights::Share;
