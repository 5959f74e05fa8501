//! PReLU.

use nnfn::activations::{leaky_relu, leaky_relu_grad, prelu, prelu_grad, prelu_grad_slope};

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("prelu", "is_leaky_relu", || {
        forall((-40.0..40.0, -2.0..2.0), |(x, slope): (f64, f64)| {
            near(prelu(x, slope), leaky_relu(x, slope), 0.0)?;
            near(prelu_grad(x, slope), leaky_relu_grad(x, slope), 0.0)
        })
    }),
    property("prelu", "linear_in_the_slope", || {
        let draws = (-40.0..40.0, -2.0..2.0, -2.0..2.0);
        forall(draws, |(x, slope, step): (f64, f64, f64)| {
            let moved = prelu(x, slope) + step * prelu_grad_slope(x, slope);
            // Two products and two sums are rounded, on the scale of four times x.
            within(prelu(x, slope + step), moved, 4.0 * ulp(4.0 * x))
        })
    }),
    property("prelu", "slope_gradient_is_negative_part", || {
        forall((-40.0..40.0, -2.0..2.0), |(x, slope): (f64, f64)| {
            near(prelu_grad_slope(x, slope), x.min(0.0), 0.0)
        })
    }),
];
