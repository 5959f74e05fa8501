//! Sigmoid and its logarithm.

use nnfn::activations::{log_sigmoid, sigmoid, sigmoid_grad};

use super::{Property, forall, near, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    Property {
        function: "sigmoid",
        name: "is_a_shifted_tanh",
        check: || {
            forall(-30.0..30.0, |x: f64| {
                within(2.0 * sigmoid(x) - 1.0, (0.5 * x).tanh(), 4.0 * f64::EPSILON)
            })
        },
    },
    Property {
        function: "sigmoid",
        name: "slope_from_value",
        check: || {
            forall(-30.0..30.0, |x: f64| {
                near(sigmoid_grad(x), sigmoid(x) * sigmoid(-x), 8.0)
            })
        },
    },
    Property {
        function: "sigmoid",
        name: "inverse_is_logit",
        check: || {
            forall(-15.0..15.0, |x: f64| {
                let p = sigmoid(x);
                // ln(p/(1 − p)) magnifies the rounding of p by 1/(1 − p).
                within(
                    (p / (1.0 - p)).ln(),
                    x,
                    4.0 * f64::EPSILON / (1.0 - p) + 4.0 * ulp(x),
                )
            })
        },
    },
    Property {
        function: "log_sigmoid",
        name: "is_log_of_sigmoid",
        check: || {
            forall(-700.0..700.0, |x: f64| {
                near(log_sigmoid(x).exp(), sigmoid(x), 4.0 + x.abs().min(700.0))
            })
        },
    },
    Property {
        function: "log_sigmoid",
        name: "slope_is_sigmoid_of_minus_x",
        check: || {
            forall(-700.0..700.0, |x: f64| {
                near(nnfn::activations::log_sigmoid_grad(x), sigmoid(-x), 4.0)
            })
        },
    },
];
