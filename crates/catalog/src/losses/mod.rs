//! Losses, one file for each.

mod cross_entropy;
mod cross_entropy_soft;
mod huber;
mod smooth_l1;

pub use cross_entropy::CROSS_ENTROPY;
pub use cross_entropy_soft::CROSS_ENTROPY_SOFT;
pub use huber::HUBER;
pub use smooth_l1::SMOOTH_L1;
