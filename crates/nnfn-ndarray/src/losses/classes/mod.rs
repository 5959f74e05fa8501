//! Losses of rows of scores, one row for each example.

mod adjusted;
mod answers;
mod by_definition;
mod cross_entropy;
mod cross_entropy_soft;
mod distillation;
mod divergences;
mod focal;
mod forms;
mod margins;
mod paths;
mod plan;
mod run;
mod special;
mod tempered;
mod z_loss;

pub use adjusted::*;
pub use answers::*;
pub use cross_entropy::{CrossEntropy, cross_entropy, cross_entropy_with_grad};
pub use cross_entropy_soft::{cross_entropy_soft, cross_entropy_soft_with_grad};
pub use distillation::*;
pub use divergences::*;
pub use focal::*;
pub use margins::*;
pub use paths::*;
pub use plan::Label;
pub use run::WithGrad;
pub use special::*;
pub use tempered::*;
pub(crate) use z_loss::ZLoss;
pub use z_loss::{z_loss, z_loss_with_grad};
