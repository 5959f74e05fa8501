//! Activation functions and their gradients, on arrays.

mod channels;
mod forms;
mod gates;
mod prelu;
mod run;
mod split;
mod swish_beta;
mod table;

pub use gates::*;
pub use prelu::*;
pub use swish_beta::swish_grad_beta;
pub use table::*;
