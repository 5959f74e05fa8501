//! Loss functions and their gradients.
//!
//! Each is the loss of one element or one example; [`mean`] and [`sum`] reduce.

mod bce_with_logits;
mod cross_entropy;
mod cross_entropy_soft;
mod dpo;
mod gaussian_nll;
mod huber;
mod info_nce;
mod kl_divergence;
mod mae;
mod mse;
mod ppo_clip;
mod smooth_l1;
mod triplet;

pub use crate::sum::{mean, sum};
pub use bce_with_logits::{bce_with_logits, bce_with_logits_grad};
pub use cross_entropy::{cross_entropy, cross_entropy_grad};
pub use cross_entropy_soft::{cross_entropy_soft, cross_entropy_soft_grad};
pub use dpo::{dpo, dpo_grad, dpo_grad_policy_rejected};
pub use gaussian_nll::gaussian_nll_grad_variance;
pub use gaussian_nll::{gaussian_nll, gaussian_nll_grad};
pub use huber::{huber, huber_grad};
pub use info_nce::{info_nce, info_nce_grad};
pub use kl_divergence::kl_divergence_grad_q;
pub use kl_divergence::{kl_divergence, kl_divergence_grad};
pub use mae::{mae, mae_grad};
pub use mse::{mse, mse_grad};
pub use ppo_clip::{ppo_clip, ppo_clip_grad};
pub use smooth_l1::{smooth_l1, smooth_l1_grad};
pub use triplet::{triplet, triplet_grad};
pub use triplet::{triplet_grad_negative, triplet_grad_positive};
