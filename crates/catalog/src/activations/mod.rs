//! Activations, one file for each, and the log-sum-exp that softmax rests on.

mod celu;
mod elu;
mod gelu;
mod gelu_tanh;
mod log_sigmoid;
mod log_softmax;
mod log_sum_exp;
mod mish;
mod selu;
mod sigmoid;
mod softmax;

pub use celu::CELU;
pub use elu::ELU;
pub use gelu::GELU;
pub use gelu_tanh::GELU_TANH;
pub use log_sigmoid::LOG_SIGMOID;
pub use log_softmax::LOG_SOFTMAX;
pub use log_sum_exp::LOG_SUM_EXP;
pub use mish::MISH;
pub use selu::SELU;
pub use sigmoid::SIGMOID;
pub use softmax::SOFTMAX;
