//! Loss functions and their gradients.
//!
//! Each is the loss of one element or one example; [`mean`] and [`sum`] reduce.
//!
//! The tables name the chapter of the book where there is one. *Accuracy* is the largest distance from the exact
//! result in units in the last place, wherever that result is a normal number:
//!
//! - `½`: one rounding;
//! - `4`: at most four units, far tails and near-cancellations included;
//! - `4 τ`: the same, but where terms of the definition cancel four halves of a unit at the size of these terms.
//!
//! # Of one number and its target
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`mse`] | [`mse_grad`] | - | MSE and RMSE | 4 |
//! | [`mae`] | [`mae_grad`] | - | MAE | ½ |
//! | [`huber`] | [`huber_grad`] | `delta` | Huber and smooth L1 | 4 |
//! | [`smooth_l1`] | [`smooth_l1_grad`] | `beta` | Huber and smooth L1 | 4 |
//! | [`log_cosh`] | [`log_cosh_grad`] | - | Log-cosh and pseudo-Huber | 4 |
//! | [`pseudo_huber`] | [`pseudo_huber_grad`] | `delta` | Log-cosh and pseudo-Huber | 4 |
//! | [`pinball`] | [`pinball_grad`] | `level` | Quantile | 4 |
//! | [`gaussian_nll`] | [`gaussian_nll_grad`], [`gaussian_nll_grad_variance`] | - | Gaussian NLL | 4 τ |
//! | [`bce_with_logits`] | [`bce_with_logits_grad`] | `pos_weight` | Binary cross-entropy | 4 τ |
//! | [`focal`] | [`focal_grad`] | `gamma` | Focal loss | 4 τ |
//! | [`balanced_focal`] | [`balanced_focal_grad`] | `gamma`, `alpha` | Focal loss | 4 τ |
//! | [`asymmetric`] | [`asymmetric_grad`] | `gamma_positive`, `gamma_negative`, `shift` | Asymmetric loss | 4 τ |
//! | [`hinge`] | [`hinge_grad`] | - | Hinge loss | ½ |
//! | [`squared_hinge`] | [`squared_hinge_grad`] | - | Hinge loss | 4 |
//! | [`vae_kl`] | [`vae_kl_grad`], [`vae_kl_grad_log_variance`] | - | KL term of a VAE | 4 |
//! | [`diffusion_mse`] | [`diffusion_mse_grad`] | `alpha_bar` | Diffusion loss | 4 τ |
//!
//! # Of rows
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`rmse`] | [`rmse_grad`] | - | MSE and RMSE | 4 |
//! | [`multi_quantile`] | [`multi_quantile_grad`] | - | Quantile crossing | 4 |
//! | [`cross_entropy`] | [`cross_entropy_grad`] | - | Categorical cross-entropy | 4 |
//! | [`cross_entropy_soft`] | [`cross_entropy_soft_grad`] | - | Categorical cross-entropy | 4 τ |
//! | [`weighted_cross_entropy`] | [`weighted_cross_entropy_grad`] | - | Class weights | 4 |
//! | [`logit_adjusted_cross_entropy`] | [`logit_adjusted_cross_entropy_grad`] | `tau` | Class weights | 4 |
//! | [`smoothed_cross_entropy`] | [`smoothed_cross_entropy_grad`] | `epsilon` | Label smoothing | 4 τ |
//! | [`mixup_cross_entropy`] | [`mixup_cross_entropy_grad`] | `lambda` | Mixup and CutMix | 4 τ |
//! | [`softmax_focal`] | [`softmax_focal_grad`] | `gamma` | Focal loss | 4 |
//! | [`crammer_singer`] | [`crammer_singer_grad`] | `margin` | Hinge loss | ½ |
//! | [`weston_watkins`] | [`weston_watkins_grad`] | `margin` | Hinge loss | 4 |
//! | [`hierarchical_softmax`] | [`hierarchical_softmax_grad`] | - | Hierarchical softmax | 4 |
//! | [`temperature_scaled_cross_entropy`] | [`temperature_scaled_cross_entropy_grad`], [`temperature_scaled_cross_entropy_grad_temperature`] | `temperature` | Temperature scaling | 4 τ |
//! | [`kl_divergence`] | [`kl_divergence_grad`], [`kl_divergence_grad_q`] | - | KL divergence | 4 τ |
//! | [`js_divergence`] | [`js_divergence_grad`], [`js_divergence_grad_q`] | - | KL divergence | 4 |
//! | [`distillation`] | [`distillation_grad`] | `temperature` | Knowledge distillation | 4 τ |
//!
//! # Of vectors and tables
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`contrastive`] | [`contrastive_grad`], [`contrastive_grad_second`] | `margin` | Contrastive loss | 4 τ |
//! | [`triplet`] | [`triplet_grad`], [`triplet_grad_positive`], [`triplet_grad_negative`] | `margin` | Triplet loss | 4 τ |
//! | [`triplet_squared`] | [`triplet_squared_grad`], [`triplet_squared_grad_positive`], [`triplet_squared_grad_negative`] | `margin` | Triplet loss | 4 τ |
//! | [`info_nce`] | [`info_nce_grad`], [`info_nce_grad_temperature`] | `temperature` | InfoNCE | 4 τ |
//! | [`clip_loss`] | [`clip_loss_grad`], [`clip_loss_grad_temperature`] | `temperature` | InfoNCE | 4 τ |
//! | [`siglip`] | [`siglip_grad`], [`siglip_grad_scale`], [`siglip_grad_bias`] | `scale`, `bias` | InfoNCE | 4 τ |
//! | [`nt_xent`] | [`nt_xent_grad`], [`nt_xent_grad_second`] | `temperature` | NT-Xent | 4 τ |
//! | [`sup_con`] | [`sup_con_grad`] | `temperature` | NT-Xent | 4 τ |
//! | [`next_token_cross_entropy`] | [`next_token_cross_entropy_grad`] | - | Next-token cross-entropy | 4 |
//! | [`z_loss`] | [`z_loss_grad`] | - | Next-token cross-entropy | 4 τ |
//! | [`token_mean`] | [`token_mean_grad`] | - | Per token or per sequence | 4 τ |
//! | [`sequence_mean`] | [`sequence_mean_grad`] | - | Per token or per sequence | 4 τ |
//! | [`token_sum`] | [`token_sum_grad`] | - | Per token or per sequence | 4 τ |
//! | [`masked_lm`] | [`masked_lm_grad`] | - | Masked language modelling | 4 |
//! | [`perplexity`] | [`perplexity_grad`] | - | Perplexity | 4 |
//! | [`bits_per_byte`] | [`bits_per_byte_grad`] | - | Perplexity | 4 |
//! | [`sft`] | [`sft_grad`] | - | Supervised fine-tuning | 4 |
//! | [`dft`] | [`dft_grad`] | - | Supervised fine-tuning | 4 |
//!
//! # Of policies
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`bradley_terry`] | [`bradley_terry_grad`], [`bradley_terry_grad_rejected`] | `margin` | Reward model | 4 |
//! | [`reward_centering`] | [`reward_centering_grad`], [`reward_centering_grad_rejected`] | `coefficient` | Reward model | 4 |
//! | [`kl_k1`] | [`kl_k1_grad`] | - | KL penalty | ½ |
//! | [`kl_k2`] | [`kl_k2_grad`] | - | KL penalty | 4 |
//! | [`kl_k3`] | [`kl_k3_grad`] | - | KL penalty | 4 |
//! | [`kl_regularized_value`] | [`kl_regularized_value_grad`] | `beta` | KL penalty | 4 τ |
//! | [`kl_regularized_loss`] | [`kl_regularized_loss_grad`] | `beta` | KL penalty | 4 τ |
//! | [`dpo`] | [`dpo_grad`], [`dpo_grad_policy_rejected`] | `beta` | DPO | 4 |
//! | [`cdpo`] | [`cdpo_grad`], [`cdpo_grad_policy_rejected`] | `beta`, `label_smoothing` | DPO | 4 τ |
//! | [`robust_dpo`] | [`robust_dpo_grad`], [`robust_dpo_grad_policy_rejected`] | `beta`, `label_smoothing` | DPO | 4 τ |
//! | [`ppo_clip`] | [`ppo_clip_grad`] | `epsilon` | PPO | 4 |
//! | [`ppo_value`] | [`ppo_value_grad`] | `epsilon` | PPO | 4 |
//! | [`grpo`] | [`grpo_grad`] | `epsilon_low`, `epsilon_high` | GRPO | 4 τ |
//! | [`dapo`] | [`dapo_grad`] | `epsilon_low`, `epsilon_high` | GRPO | 4 τ |
//! | [`dr_grpo`] | [`dr_grpo_grad`] | `epsilon_low`, `epsilon_high`, `length` | GRPO | 4 τ |
//! | [`gspo`] | [`gspo_grad`] | `epsilon_low`, `epsilon_high` | GRPO | 4 τ |
//! | [`cispo`] | [`cispo_grad`] | `cap` | GRPO | 4 τ |
//! | [`rloo`] | [`rloo_grad`] | `epsilon_low`, `epsilon_high` | GRPO | 4 τ |
//! | [`kto`] | [`kto_grad`] | `beta`, `desirable_weight`, `undesirable_weight` | KTO | 4 |
//! | [`orpo`] | [`orpo_grad`], [`orpo_grad_rejected`] | `lambda` | ORPO | 4 |
//! | [`best_of_n`] | [`best_of_n_grad`], [`best_of_n_grad_gold`] | `n` | Goodhart's law | 4 τ |
//! | [`ipo`] | [`ipo_grad`], [`ipo_grad_policy_rejected`] | `tau` | IPO | 4 |
//! | [`simpo`] | [`simpo_grad`], [`simpo_grad_rejected`] | `beta`, `gamma` | SimPO | 4 |
//!
//! # Reductions
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`mean`] | - | - | What a loss specifies | 4 τ |
//! | [`sum`] | - | - | What a loss specifies | 4 τ |
//! | [`group_advantages`] | - | - | GRPO | 4 τ |
//! | [`leave_one_out_advantages`] | - | - | GRPO | 4 τ |

