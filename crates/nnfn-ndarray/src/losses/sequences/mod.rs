//! Losses of sequences of tokens.

mod aggregation;
mod aggregations;
mod corpus;
mod examples;
mod mask;

pub use aggregation::{Aggregate, Aggregation};
pub use aggregations::{sequence_mean, sequence_mean_with_grad};
pub use aggregations::{token_mean, token_mean_with_grad};
pub use aggregations::{token_sum, token_sum_with_grad};
pub use corpus::{bits_per_byte, bits_per_byte_with_grad};
pub use corpus::{perplexity, perplexity_with_grad};
pub use mask::MaskEntry;

pub(crate) use examples::Examples;
pub(crate) use mask::counting;
