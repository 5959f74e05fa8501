//! Leaky ReLU.

use nnfn::activations::{leaky_relu, leaky_relu_grad, relu};
use proptest::prelude::*;

use super::{Property, forall, near, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    Property {
        function: "leaky_relu",
        name: "is_difference_of_relus",
        check: || {
            forall((-40.0..40.0, -2.0..2.0), |(x, slope): (f64, f64)| {
                near(leaky_relu(x, slope), relu(x) - slope * relu(-x), 0.0)
            })
        },
    },
    Property {
        function: "leaky_relu",
        name: "maximum_or_minimum",
        check: || {
            forall((-40.0..40.0, -1.0..3.0), |(x, slope): (f64, f64)| {
                let (larger, smaller) = (x.max(slope * x), x.min(slope * x));
                let expected = if slope <= 1.0 { larger } else { smaller };
                near(leaky_relu(x, slope), expected, 0.0)
            })
        },
    },
    Property {
        function: "leaky_relu",
        name: "sides_add_up",
        check: || {
            forall((-40.0..40.0, -2.0..2.0), |(x, slope): (f64, f64)| {
                let (here, there) = (leaky_relu(x, slope), leaky_relu(-x, slope));
                // Rounded on the scale of the larger of the two sides.
                let slack = 4.0 * ulp(here.abs().max(there.abs()));
                within(here + there, (1.0 - slope) * x.abs(), slack)?;
                within(here - there, (1.0 + slope) * x, slack)
            })
        },
    },
    Property {
        function: "leaky_relu",
        name: "inverse_has_inverse_slope",
        check: || {
            forall((-40.0..40.0, 0.001..3.0), |(x, slope): (f64, f64)| {
                near(leaky_relu(leaky_relu(x, slope), 1.0 / slope), x, 2.0)
            })
        },
    },
    Property {
        function: "leaky_relu",
        name: "slope_from_value",
        check: || {
            forall((-40.0..40.0, 0.001..3.0), |(x, slope): (f64, f64)| {
                let found = leaky_relu_grad(leaky_relu(x, slope), slope);
                prop_assert_eq!(found, leaky_relu_grad(x, slope));
                Ok(())
            })
        },
    },
];
