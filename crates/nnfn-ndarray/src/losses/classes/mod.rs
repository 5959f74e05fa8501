//! Losses of rows of scores, one row for each example.

mod cross_entropy;
mod cross_entropy_soft;
mod plan;
mod run;

pub use cross_entropy::{CrossEntropy, cross_entropy, cross_entropy_with_grad};
pub use cross_entropy_soft::{cross_entropy_soft, cross_entropy_soft_with_grad};
pub use plan::Label;
