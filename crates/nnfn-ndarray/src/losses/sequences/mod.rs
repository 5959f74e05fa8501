//! Losses of sequences of tokens.

mod examples;
mod mask;

pub use mask::MaskEntry;

pub(crate) use examples::Examples;
pub(crate) use mask::counting;
