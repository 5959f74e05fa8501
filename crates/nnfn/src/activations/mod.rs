//! Activation functions and their gradients.

mod gelu;
mod gelu_tanh;
mod log_sigmoid;
mod log_softmax;
mod sigmoid;
mod softmax;

pub use gelu::{gelu, gelu_grad};
pub use gelu_tanh::{gelu_tanh, gelu_tanh_grad};
pub use log_sigmoid::{log_sigmoid, log_sigmoid_grad};
pub use log_softmax::{log_softmax, log_softmax_vjp};
pub use sigmoid::{sigmoid, sigmoid_grad};
pub use softmax::{softmax, softmax_vjp};
