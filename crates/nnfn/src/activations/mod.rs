//! Activation functions and their gradients.

mod gelu;
mod gelu_tanh;
mod hard_sigmoid;
mod hard_swish;
mod log_sigmoid;
mod log_softmax;
mod mish;
mod quick_gelu;
mod relu;
mod relu6;
mod selu;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod softsign;
mod squared_relu;
mod tanh;

pub use gelu::{gelu, gelu_grad};
pub use gelu_tanh::{gelu_tanh, gelu_tanh_grad};
pub use hard_sigmoid::{hard_sigmoid, hard_sigmoid_grad};
pub use hard_swish::{hard_swish, hard_swish_grad};
pub use log_sigmoid::{log_sigmoid, log_sigmoid_grad};
pub use log_softmax::{log_softmax, log_softmax_vjp};
pub use mish::{mish, mish_grad};
pub use quick_gelu::{quick_gelu, quick_gelu_grad};
pub use relu::{relu, relu_grad};
pub use relu6::{relu6, relu6_grad};
pub use selu::{selu, selu_grad};
pub use sigmoid::{sigmoid, sigmoid_grad};
pub use silu::{silu, silu_grad};
pub use softmax::{softmax, softmax_vjp};
pub use softplus::{softplus, softplus_grad};
pub use softsign::{softsign, softsign_grad};
pub use squared_relu::{squared_relu, squared_relu_grad};
pub use tanh::{tanh, tanh_grad};
