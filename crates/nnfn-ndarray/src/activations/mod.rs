//! Activation functions and their gradients, on arrays.

mod channels;
mod forms;
mod gates;
mod prelu;
mod run;
mod softmax;
mod split;
mod swish_beta;
mod table;

pub use gates::*;
pub use prelu::*;
pub(crate) use softmax::broadcast;
pub use softmax::*;
pub use swish_beta::swish_grad_beta;
pub use table::*;
