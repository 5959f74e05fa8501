//! Losses, one file for each.

use crate::shape::Function;

mod bce_with_logits;
mod cross_entropy;
mod cross_entropy_soft;
mod diffusion_mse;
mod dpo;
mod gaussian_nll;
mod huber;
mod info_nce;
mod kl_divergence;
mod log_cosh;
mod mae;
mod mse;
mod ppo_clip;
mod shared;
mod smooth_l1;
mod triplet;

pub use shared::LOGITS;

/// All of them, in the order of the book.
pub const ALL: &[Function] = &[
    Function::Loss(&mse::MSE),
    Function::Loss(&mae::MAE),
    Function::Loss(&huber::HUBER),
    Function::Loss(&smooth_l1::SMOOTH_L1),
    Function::Loss(&log_cosh::LOG_COSH),
    Function::Loss(&gaussian_nll::GAUSSIAN_NLL),
    Function::Loss(&bce_with_logits::BCE_WITH_LOGITS),
    Function::Loss(&cross_entropy::CROSS_ENTROPY),
    Function::Loss(&cross_entropy_soft::CROSS_ENTROPY_SOFT),
    Function::Loss(&kl_divergence::KL_DIVERGENCE),
    Function::Loss(&diffusion_mse::DIFFUSION_MSE),
    Function::Loss(&triplet::TRIPLET),
    Function::Loss(&info_nce::INFO_NCE),
    Function::Loss(&ppo_clip::PPO_CLIP),
    Function::Loss(&dpo::DPO),
];
