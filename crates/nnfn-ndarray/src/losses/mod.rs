//! Loss functions and their gradients, on arrays.
//!
//! A `_with_grad` returns the loss and the gradient of that loss, reduced as it is, by the prediction or the
//! logits.

mod cross_entropy;
mod cross_entropy_soft;
mod huber;
mod pair;
mod plan;
mod reduction;
mod smooth_l1;

pub use cross_entropy::{CrossEntropy, cross_entropy, cross_entropy_with_grad};
pub use cross_entropy_soft::{cross_entropy_soft, cross_entropy_soft_with_grad};
pub use huber::{huber, huber_with_grad};
pub use plan::Label;
pub use reduction::{Loss, Reduction, WithGrad};
pub use smooth_l1::{smooth_l1, smooth_l1_with_grad};
