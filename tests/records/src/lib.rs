//! Golden values and what other libraries returned, and tools to measure with.
//!
//! It is apart from the checks because every cell's program is linked with it, after every edit.

pub mod accuracy;
pub mod golden;
pub mod items;
pub mod measure;
pub mod outcome;
pub mod source;
pub mod tolerance;

pub use outcome::{Outcome, Problem};
