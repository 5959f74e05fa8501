//! Activations, one file for each, and the log-sum-exp that softmax rests on.

use crate::shape::Function;

mod bilinear;
mod celu;
mod elu;
mod geglu;
mod gelu;
mod gelu_tanh;
mod glu;
mod hard_sigmoid;
mod hard_swish;
mod hardshrink;
mod leaky_relu;
mod log_sigmoid;
mod log_softmax;
mod log_sum_exp;
mod mish;
mod prelu;
mod quick_gelu;
mod reglu;
mod relu;
mod relu6;
mod selu;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod softshrink;
mod softsign;
mod squared_relu;
mod swiglu;
mod swish;
mod tanh;
mod tanhshrink;
mod threshold;

/// All of them, in the order of the book.
pub const ALL: &[Function] = &[
    Function::Scalar(&sigmoid::SIGMOID),
    Function::Scalar(&log_sigmoid::LOG_SIGMOID),
    Function::Scalar(&hard_sigmoid::HARD_SIGMOID),
    Function::Scalar(&tanh::TANH),
    Function::Scalar(&softsign::SOFTSIGN),
    Function::Scalar(&relu::RELU),
    Function::Scalar(&relu6::RELU6),
    Function::Scalar(&squared_relu::SQUARED_RELU),
    Function::Curve(&leaky_relu::LEAKY_RELU),
    Function::Curve(&prelu::PRELU),
    Function::Curve(&elu::ELU),
    Function::Curve(&celu::CELU),
    Function::Scalar(&selu::SELU),
    Function::Scalar(&softplus::SOFTPLUS),
    Function::Scalar(&gelu::GELU),
    Function::Scalar(&gelu_tanh::GELU_TANH),
    Function::Scalar(&quick_gelu::QUICK_GELU),
    Function::Scalar(&silu::SILU),
    Function::Curve(&swish::SWISH),
    Function::Scalar(&hard_swish::HARD_SWISH),
    Function::Scalar(&mish::MISH),
    Function::Curve(&softshrink::SOFTSHRINK),
    Function::Curve(&hardshrink::HARDSHRINK),
    Function::Scalar(&tanhshrink::TANHSHRINK),
    Function::Map(&softmax::SOFTMAX),
    Function::Loss(&log_sum_exp::LOG_SUM_EXP),
    Function::Map(&log_softmax::LOG_SOFTMAX),
    Function::Gate(&glu::GLU),
    Function::Gate(&bilinear::BILINEAR),
    Function::Gate(&reglu::REGLU),
    Function::Gate(&swiglu::SWIGLU),
    Function::Gate(&geglu::GEGLU),
];
