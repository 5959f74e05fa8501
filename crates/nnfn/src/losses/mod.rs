//! Loss functions and their gradients.
//!
//! Each is the loss of one element or one example; [`mean`] and [`sum`] reduce.

mod cross_entropy;
mod cross_entropy_soft;
mod huber;
mod smooth_l1;

pub use crate::sum::{mean, sum};
pub use cross_entropy::{cross_entropy, cross_entropy_grad};
pub use cross_entropy_soft::{cross_entropy_soft, cross_entropy_soft_grad};
pub use huber::{huber, huber_grad};
pub use smooth_l1::{smooth_l1, smooth_l1_grad};
