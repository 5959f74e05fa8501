//! Losses of preferences between whole answers, from the log-probabilities of answers or of their tokens.

mod kto;
mod orpo;
mod pairs;
mod sequence_log_probabilities;
mod simpo;

pub use kto::{kto, kto_with_grad};
pub use orpo::{orpo, orpo_with_grad};
pub use sequence_log_probabilities::{sequence_log_probabilities, sequence_log_probabilities_vjp};
pub use simpo::{simpo, simpo_with_grad};
