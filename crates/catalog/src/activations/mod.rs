//! Activations, one file for each, and the log-sum-exp that softmax rests on.

mod gelu;
mod gelu_tanh;
mod hard_sigmoid;
mod log_sigmoid;
mod log_softmax;
mod log_sum_exp;
mod sigmoid;
mod softmax;
mod softplus;
mod softsign;
mod tanh;

pub use gelu::GELU;
pub use gelu_tanh::GELU_TANH;
pub use hard_sigmoid::HARD_SIGMOID;
pub use log_sigmoid::LOG_SIGMOID;
pub use log_softmax::LOG_SOFTMAX;
pub use log_sum_exp::LOG_SUM_EXP;
pub use sigmoid::SIGMOID;
pub use softmax::SOFTMAX;
pub use softplus::SOFTPLUS;
pub use softsign::SOFTSIGN;
pub use tanh::TANH;
