//! Losses of embeddings: of pairs and triplets of rows, and of whole batches.

mod batch;
mod clip_loss;
mod contrastive;
mod directions;
mod double;
mod each_pair;
mod info_nce;
mod nt_xent;
mod pieces;
mod quiz;
mod rows;
mod siglip;
mod sup_con;
mod table;
mod triplet;
mod vectors;
mod views;
mod weighing;

pub use clip_loss::{clip_loss, clip_loss_embeddings};
pub use clip_loss::{clip_loss_embeddings_with_grad, clip_loss_with_grad};
pub use contrastive::{contrastive, contrastive_with_grad};
pub use info_nce::{info_nce, info_nce_embeddings};
pub use info_nce::{info_nce_embeddings_with_grad, info_nce_with_grad};
pub use nt_xent::{nt_xent, nt_xent_with_grad};
pub use siglip::{siglip, siglip_embeddings};
pub use siglip::{siglip_embeddings_with_grad, siglip_with_grad};
pub use sup_con::{sup_con, sup_con_with_grad};
pub use triplet::{triplet, triplet_squared, triplet_squared_with_grad, triplet_with_grad};
pub use vectors::Similarity;
