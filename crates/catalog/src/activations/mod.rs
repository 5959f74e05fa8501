//! Activations, one file for each, and the log-sum-exp that softmax rests on.

mod bilinear;
mod celu;
mod elu;
mod geglu;
mod gelu;
mod gelu_tanh;
mod glu;
mod log_sigmoid;
mod log_softmax;
mod log_sum_exp;
mod reglu;
mod sigmoid;
mod softmax;
mod softsign;
mod tanh;

pub use bilinear::BILINEAR;
pub use celu::CELU;
pub use elu::ELU;
mod swiglu;

pub use bilinear::BILINEAR;
pub use geglu::GEGLU;
pub use gelu::GELU;
pub use gelu_tanh::GELU_TANH;
pub use glu::GLU;
pub use log_sigmoid::LOG_SIGMOID;
pub use log_softmax::LOG_SOFTMAX;
pub use log_sum_exp::LOG_SUM_EXP;
pub use reglu::REGLU;
pub use sigmoid::SIGMOID;
pub use softmax::SOFTMAX;
pub use softsign::SOFTSIGN;
pub use swiglu::SWIGLU;
pub use tanh::TANH;
