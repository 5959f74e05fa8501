//! Losses of groups of answers to one prompt.

mod advantages;
mod cispo;
mod clipped;
mod fast;
mod forms;
mod run;

pub use advantages::{group_advantages, leave_one_out_advantages};
pub use cispo::{cispo, cispo_with_grad};
pub use clipped::{dapo, dapo_with_grad};
pub use clipped::{dr_grpo, dr_grpo_with_grad};
pub use clipped::{grpo, grpo_with_grad};
pub use clipped::{gspo, gspo_with_grad};
pub use clipped::{rloo, rloo_with_grad};
