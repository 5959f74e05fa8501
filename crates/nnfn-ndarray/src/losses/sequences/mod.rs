//! Losses of sequences of tokens.

mod aggregation;
mod aggregations;
mod corpus;
mod examples;
mod forms;
mod mask;
mod masked;
mod mean;
mod next_token;
mod plan;
mod rows;
mod run;
mod targets;
mod z_loss;

pub use aggregation::{Aggregate, Aggregation};
pub use aggregations::{sequence_mean, sequence_mean_with_grad};
pub use aggregations::{token_mean, token_mean_with_grad};
pub use aggregations::{token_sum, token_sum_with_grad};
pub use corpus::{bits_per_byte, bits_per_byte_with_grad};
pub use corpus::{perplexity, perplexity_with_grad};
pub use mask::MaskEntry;
pub use masked::{dft, dft_with_grad};
pub use masked::{masked_lm, masked_lm_with_grad};
pub use masked::{sft, sft_with_grad};
pub use next_token::{next_token_cross_entropy, next_token_cross_entropy_with_grad};
pub use z_loss::{token_z_loss, token_z_loss_with_grad};

pub(crate) use examples::Examples;
pub(crate) use mask::counting;
pub(crate) use mean::{Few, over};
