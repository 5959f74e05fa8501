//! Losses, one file for each.

use crate::shape::Function;

mod asymmetric;
mod balanced_focal;
mod bce_with_logits;
mod best_of_n;
mod bits_per_byte;
mod bradley_terry;
mod cdpo;
mod cispo;
mod clip_loss;
mod contrastive;
mod crammer_singer;
mod cross_entropy;
mod cross_entropy_soft;
mod dapo;
mod dft;
mod diffusion_mse;
mod distillation;
mod dpo;
mod dr_grpo;
mod focal;
mod gaussian_nll;
mod group;
mod grpo;
mod gspo;
mod hierarchical_softmax;
mod hinge;
mod huber;
mod info_nce;
mod ipo;
mod js_divergence;
mod kl_divergence;
mod kl_k1;
mod kl_k2;
mod kl_k3;
mod kl_regularized_loss;
mod kl_regularized_value;
mod kto;
mod log_cosh;
mod logit_adjusted_cross_entropy;
mod mae;
mod masked_lm;
mod mixup_cross_entropy;
mod mse;
mod multi_quantile;
mod next_token_cross_entropy;
mod nt_xent;
mod orpo;
mod perplexity;
mod pinball;
mod ppo_clip;
mod ppo_value;
mod pseudo_huber;
mod reward_centering;
mod rloo;
mod rmse;
mod robust_dpo;
mod sequence_mean;
mod sft;
mod shared;
mod siglip;
mod simpo;
mod smooth_l1;
mod smoothed_cross_entropy;
mod softmax_focal;
mod squared_hinge;
mod sup_con;
mod temperature_scaled_cross_entropy;
mod token_mean;
mod token_sum;
mod triplet;
mod triplet_squared;
mod vae_kl;
mod weighted_cross_entropy;
mod weston_watkins;
mod z_loss;

pub use shared::LOGITS;

/// All of them, in the order of the book.
pub const ALL: &[Function] = &[
    Function::Loss(&mse::MSE),
    Function::Loss(&rmse::RMSE),
    Function::Loss(&mae::MAE),
    Function::Loss(&huber::HUBER),
    Function::Loss(&smooth_l1::SMOOTH_L1),
    Function::Loss(&log_cosh::LOG_COSH),
    Function::Loss(&pseudo_huber::PSEUDO_HUBER),
    Function::Loss(&pinball::PINBALL),
    Function::Loss(&multi_quantile::MULTI_QUANTILE),
    Function::Loss(&gaussian_nll::GAUSSIAN_NLL),
    Function::Loss(&bce_with_logits::BCE_WITH_LOGITS),
    Function::Loss(&cross_entropy::CROSS_ENTROPY),
    Function::Loss(&cross_entropy_soft::CROSS_ENTROPY_SOFT),
    Function::Loss(&weighted_cross_entropy::WEIGHTED_CROSS_ENTROPY),
    Function::Loss(&logit_adjusted_cross_entropy::LOGIT_ADJUSTED_CROSS_ENTROPY),
    Function::Loss(&smoothed_cross_entropy::SMOOTHED_CROSS_ENTROPY),
    Function::Loss(&mixup_cross_entropy::MIXUP_CROSS_ENTROPY),
    Function::Loss(&focal::FOCAL),
    Function::Loss(&balanced_focal::BALANCED_FOCAL),
    Function::Loss(&softmax_focal::SOFTMAX_FOCAL),
    Function::Loss(&asymmetric::ASYMMETRIC),
    Function::Loss(&hinge::HINGE),
    Function::Loss(&squared_hinge::SQUARED_HINGE),
    Function::Loss(&crammer_singer::CRAMMER_SINGER),
    Function::Loss(&weston_watkins::WESTON_WATKINS),
    Function::Loss(&hierarchical_softmax::HIERARCHICAL_SOFTMAX),
    Function::Loss(&temperature_scaled_cross_entropy::TEMPERATURE_SCALED_CROSS_ENTROPY),
    Function::Loss(&kl_divergence::KL_DIVERGENCE),
    Function::Loss(&js_divergence::JS_DIVERGENCE),
    Function::Loss(&distillation::DISTILLATION),
    Function::Loss(&vae_kl::VAE_KL),
    Function::Loss(&diffusion_mse::DIFFUSION_MSE),
    Function::Loss(&contrastive::CONTRASTIVE),
    Function::Loss(&triplet::TRIPLET),
    Function::Loss(&triplet_squared::TRIPLET_SQUARED),
    Function::Loss(&info_nce::INFO_NCE),
    Function::Loss(&clip_loss::CLIP_LOSS),
    Function::Loss(&siglip::SIGLIP),
    Function::Loss(&nt_xent::NT_XENT),
    Function::Loss(&sup_con::SUP_CON),
    Function::Loss(&next_token_cross_entropy::NEXT_TOKEN_CROSS_ENTROPY),
    Function::Loss(&z_loss::Z_LOSS),
    Function::Loss(&token_mean::TOKEN_MEAN),
    Function::Loss(&sequence_mean::SEQUENCE_MEAN),
    Function::Loss(&token_sum::TOKEN_SUM),
    Function::Loss(&masked_lm::MASKED_LM),
    Function::Loss(&perplexity::PERPLEXITY),
    Function::Loss(&bits_per_byte::BITS_PER_BYTE),
    Function::Loss(&sft::SFT),
    Function::Loss(&dft::DFT),
    Function::Loss(&bradley_terry::BRADLEY_TERRY),
    Function::Loss(&reward_centering::REWARD_CENTERING),
    Function::Loss(&kl_k1::KL_K1),
    Function::Loss(&kl_k2::KL_K2),
    Function::Loss(&kl_k3::KL_K3),
    Function::Loss(&kl_regularized_value::KL_REGULARIZED_VALUE),
    Function::Loss(&kl_regularized_loss::KL_REGULARIZED_LOSS),
    Function::Loss(&ppo_clip::PPO_CLIP),
    Function::Loss(&ppo_value::PPO_VALUE),
    Function::Loss(&grpo::GRPO),
    Function::Loss(&dapo::DAPO),
    Function::Loss(&dr_grpo::DR_GRPO),
    Function::Loss(&gspo::GSPO),
    Function::Loss(&cispo::CISPO),
    Function::Loss(&rloo::RLOO),
    Function::Loss(&dpo::DPO),
    Function::Loss(&cdpo::CDPO),
    Function::Loss(&robust_dpo::ROBUST_DPO),
    Function::Loss(&kto::KTO),
    Function::Loss(&orpo::ORPO),
    Function::Loss(&best_of_n::BEST_OF_N),
    Function::Loss(&ipo::IPO),
    Function::Loss(&simpo::SIMPO),
];
