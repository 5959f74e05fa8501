//! Activation and loss functions with their gradients, accurate into the far tails.
//!
//! Free functions on `f64` and `&[f64]`, the value first and its gradient beside it:
//!
//! - [`activations`]: from sigmoid and ReLU over GELU and Swish to softmax, and the gates GLU to SwiGLU;
//! - [`losses`]: of a number and its target, of rows, vectors and tables, of policies, and the
//!   [`losses::mean`] that reduces them;
//! - [`convert`]: between the conventions of papers and libraries, there and back;
//! - [`log_sum_exp`], which softmax and cross-entropy rest on.
//!
//! The first two modules have a table of their functions, with gradients, parameters and accuracy.
//!
//! # Conventions
//!
//! - `f_grad` is the derivative by the first argument of `f`, `f_grad_slope` the one by the argument `slope`;
//!   by a slice it is a `Vec` of the same length, by a table a table;
//!   `f_vjp` is the product of an upstream gradient with the Jacobian, for functions from vectors to vectors.
//! - At a kink the gradient is a choice, which its documentation states: mostly that of PyTorch.
//! - `logits` are unnormalised log-probabilities; logarithms are natural, losses in nats.
//! - Losses are per element or per example; nothing is reduced unasked.
//! - Data never panics: NaN in gives NaN out, `±∞` gives the limit where there is one, an empty slice gives
//!   the algebraic value. Parameters and lengths are the caller's contract and are asserted.
//! - Values and gradients are good to 4 ulp wherever the true value is a
//!   normal number, far tails included. Next to a function's own zeros the
//!   bound grows with its condition number; where terms of the definition
//!   cancel it is 4 half-ulps of their size.
//!
//! ```
//! use nnfn::activations::gelu;
//! use nnfn::losses::{cross_entropy, cross_entropy_grad};
//!
//! // The tail keeps its digits: 1 + erf(x/√2) would give 0.
//! assert!((gelu(-10.0) / -7.619_853_024_160_527e-23 - 1.0).abs() < 1e-15);
//!
//! // So does a loss that is nearly 0.
//! let logits = [40.0, 0.0, 0.0];
//! assert!((cross_entropy(&logits, 0) / 8.496_708_510_583_178e-18 - 1.0).abs() < 1e-15);
//! assert!((cross_entropy_grad(&logits, 0)[0] / -8.496_708_510_583_178e-18 - 1.0).abs() < 1e-15);
//! ```

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![deny(clippy::incompatible_msrv)]

mod contrast;
mod distance;
mod double;
mod exponential;
mod group;
mod logistic;
mod masked;
mod normal;
mod reduce;
mod row;
mod scale;
mod sum;

pub mod activations;
pub mod convert;
pub mod losses;

pub use reduce::{log_sum_exp, log_sum_exp_grad};

/// Runs the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
