#![doc = include_str!("../README.md")]
//!
//! # Every function
//!
//! - Activations of numbers: [`sigmoid`](activations::sigmoid), [`log_sigmoid`](activations::log_sigmoid), [`tanh`](activations::tanh), [`softsign`](activations::softsign), [`hard_sigmoid`](activations::hard_sigmoid), [`relu`](activations::relu), [`relu6`](activations::relu6), [`squared_relu`](activations::squared_relu), [`leaky_relu`](activations::leaky_relu), [`prelu`](activations::prelu), [`elu`](activations::elu), [`celu`](activations::celu), [`selu`](activations::selu), [`softplus`](activations::softplus), [`gelu`](activations::gelu), [`gelu_tanh`](activations::gelu_tanh), [`quick_gelu`](activations::quick_gelu), [`silu`](activations::silu), [`swish`](activations::swish), [`hard_swish`](activations::hard_swish), [`mish`](activations::mish), [`softshrink`](activations::softshrink), [`hardshrink`](activations::hardshrink), [`tanhshrink`](activations::tanhshrink).
//! - Gates: [`glu`](activations::glu), [`bilinear`](activations::bilinear), [`reglu`](activations::reglu), [`geglu`](activations::geglu), [`swiglu`](activations::swiglu).
//! - Over an axis: [`softmax`](activations::softmax), [`log_softmax`](activations::log_softmax), [`log_sum_exp`](log_sum_exp). Gradients from the logits, [`softmax_vjp`](activations::softmax_vjp), and from the output, [`softmax_vjp_from_output`](activations::softmax_vjp_from_output), [`log_softmax_vjp_from_output`](activations::log_softmax_vjp_from_output).
//! - Losses of numbers: [`mse`](losses::mse), [`rmse`](losses::rmse), [`mae`](losses::mae), [`huber`](losses::huber), [`smooth_l1`](losses::smooth_l1), [`log_cosh`](losses::log_cosh), [`pseudo_huber`](losses::pseudo_huber), [`pinball`](losses::pinball), [`multi_quantile`](losses::multi_quantile), [`gaussian_nll`](losses::gaussian_nll), [`bce_with_logits`](losses::bce_with_logits), [`focal`](losses::focal), [`balanced_focal`](losses::balanced_focal), [`asymmetric`](losses::asymmetric), [`hinge`](losses::hinge), [`squared_hinge`](losses::squared_hinge), [`vae_kl`](losses::vae_kl), [`diffusion_mse`](losses::diffusion_mse).
//! - Losses of classes and distributions: [`cross_entropy`](losses::cross_entropy), [`cross_entropy_soft`](losses::cross_entropy_soft), [`weighted_cross_entropy`](losses::weighted_cross_entropy), [`smoothed_cross_entropy`](losses::smoothed_cross_entropy), [`logit_adjusted_cross_entropy`](losses::logit_adjusted_cross_entropy), [`temperature_scaled_cross_entropy`](losses::temperature_scaled_cross_entropy), [`mixup_cross_entropy`](losses::mixup_cross_entropy), [`softmax_focal`](losses::softmax_focal), [`crammer_singer`](losses::crammer_singer), [`weston_watkins`](losses::weston_watkins), [`hierarchical_softmax`](losses::hierarchical_softmax), [`z_loss`](losses::z_loss), [`kl_divergence`](losses::kl_divergence), [`js_divergence`](losses::js_divergence), [`distillation`](losses::distillation).
//! - Losses of embeddings: [`contrastive`](losses::contrastive), [`triplet`](losses::triplet), [`triplet_squared`](losses::triplet_squared), [`info_nce`](losses::info_nce), [`clip_loss`](losses::clip_loss), [`siglip`](losses::siglip), [`nt_xent`](losses::nt_xent), [`sup_con`](losses::sup_con).
//! - Losses of sequences: [`next_token_cross_entropy`](losses::next_token_cross_entropy), [`masked_lm`](losses::masked_lm), [`sft`](losses::sft), [`dft`](losses::dft), [`token_mean`](losses::token_mean), [`sequence_mean`](losses::sequence_mean), [`token_sum`](losses::token_sum), [`perplexity`](losses::perplexity), [`bits_per_byte`](losses::bits_per_byte).
//! - Losses of policies and preferences: [`bradley_terry`](losses::bradley_terry), [`reward_centering`](losses::reward_centering), [`kl_k1`](losses::kl_k1), [`kl_k2`](losses::kl_k2), [`kl_k3`](losses::kl_k3), [`kl_regularized_value`](losses::kl_regularized_value), [`kl_regularized_loss`](losses::kl_regularized_loss), [`best_of_n`](losses::best_of_n), [`ppo_clip`](losses::ppo_clip), [`ppo_value`](losses::ppo_value), [`grpo`](losses::grpo), [`dapo`](losses::dapo), [`dr_grpo`](losses::dr_grpo), [`gspo`](losses::gspo), [`cispo`](losses::cispo), [`rloo`](losses::rloo), [`group_advantages`](losses::group_advantages), [`leave_one_out_advantages`](losses::leave_one_out_advantages), [`dpo`](losses::dpo), [`cdpo`](losses::cdpo), [`robust_dpo`](losses::robust_dpo), [`ipo`](losses::ipo), [`kto`](losses::kto), [`orpo`](losses::orpo), [`simpo`](losses::simpo).
#![deny(unsafe_code)]
#![deny(missing_docs)]

mod domain;
mod engine;
mod error;
mod float;
mod isa;
mod kernels;
mod lanes;
mod log_sum_exp;
mod rows;

pub mod activations;
pub mod losses;

pub use error::Error;
pub use float::Float;
#[doc(hidden)]
pub use isa::{Version, only};
pub use log_sum_exp::*;
