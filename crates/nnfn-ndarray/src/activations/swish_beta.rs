//! The derivative of Swish by its parameter.

use ndarray::{Array, ArrayRef, Dimension};
use nnfn::activations as definition;

use crate::domain::FINITE;
use crate::engine::{Part, elementwise};
use crate::kernels::{Kernel, Lane, swish};
use crate::{Error, Float};

/// Derivative of [`swish`](super::swish) by `beta` at every element, as a new array: `x²·σ(v)·σ(-v)`, where
/// `v = beta·x`. See [`nnfn::activations::swish_grad_beta`].
///
/// # Errors
///
/// If `beta` is not finite.
pub fn swish_grad_beta<A: Float, D: Dimension>(
    x: &ArrayRef<A, D>,
    beta: A,
) -> Result<Array<A, D>, Error> {
    let kernel = ByBeta {
        beta: FINITE.check("beta", beta)?,
    };
    let (values, _) = elementwise(&kernel, Part::Value, [x]);
    Ok(values.expect("asked for"))
}

struct ByBeta {
    beta: f64,
}

impl Kernel<1, 0> for ByBeta {
    #[inline(always)]
    fn both<L: Lane>(&self, [x]: [f64; 1]) -> (f64, [f64; 0]) {
        let (_, [_, by_beta]) = swish::swish::<L>(x, self.beta);
        (by_beta, [])
    }

    #[inline(always)]
    fn has_hard(&self) -> bool {
        true
    }

    #[inline(always)]
    fn hard<L: Lane>(&self, _: [f64; 1]) -> bool {
        !swish::covers::<L>(self.beta)
    }

    fn exact(&self, [x]: [f64; 1]) -> (f64, [f64; 0]) {
        (definition::swish_grad_beta(x, self.beta), [])
    }
}
