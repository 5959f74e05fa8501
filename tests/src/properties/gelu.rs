//! GELU and its tanh form.

use nnfn::activations::{gelu, gelu_grad, gelu_tanh};
use proptest::prelude::*;

use super::{Property, forall, within};

pub(super) const PROPERTIES: &[Property] = &[
    Property {
        function: "gelu",
        name: "slopes_reflect_to_one",
        check: || {
            forall(-40.0..40.0, |x: f64| {
                within(gelu_grad(x) + gelu_grad(-x), 1.0, 4.0 * f64::EPSILON)
            })
        },
    },
    Property {
        function: "gelu",
        name: "between_zero_and_x",
        check: || {
            forall(-40.0..40.0, |x: f64| {
                let y = gelu(x);
                prop_assert!(
                    if x >= 0.0 {
                        (0.0..=x).contains(&y)
                    } else {
                        (x..=0.0).contains(&y)
                    },
                    "{y}"
                );
                Ok(())
            })
        },
    },
    Property {
        function: "gelu_tanh",
        name: "near_gelu",
        check: || forall(-40.0..40.0, |x: f64| within(gelu_tanh(x), gelu(x), 4.74e-4)),
    },
];
