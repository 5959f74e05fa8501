//! The losses of numbers, a line each.

mod binary;
mod policies;
mod residuals;

pub use binary::*;
pub use policies::*;
pub use residuals::*;
