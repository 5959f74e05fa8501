//! Activation functions and their gradients.
//!
//! A gate, [`glu`] and its kin, is a function of a value `a` and of what opens it, `b`, with a gradient by each.
//!
//! The tables name the chapter of the book where there is one. *Accuracy* is the largest distance from the exact
//! result in units in the last place, wherever that result is a normal number:
//!
//! - `½`: one rounding;
//! - `4`: at most four units, far tails and near-cancellations included;
//! - `4 κ`: the same, but next to the zero of a gradient four units times its condition number `|x·f'/f|`;
//! - `4 τ`: the same, but where terms of the definition cancel four halves of a unit at the size of these terms.
//!
//! An error of a unit can undo the order of neighbours. Of the functions that never fall, [`sigmoid`],
//! [`log_sigmoid`], [`softplus`], [`softsign`] and [`tanhshrink`] do, by one unit at most, between some numbers that
//! lie next to each other; the others do not.
//!
//! # Squashing
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`sigmoid`] | [`sigmoid_grad`] | - | Sigmoid | 4 |
//! | [`log_sigmoid`] | [`log_sigmoid_grad`] | - | Sigmoid | 4 |
//! | [`tanh`] | [`tanh_grad`] | - | Tanh | 4 |
//! | [`softsign`] | [`softsign_grad`] | - | Tanh | 4 |
//! | [`hard_sigmoid`] | [`hard_sigmoid_grad`] | - | Sigmoid | 4 |
//!
//! # Rectifying
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`relu`] | [`relu_grad`] | - | ReLU | ½ |
//! | [`relu6`] | [`relu6_grad`] | - | ReLU | ½ |
//! | [`squared_relu`] | [`squared_relu_grad`] | - | ReLU | ½ |
//! | [`leaky_relu`] | [`leaky_relu_grad`] | `slope` | Leaky ReLU | ½ |
//! | [`prelu`] | [`prelu_grad`], [`prelu_grad_slope`] | `slope` | PReLU | ½ |
//! | [`elu`] | [`elu_grad`] | `alpha` | ELU | 4 |
//! | [`celu`] | [`celu_grad`] | `alpha` | ELU | 4 |
//! | [`selu`] | [`selu_grad`] | - | SELU | 4 |
//! | [`softplus`] | [`softplus_grad`] | - | Softplus | 4 |
//!
//! # Self-gated
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`gelu`] | [`gelu_grad`] | - | GELU | 4 κ |
//! | [`gelu_tanh`] | [`gelu_tanh_grad`] | - | GELU | 4 κ |
//! | [`quick_gelu`] | [`quick_gelu_grad`] | - | GELU | 4 κ |
//! | [`silu`] | [`silu_grad`] | - | Swish / SiLU | 4 κ |
//! | [`swish`] | [`swish_grad`], [`swish_grad_beta`] | `beta` | Swish / SiLU | 4 κ |
//! | [`hard_swish`] | [`hard_swish_grad`] | - | Swish / SiLU | 4 κ |
//! | [`mish`] | [`mish_grad`] | - | Mish | 4 κ |
//!
//! # Shrinking
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`softshrink`] | [`softshrink_grad`] | `lambda` | Shrinkage | ½ |
//! | [`hardshrink`] | [`hardshrink_grad`] | `lambda` | Shrinkage | ½ |
//! | [`tanhshrink`] | [`tanhshrink_grad`] | - | Shrinkage | 4 |
//!
//! # Gates of two inputs
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`glu`] | [`glu_grad_a`], [`glu_grad_b`] | - | GLU | 4 |
//! | [`bilinear`] | [`bilinear_grad_a`], [`bilinear_grad_b`] | - | GLU | ½ |
//! | [`reglu`] | [`reglu_grad_a`], [`reglu_grad_b`] | - | GLU | ½ |
//! | [`geglu`] | [`geglu_grad_a`], [`geglu_grad_b`] | - | GEGLU | 4 κ |
//! | [`swiglu`] | [`swiglu_grad_a`], [`swiglu_grad_b`] | - | SwiGLU | 4 κ |
//!
//! # Rows
//!
//! | Value | Gradients | Parameters | Chapter | Accuracy |
//! |---|---|---|---|---|
//! | [`softmax`] | [`softmax_vjp`] | `temperature` | Softmax | 4 τ |
//! | [`log_softmax`] | [`log_softmax_vjp`] | `temperature` | Log-softmax | 4 τ |

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

pub use bilinear::{bilinear, bilinear_grad_a, bilinear_grad_b};
pub use celu::{celu, celu_grad};
pub use elu::{elu, elu_grad};
pub use geglu::{geglu, geglu_grad_a, geglu_grad_b};
pub use gelu::{gelu, gelu_grad};
pub use gelu_tanh::{gelu_tanh, gelu_tanh_grad};
pub use glu::{glu, glu_grad_a, glu_grad_b};
pub use hard_sigmoid::{hard_sigmoid, hard_sigmoid_grad};
pub use hard_swish::{hard_swish, hard_swish_grad};
pub use hardshrink::{hardshrink, hardshrink_grad};
pub use leaky_relu::{leaky_relu, leaky_relu_grad};
pub use log_sigmoid::{log_sigmoid, log_sigmoid_grad};
pub use log_softmax::{log_softmax, log_softmax_vjp};
pub use mish::{mish, mish_grad};
pub use prelu::{prelu, prelu_grad, prelu_grad_slope};
pub use quick_gelu::{quick_gelu, quick_gelu_grad};
pub use reglu::{reglu, reglu_grad_a, reglu_grad_b};
pub use relu::{relu, relu_grad};
pub use relu6::{relu6, relu6_grad};
pub use selu::{selu, selu_grad};
pub use sigmoid::{sigmoid, sigmoid_grad};
pub use silu::{silu, silu_grad};
pub use softmax::{softmax, softmax_vjp};
pub use softplus::{softplus, softplus_grad};
pub use softshrink::{softshrink, softshrink_grad};
pub use softsign::{softsign, softsign_grad};
pub use squared_relu::{squared_relu, squared_relu_grad};
pub use swiglu::{swiglu, swiglu_grad_a, swiglu_grad_b};
pub use swish::{swish, swish_grad, swish_grad_beta};
pub use tanh::{tanh, tanh_grad};
pub use tanhshrink::{tanhshrink, tanhshrink_grad};
