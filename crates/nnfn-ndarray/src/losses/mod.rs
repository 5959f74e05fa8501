//! Loss functions and their gradients, on arrays.
//!
//! A `_with_grad` returns the loss and the gradient of that loss, reduced as it is, by what the model puts out.
//!
//! # Of embeddings
//!
//! | Function | Arrays | Parameters | Gradients by |
//! |---|---|---|---|
//! | [`contrastive`], of pairs | `first`, `second`: *n × d*; `same`: *n* | `margin` | both |
//! | [`triplet`], [`triplet_squared`] | `anchor`, `positive`, `negative`: *n × d* | `margin`, `swap` | all three |
//! | [`info_nce`], [`clip_loss`] | `similarities`: *n × n* | `temperature` | the table, temperature |
//! | [`siglip`] | `similarities`: *n × n* | `scale`, `bias` | the table, scale, bias |
//! | [`info_nce_embeddings`], [`clip_loss_embeddings`] | two of *n × d* | `temperature`, [`Similarity`] | both, temperature |
//! | [`siglip_embeddings`] | two of *n × d* | `scale`, `bias`, [`Similarity`] | both, scale, bias |
//! | [`nt_xent`] | `first`, `second`: *n × d* | `temperature` | both |
//! | [`sup_con`] | `embeddings`: *n × d*; `labels`: *n* | `temperature` | the embeddings |
//!
//! # Losses of a batch
//!
//! [`info_nce`], [`clip_loss`], [`siglip`], [`nt_xent`] and [`sup_con`] compare each of *n* examples with all others:
//! time and memory grow with *n²*. A loss of embeddings holds them widened to `f64`, two tables of `f64` with their
//! similarities (of `f32`, one), and one more for gradients, which a table that is given needs, too. If there is no
//! room for one it is [an error](crate::Error::TooLarge).
//!
//! An example of weight 0 is not in the batch, as if the arrays were without it: it is asked nothing, it is no wrong
//! answer for the others, and its gradient is 0, whatever its rows, columns and labels hold. So the last batch may be
//! filled up with anything. Any weight above 0 weighs only what the example is asked itself.
//!
//! Where nothing is reduced, the losses of a batch share their arguments; the gradient is that of their sum.
//!
//! In `f64` similarities of embeddings are taken to double length, so that a loss has its digits at any temperature,
//! down to the smallest losses; a gradient by embeddings has those of the largest of the pulls that are added in it.

mod classes;
mod embeddings;
mod forms;
mod reduction;
mod run;
mod table;
mod weights;

pub use classes::*;
pub use embeddings::*;
pub use reduction::{Loss, Reduce, Reduction};
pub use table::*;
pub(crate) use weights::Share;
