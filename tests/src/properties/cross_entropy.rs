//! Cross-entropy of a class and of a soft target.

use nnfn::activations::{log_sigmoid, log_softmax, softmax};
use nnfn::log_sum_exp;
use nnfn::losses::{cross_entropy, cross_entropy_grad, cross_entropy_soft};
use proptest::prelude::*;

use super::{Property, forall, near, row, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    Property {
        function: "cross_entropy",
        name: "is_lse_minus_logit",
        check: || {
            forall(row(), |z: Vec<f64>| {
                let size = log_sum_exp(&z).abs().max(z[0].abs());
                within(
                    cross_entropy(&z, 0),
                    log_sum_exp(&z) - z[0],
                    4.0 * ulp(size),
                )
            })
        },
    },
    Property {
        function: "cross_entropy",
        name: "is_minus_log_softmax",
        check: || {
            forall(row(), |z: Vec<f64>| {
                near(cross_entropy(&z, 0), -log_softmax(&z, 1.0)[0], 2.0)
            })
        },
    },
    Property {
        function: "cross_entropy",
        name: "gradient_is_softmax_minus_one_hot",
        check: || {
            forall(row(), |z: Vec<f64>| {
                for (i, (g, p)) in cross_entropy_grad(&z, 0)
                    .iter()
                    .zip(softmax(&z, 1.0))
                    .enumerate()
                {
                    within(*g, p - f64::from(i == 0), 4.0 * f64::EPSILON)?;
                }
                Ok(())
            })
        },
    },
    Property {
        function: "cross_entropy",
        name: "two_classes_are_binary",
        check: || {
            forall((-700.0..700.0, -700.0..700.0), |(a, b): (f64, f64)| {
                let difference = a - b;
                // The difference is rounded; at the far side that error is all of the loss's.
                prop_assume!((difference + b - a) == 0.0);
                near(
                    cross_entropy(&[a, b], 0),
                    -log_sigmoid(difference),
                    4.0 + difference.abs(),
                )
            })
        },
    },
    Property {
        function: "cross_entropy_soft",
        name: "is_linear_in_target",
        check: || {
            forall((row(), 0.0..1.0), |(z, share): (Vec<f64>, f64)| {
                let k = z.len();
                let mut target = vec![0.0; k];
                target[0] += share;
                target[k - 1] += 1.0 - share;
                let parts = share * cross_entropy(&z, 0) + (1.0 - share) * cross_entropy(&z, k - 1);
                near(cross_entropy_soft(&z, &target), parts, 8.0)
            })
        },
    },
];
