//! Leaky ReLU.

use nnfn::activations::{leaky_relu, leaky_relu_grad, relu};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("leaky_relu", "is_difference_of_relus", || {
        forall((-40.0..40.0, -2.0..2.0), |(x, slope): (f64, f64)| {
            near(leaky_relu(x, slope), relu(x) - slope * relu(-x), 0.0)
        })
    }),
    property("leaky_relu", "maximum_or_minimum", || {
        forall((-40.0..40.0, -1.0..3.0), |(x, slope): (f64, f64)| {
            let (larger, smaller) = (x.max(slope * x), x.min(slope * x));
            let expected = if slope <= 1.0 { larger } else { smaller };
            near(leaky_relu(x, slope), expected, 0.0)
        })
    }),
    property("leaky_relu", "sides_add_up", || {
        forall((-40.0..40.0, -2.0..2.0), |(x, slope): (f64, f64)| {
            let (here, there) = (leaky_relu(x, slope), leaky_relu(-x, slope));
            // Rounded on the scale of the larger of the two sides.
            let slack = 4.0 * ulp(here.abs().max(there.abs()));
            within(here + there, (1.0 - slope) * x.abs(), slack)?;
            within(here - there, (1.0 + slope) * x, slack)
        })
    }),
    property("leaky_relu", "inverse_has_inverse_slope", || {
        forall((-40.0..40.0, 0.001..3.0), |(x, slope): (f64, f64)| {
            near(leaky_relu(leaky_relu(x, slope), 1.0 / slope), x, 2.0)
        })
    }),
    property("leaky_relu", "slope_from_value", || {
        forall((-40.0..40.0, 0.001..3.0), |(x, slope): (f64, f64)| {
            let found = leaky_relu_grad(leaky_relu(x, slope), slope);
            prop_assert_eq!(found, leaky_relu_grad(x, slope));
            Ok(())
        })
    }),
];