mod advantages;
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

pub use crate::sum::{mean, sum};
pub use advantages::{group_advantages, leave_one_out_advantages};
pub use asymmetric::{asymmetric, asymmetric_grad};
pub use balanced_focal::{balanced_focal, balanced_focal_grad};
pub use bce_with_logits::{bce_with_logits, bce_with_logits_grad};
pub use best_of_n::{best_of_n, best_of_n_grad, best_of_n_grad_gold};
pub use bits_per_byte::{bits_per_byte, bits_per_byte_grad};
pub use bradley_terry::bradley_terry_grad_rejected;
pub use bradley_terry::{bradley_terry, bradley_terry_grad};
pub use cdpo::{cdpo, cdpo_grad, cdpo_grad_policy_rejected};
pub use cispo::{cispo, cispo_grad};
pub use clip_loss::{clip_loss, clip_loss_grad, clip_loss_grad_temperature};
pub use contrastive::{
    contrastive, contrastive_grad, contrastive_grad_second,
};
pub use crammer_singer::{crammer_singer, crammer_singer_grad};
pub use cross_entropy::{cross_entropy, cross_entropy_grad};
pub use cross_entropy_soft::{cross_entropy_soft, cross_entropy_soft_grad};
pub use dapo::{dapo, dapo_grad};
pub use dft::{dft, dft_grad};
pub use diffusion_mse::{diffusion_mse, diffusion_mse_grad};
pub use distillation::{distillation, distillation_grad};
pub use dpo::{dpo, dpo_grad, dpo_grad_policy_rejected};
pub use dr_grpo::{dr_grpo, dr_grpo_grad};
pub use focal::{focal, focal_grad};
pub use gaussian_nll::gaussian_nll_grad_variance;
pub use gaussian_nll::{gaussian_nll, gaussian_nll_grad};
pub use grpo::{grpo, grpo_grad};
pub use gspo::{gspo, gspo_grad};
pub use hierarchical_softmax::{
    hierarchical_softmax, hierarchical_softmax_grad,
};
pub use hinge::{hinge, hinge_grad};
pub use huber::{huber, huber_grad};
pub use info_nce::{info_nce, info_nce_grad, info_nce_grad_temperature};
pub use ipo::{ipo, ipo_grad, ipo_grad_policy_rejected};
pub use js_divergence::js_divergence_grad_q;
pub use js_divergence::{js_divergence, js_divergence_grad};
pub use kl_divergence::kl_divergence_grad_q;
pub use kl_divergence::{kl_divergence, kl_divergence_grad};
pub use kl_k1::{kl_k1, kl_k1_grad};
pub use kl_k2::{kl_k2, kl_k2_grad};
pub use kl_k3::{kl_k3, kl_k3_grad};
pub use kl_regularized_loss::{
    kl_regularized_loss, kl_regularized_loss_grad,
};
pub use kl_regularized_value::{
    kl_regularized_value, kl_regularized_value_grad,
};
pub use kto::{kto, kto_grad};
pub use log_cosh::{log_cosh, log_cosh_grad};
pub use logit_adjusted_cross_entropy::{
    logit_adjusted_cross_entropy, logit_adjusted_cross_entropy_grad,
};
pub use mae::{mae, mae_grad};
pub use masked_lm::{masked_lm, masked_lm_grad};
pub use mixup_cross_entropy::{
    mixup_cross_entropy, mixup_cross_entropy_grad,
};
pub use mse::{mse, mse_grad};
pub use multi_quantile::{multi_quantile, multi_quantile_grad};
pub use next_token_cross_entropy::{
    next_token_cross_entropy, next_token_cross_entropy_grad,
};
pub use nt_xent::{nt_xent, nt_xent_grad, nt_xent_grad_second};
pub use orpo::{orpo, orpo_grad, orpo_grad_rejected};
pub use perplexity::{perplexity, perplexity_grad};
pub use pinball::{pinball, pinball_grad};
pub use ppo_clip::{ppo_clip, ppo_clip_grad};
pub use ppo_value::{ppo_value, ppo_value_grad};
pub use pseudo_huber::{pseudo_huber, pseudo_huber_grad};
pub use reward_centering::reward_centering_grad_rejected;
pub use reward_centering::{reward_centering, reward_centering_grad};
pub use rloo::{rloo, rloo_grad};
pub use rmse::{rmse, rmse_grad};
pub use robust_dpo::{
    robust_dpo, robust_dpo_grad, robust_dpo_grad_policy_rejected,
};
pub use sequence_mean::{sequence_mean, sequence_mean_grad};
pub use sft::{sft, sft_grad};
pub use siglip::{siglip, siglip_grad};
pub use siglip::{siglip_grad_bias, siglip_grad_scale};
pub use simpo::{simpo, simpo_grad, simpo_grad_rejected};
pub use smooth_l1::{smooth_l1, smooth_l1_grad};
pub use smoothed_cross_entropy::{
    smoothed_cross_entropy, smoothed_cross_entropy_grad,
};
pub use softmax_focal::{softmax_focal, softmax_focal_grad};
pub use squared_hinge::{squared_hinge, squared_hinge_grad};
pub use sup_con::{sup_con, sup_con_grad};
pub use temperature_scaled_cross_entropy::temperature_scaled_cross_entropy_grad_temperature;
pub use temperature_scaled_cross_entropy::{
    temperature_scaled_cross_entropy, temperature_scaled_cross_entropy_grad,
};
pub use token_mean::{token_mean, token_mean_grad};
pub use token_sum::{token_sum, token_sum_grad};
pub use triplet::{triplet, triplet_grad};
pub use triplet::{triplet_grad_negative, triplet_grad_positive};
pub use triplet_squared::{triplet_squared, triplet_squared_grad};
pub use triplet_squared::{
    triplet_squared_grad_negative, triplet_squared_grad_positive,
};
pub use vae_kl::{vae_kl, vae_kl_grad, vae_kl_grad_log_variance};
pub use weighted_cross_entropy::{
    weighted_cross_entropy, weighted_cross_entropy_grad,
};
pub use weston_watkins::{weston_watkins, weston_watkins_grad};
pub use z_loss::{z_loss, z_loss_grad};

#[cfg(test)]
mod group_example;
