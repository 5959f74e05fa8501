//! Activations, one file for each, and the log-sum-exp that softmax rests on.

mod gelu;
mod gelu_tanh;
mod leaky_relu;
mod log_sigmoid;
mod log_softmax;
mod log_sum_exp;
mod prelu;
mod relu;
mod relu6;
mod sigmoid;
mod softmax;
mod squared_relu;

pub use gelu::GELU;
pub use gelu_tanh::GELU_TANH;
pub use leaky_relu::LEAKY_RELU;
pub use log_sigmoid::LOG_SIGMOID;
pub use log_softmax::LOG_SOFTMAX;
pub use log_sum_exp::LOG_SUM_EXP;
pub use prelu::PRELU;
pub use relu::RELU;
pub use relu6::RELU6;
pub use sigmoid::SIGMOID;
pub use softmax::SOFTMAX;
pub use squared_relu::SQUARED_RELU;
