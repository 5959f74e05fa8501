//! Activations, one file for each, and the log-sum-exp that softmax rests on.

mod gelu;
mod gelu_tanh;
mod hard_swish;
mod log_sigmoid;
mod log_softmax;
mod log_sum_exp;
mod quick_gelu;
mod sigmoid;
mod silu;
mod softmax;
mod swish;

pub use gelu::GELU;
pub use gelu_tanh::GELU_TANH;
pub use hard_swish::HARD_SWISH;
pub use log_sigmoid::LOG_SIGMOID;
pub use log_softmax::LOG_SOFTMAX;
pub use log_sum_exp::LOG_SUM_EXP;
pub use quick_gelu::QUICK_GELU;
pub use sigmoid::SIGMOID;
pub use silu::SILU;
pub use softmax::SOFTMAX;
pub use swish::SWISH;
