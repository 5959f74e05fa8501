//! ReLU, ReLU6 and squared ReLU.

use nnfn::activations::{relu, relu_grad, relu6, relu6_grad, squared_relu};
use proptest::prelude::*;

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("relu", "gives_the_maximum", || {
        forall((-40.0..40.0, -40.0..40.0), |(a, b): (f64, f64)| {
            // The difference is rounded on the scale of the larger number.
            let slack = 2.0 * ulp(a.abs().max(b.abs()));
            within(b + relu(a - b), a.max(b), slack)
        })
    }),
    property("relu", "lines_through_the_corner_stay_below", || {
        forall((-40.0..40.0, -1.0..2.0), |(x, slope): (f64, f64)| {
            let below = relu(x) >= slope * x && relu(-x) >= slope * -x;
            prop_assert_eq!(below, (0.0..=1.0).contains(&slope) || x == 0.0);
            Ok(())
        })
    }),
    property("relu", "slope_from_value", || {
        slope_from_value(relu, relu_grad)
    }),
    property("relu6", "slope_from_value", || {
        slope_from_value(relu6, relu6_grad)
    }),
    property("relu6", "is_difference_of_relus", || {
        // Both parts are rounded on the scale of x.
        forall(-40.0..40.0, |x: f64| {
            within(relu6(x), relu(x) - relu(x - 6.0), 2.0 * ulp(x))
        })
    }),
    property("relu6", "symmetric_about_three", || {
        forall(-40.0..40.0, |x: f64| {
            within(relu6(3.0 + x) + relu6(3.0 - x), 6.0, 8.0 * f64::EPSILON)
        })
    }),
    property("squared_relu", "sum_is_square", || {
        forall(-40.0..40.0, |x: f64| {
            near(squared_relu(x) + squared_relu(-x), x * x, 0.0)
        })
    }),
    property("squared_relu", "below_relu_up_to_one", || {
        forall(0.0..40.0, |x: f64| {
            prop_assert_eq!(squared_relu(x) <= relu(x), x <= 1.0);
            Ok(())
        })
    }),
];

/// The slope at the value is the slope at the input: the input need not be kept.
fn slope_from_value(value: fn(f64) -> f64, slope: fn(f64) -> f64) -> Result<usize, String> {
    forall(-12.0..12.0, |x: f64| {
        for x in [x, x.round()] {
            prop_assert_eq!(slope(value(x)), slope(x));
        }
        Ok(())
    })
}
