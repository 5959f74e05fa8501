//! SiLU, Swish and hard Swish.

use nnfn::activations::{
    hard_swish, hard_swish_grad, relu, sigmoid, silu, silu_grad, swish, swish_grad, swish_grad_beta,
};
use proptest::prelude::*;

use super::gelu::{curvature, slopes_reflect_to_one};
use super::{Property, forall, near, property, within};
use crate::measure::root;
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("silu", "minimum_in_closed_form", || {
        let w = root(0.2, 0.4, |w| w * w.exp() - (-1_f64).exp());
        forall(-1.0..1.0, |step: f64| {
            within(silu(-(1.0 + w)), -w, 4.0 * ulp(w))?;
            prop_assert!(silu(-(1.0 + w) + step) >= -w - 4.0 * ulp(w));
            Ok(())
        })
    }),
    property("silu", "slope_from_value", || {
        forall(-700.0..40.0, |x: f64| {
            let (f, s) = (silu(x), sigmoid(x));
            // The terms cancel around the dip: they are rounded on their own scale.
            within(silu_grad(x), f + s * (1.0 - f), 4.0 * ulp(f.abs().max(s)))
        })
    }),
    property("silu", "slopes_reflect_to_one", || {
        slopes_reflect_to_one(silu_grad)
    }),
    property("silu", "curvature", || {
        forall(-12.0..12.0, |x: f64| {
            let exact = sigmoid(x) * sigmoid(-x) * (2.0 - x * (0.5 * x).tanh());
            // Set by the fifth derivative of the slope, times h⁴/30.
            within(curvature(silu_grad, x), exact, 1e-9)
        })
    }),
    property("silu", "gap_to_relu_is_even", || {
        forall(-700.0..700.0, |x: f64| {
            let gap = relu(x) - silu(x);
            within(gap, -silu(-x.abs()), 2.0 * ulp(x))
        })
    }),
    property("swish", "is_silu_rescaled", || {
        forall((-30.0..30.0, 0.01..20.0), |(x, beta): (f64, f64)| {
            let v: f64 = beta * x;
            // v is rounded, which costs the tail as many ulp as v is large.
            near(swish(x, beta), silu(v) / beta, 6.0 + v.abs())
        })
    }),
    property("swish", "negative_beta_mirrors", || {
        forall((-100.0..100.0, -10.0..10.0), |(x, beta): (f64, f64)| {
            near(swish(x, -beta), -swish(-x, beta), 0.0)
        })
    }),
    property("swish", "slope_from_value", || {
        forall((-30.0..30.0, -10.0..10.0), |(x, beta): (f64, f64)| {
            let (v, s) = (beta * swish(x, beta), sigmoid(beta * x));
            // Rounded on the scale of the terms, which cancel.
            let slack = 8.0 * ulp(v.abs().max(1.0));
            within(swish_grad(x, beta), v + s * (1.0 - v), slack)
        })
    }),
    property("swish", "near_relu", || {
        // The dip of SiLU over beta, rounded up; a power of 10 for beta.
        forall((-40.0..40.0, -2.0..8.0), |(x, power): (f64, f64)| {
            let beta = 10_f64.powf(power);
            let gap = relu(x) - swish(x, beta);
            within(gap, -swish(-x.abs(), beta), 2.0 * ulp(x))?;
            prop_assert!(gap <= 0.278_464_542_761_074 / beta + 2.0 * ulp(x), "{gap}");
            Ok(())
        })
    }),
    property("swish", "grows_with_beta", || {
        forall((-30.0..30.0, -8.0..8.0), |(x, beta): (f64, f64)| {
            let slope = swish_grad_beta(x, beta);
            near(swish_grad_beta(-x, beta), slope, 0.0)?;
            prop_assert!(slope >= 0.0, "{slope}");
            let more = swish(x, beta + 0.25);
            prop_assert!(swish(x, beta) <= more + 2.0 * ulp(more));
            Ok(())
        })
    }),
    property("swish", "beta_slope_is_bounded", || {
        // v²·σ(v)·σ(-v) is largest where v·tanh(v/2) = 2, as the slope by x is.
        let v = root(2.0, 3.0, |v| v * (0.5 * v).tanh() - 2.0);
        let most = v * v * sigmoid(v) * sigmoid(-v);
        forall((-1e3..1e3, 0.01..20.0), |(x, beta): (f64, f64)| {
            let bound = most / (beta * beta) * (1.0 + 8.0 * f64::EPSILON);
            prop_assert!(swish_grad_beta(x, beta) <= bound);
            near(swish_grad_beta(v / beta, beta), most / (beta * beta), 8.0)
        })
    }),
    property("hard_swish", "slopes_reflect_to_one", || {
        slopes_reflect_to_one(hard_swish_grad)
    }),
    property("hard_swish", "near_silu", || {
        // As far apart as anywhere at ±3, where one of the two is 0 or x.
        let most = -silu(-3.0);
        forall(-40.0..40.0, |x: f64| {
            within(hard_swish(x), silu(x), most + 2.0 * ulp(x))?;
            near(silu(3.0) - hard_swish(3.0), -most, 16.0)
        })
    }),
];
