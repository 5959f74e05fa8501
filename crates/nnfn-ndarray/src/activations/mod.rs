//! Activation functions and their gradients, on arrays.
//!
//! All activations of numbers and all gates of [`nnfn::activations`], where each is defined, with its source. For
//! `gelu` there are:
//!
//! | Function | What it gives |
//! |---|---|
//! | [`gelu`], [`gelu_grad`] | values, derivatives, as a new array laid out as the argument |
//! | [`gelu_with_grad`] | both, in one pass |
//! | [`gelu_vjp`] | an upstream gradient times the derivatives |
//! | [`gelu_into`], [`gelu_grad_into`] | into a given array, of any layout |
//! | [`gelu_inplace`], [`gelu_grad_inplace`] | in the place of the argument |
//!
//! and likewise for every other; [`elu`], [`celu`], [`swish`], [`leaky_relu`], [`softshrink`] and [`hardshrink`] take a
//! parameter and return an error if it is outside its domain. [`prelu`] has a slope for each channel. The gates
//! [`glu`], [`bilinear`], [`reglu`], [`geglu`] and [`swiglu`] take two arrays, or one whose halves are value and gate:
//! [`swiglu_split`].
//!
//! # Accuracy
//!
//! An `f32` is the definition in `f64`, rounded: correctly in all but a few of a million results, which are
//! the other of the two numbers next to one nearly in the middle. The program `every_f32` asks a function at all 2^32
//! inputs; `every-f32.json` has what it found, of those that were asked. Where derivatives are asked for too, values come from more
//! digits; they may differ in those rare cases from what a value alone gives.
//!
//! An `f64` is within 4 units in the last place of the exact result (the derivatives of [`mish`] and [`swish`] within
//! 5), tails included. Where terms of a derivative cancel, at the minimum of [`silu`] and its like, it is within 4 units at the
//! size of these terms, which are 1/4; that of [`gelu`] is good to 4 units there too.
//!
//! The order of neighbours: of the functions that never fall, no `f32` array was seen to, among hundreds of thousands
//! of pairs. In `f64` [`sigmoid`], [`log_sigmoid`], [`softplus`], [`softsign`] and [`tanhshrink`] may, by a unit
//! or two; their definitions do by one.

mod channels;
mod forms;
mod gates;
mod prelu;
mod run;
mod softmax;
mod softmax_from_output;
mod split;
mod swish_beta;
mod table;

pub use gates::*;
pub use prelu::*;
pub(crate) use softmax::broadcast;
pub use softmax::*;
pub use softmax_from_output::*;
pub use swish_beta::swish_grad_beta;
pub use table::*;
