//! Loss functions and their gradients, on arrays.
//!
//! A `_with_grad` returns the loss and the gradient of that loss, reduced as it is, by what the model puts out: the
//! loss first, then a gradient for each array in the order of the arguments, then those by learned parameters.
//!
//! # Of numbers
//!
//! The arrays have any number of axes, and one shape; each function is one pass over them. Of the gradients there is one
//! for each array before the semicolon; what stands behind it is data.
//!
//! | Function | Arrays | Parameters |
//! |---|---|---|
//! | [`mse`] | `prediction`; `target` | - |
//! | [`mae`] | `prediction`; `target` | - |
//! | [`rmse`], of whole arrays | `prediction`; `target` | weights |
//! | [`huber`] | `prediction`; `target` | `delta` |
//! | [`smooth_l1`] | `prediction`; `target` | `beta` |
//! | [`log_cosh`] | `prediction`; `target` | - |
//! | [`pseudo_huber`] | `prediction`; `target` | `delta` |
//! | [`pinball`] | `prediction`; `target` | `level` |
//! | [`multi_quantile`], of the last axis | `predictions`; `target` | `levels` |
//! | [`gaussian_nll`] | `prediction`, `variance`; `target` | - |
//! | [`vae_kl`] | `mean`, `log_variance` | - |
//! | [`diffusion_mse`] | `prediction`; `clean`, `noise` | `alpha_bar` |
//! | [`bce_with_logits`] | `logit`; `target` | `pos_weight` |
//! | [`bce_with_logits_per_class`] | `logit`; `target` | `pos_weights`, `axis` |
//! | [`focal`] | `logit`; `target` | `gamma` |
//! | [`balanced_focal`] | `logit`; `target` | `gamma`, `alpha` |
//! | [`asymmetric`] | `logit`; `target` | `gamma_positive`, `gamma_negative`, `shift` |
//! | [`hinge`], [`squared_hinge`] | `score`; `target` | - |
//! | [`kl_k1`], [`kl_k2`], [`kl_k3`] | `policy`; `reference` | - |
//! | [`ppo_clip`] | `ratio`; `advantage` | `epsilon` |
//! | [`ppo_value`] | `value`; `old_value`, `returns` | `epsilon` |
//! | [`bradley_terry`] | `chosen`, `rejected` | `margin` |
//! | [`bradley_terry_per_pair`] | `chosen`, `rejected`; `margin` | - |
//! | [`reward_centering`] | `chosen`, `rejected` | `coefficient` |
//! | [`dpo`] | `policy_chosen`, `policy_rejected`; `reference_chosen`, `reference_rejected` | `beta` |
//! | [`cdpo`], [`robust_dpo`] | the same | `beta`, `label_smoothing` |
//! | [`ipo`] | the same | `tau` |
//!
//! A mean is divided by the number of elements or, with weights, by the sum of the weights; see [`Reduction`] for what
//! other libraries divide by. A label to be ignored, padding, a mask: give them the weight 0. What they hold, NaN and
//! infinities included, reaches neither the loss nor a gradient.
//!
//! Value and gradient of an `f32` loss are the nearest numbers to the definition's in all but one in a thousand cases,
//! and never more than one unit in the last place off, sums included; those of an `f64` loss are within six units of the
//! definition's, which are within four of the exact result.
//! Where the terms of a gradient cancel, as in `σ(x) - y` of a soft target, units are those of the terms, for `f32` of
//! 2⁻¹⁴ of them.
//!
//! With the feature `rayon` the losses of large arrays, each in one piece, are computed on all threads, except GRPO and its
//! kin, KTO, ORPO, SimPO and the gradient by a temperature. Results do not depend on it, to the bit.
//!
//! ```
//! use ndarray::array;
//! use nnfn_ndarray::losses::{Reduction, bce_with_logits_with_grad};
//!
//! let logits = array![[0.0, 2.0], [-1.0, f64::NAN]];
//! let targets = array![[1.0, 1.0], [0.0, -100.0]]; // the last is not known
//! let known = targets.mapv(|target| if target < 0.0 { 0.0 } else { 1.0 });
//! let mean = Reduction::Mean.weighted(&known);
//! let (loss, grad) = bce_with_logits_with_grad(&logits, &targets, 1.0, mean)?;
//! assert!((loss.total() - (2_f64.ln() + 0.126_928 + 0.313_262) / 3.0).abs() < 1e-6);
//! assert_eq!(grad[[0, 0]], -0.5 / 3.0);
//! assert_eq!(grad[[1, 1]], 0.0);
//! # Ok::<(), nnfn_ndarray::Error>(())
//! ```
//!
//! # Of embeddings
//!
//! | Function | Arrays | Parameters | Gradients by |
//! |---|---|---|---|
//! | [`contrastive`], of pairs | `first`, `second`: *n × d*; `same`: *n* | `margin` | both |
//! | [`triplet`], [`triplet_squared`] | `anchor`, `positive`, `negative`: *n × d* | `margin`, `swap` | all three |
//! | [`info_nce`], [`clip_loss`] | `similarities`: *n × n* | `temperature` | the table, temperature |
//! | [`siglip`] | `similarities`: *n × n* | `scale`, `bias` | the table, scale, bias |
//! | [`info_nce_embeddings`], [`clip_loss_embeddings`] | two of *n × d* | `temperature`, [`Similarity`] | both, temperature |
//! | [`siglip_embeddings`] | two of *n × d* | `scale`, `bias`, [`Similarity`] | both, scale, bias |
//! | [`nt_xent`] | `first`, `second`: *n × d* | `temperature` | both |
//! | [`sup_con`] | `embeddings`: *n × d*; `labels`: *n* | `temperature` | the embeddings |
//!
//! # Losses of a batch
//!
//! [`info_nce`], [`clip_loss`], [`siglip`], [`nt_xent`] and [`sup_con`] compare each of *n* examples with all others:
//! time and memory grow with *n²*. A loss of embeddings holds them widened to `f64`, two tables of `f64` with their
//! similarities (of `f32`, one), and one more for gradients, which a table that is given needs, too. If there is no
//! room for one it is [an error](crate::Error::TooLarge).
//!
//! An example of weight 0 is not in the batch, as if the arrays were without it: it is asked nothing, it is no wrong
//! answer for the others, and its gradient is 0, whatever its rows, columns and labels hold. So the last batch may be
//! filled up with anything. Any weight above 0 weighs only what the example is asked itself.
//!
//! Where nothing is reduced, the losses of a batch share their arguments; the gradient is that of their sum.
//!
//! In `f64` similarities of embeddings are taken to double length, so that a loss has its digits at any temperature,
//! down to the smallest losses; a gradient by embeddings has those of the largest of the pulls that are added in it.
//!
//! # Of rows
//!
//! One loss for each row along an axis; all arrays have one shape, `labels` have it without that axis. A mean is over the
//! rows. Of the gradients there is one for each array before the semicolon; what stands behind it is data.
//!
//! | Function | Arrays | Parameters |
//! |---|---|---|
//! | [`cross_entropy()`] | `logits`; `labels` | [`CrossEntropy`]: class weights, sample weights, smoothing, ignored labels |
//! | [`cross_entropy_soft`] | `logits`; `targets` | - |
//! | [`weighted_cross_entropy`] | `logits`; `labels` | `class_weights` |
//! | [`smoothed_cross_entropy`] | `logits`; `labels` | `epsilon` |
//! | [`logit_adjusted_cross_entropy`] | `logits`; `labels` | `priors`, `tau` |
//! | [`temperature_scaled_cross_entropy`], with the derivative by it | `logits`; `labels` | `temperature` |
//! | [`mixup_cross_entropy`] | `logits`; `first`, `second` | `lambda` |
//! | [`softmax_focal`] | `logits`; `labels` | `gamma` |
//! | [`crammer_singer`], [`weston_watkins`] | `logits`; `labels` | `margin` |
//! | [`hierarchical_softmax`] | `scores`; `code` | - |
//! | [`z_loss`] | `logits` | - |
//! | [`kl_divergence`], [`js_divergence`] | `p`, `q` | - |
//! | [`distillation`] | `student`; `teacher` | `temperature` |
//! | [`kl_regularized_value`] | `rewards`; `reference` | `beta` |
//! | [`kl_regularized_loss`] | `logits`; `rewards`, `reference` | `beta` |
//! | [`best_of_n`] | `probabilities`, `gold`; `proxy` | `n` |
//!
//! They are as accurate as those of numbers. [`kl_divergence`], [`js_divergence`] and the losses of answers ask the
//! definition for every row, which takes some 50 nanoseconds for each element; so do [`logit_adjusted_cross_entropy`],
//! [`distillation`] and [`softmax_focal`] of `f64`, the last two some 500. The others run as vector code.

mod along;
mod bce_per_class;
mod classes;
mod embeddings;
mod forms;
mod groups;
mod multi_quantile;
mod preferences;
mod reduction;
mod rmse;
mod run;
mod sequences;
mod table;
mod weights;

pub use bce_per_class::{bce_with_logits_per_class, bce_with_logits_per_class_with_grad};
pub use classes::*;
pub use embeddings::*;
pub use groups::*;
pub use multi_quantile::{multi_quantile, multi_quantile_with_grad};
pub use preferences::*;
pub use reduction::{Loss, Reduce, Reduction};
pub use rmse::{rmse, rmse_with_grad};
pub use sequences::*;
pub use table::*;
pub(crate) use weights::Share;
