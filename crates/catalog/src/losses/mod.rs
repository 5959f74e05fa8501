//! Losses, one file for each.

use crate::shape::Function;

mod cross_entropy;
mod cross_entropy_soft;
mod huber;
mod shared;
mod smooth_l1;

pub use shared::LOGITS;

/// All of them, in the order of the book.
pub const ALL: &[Function] = &[
    Function::Loss(&huber::HUBER),
    Function::Loss(&smooth_l1::SMOOTH_L1),
    Function::Loss(&cross_entropy::CROSS_ENTROPY),
    Function::Loss(&cross_entropy_soft::CROSS_ENTROPY_SOFT),
];
