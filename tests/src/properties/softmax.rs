//! Softmax, its logarithm, and log-sum-exp.

use nnfn::activations::{log_softmax, softmax};
use proptest::prelude::*;

use super::{Property, forall, near, row};

pub(super) const PROPERTIES: &[Property] = &[
    Property {
        function: "softmax",
        name: "ratio_depends_on_difference",
        check: || {
            forall((row(), 0.1..10.0), |(z, t): (Vec<f64>, f64)| {
                let p = softmax(&z, t);
                let (a, b) = (p[0], p[z.len() - 1]);
                let ratio = ((z[0] - z[z.len() - 1]) / t).exp();
                prop_assume!(b > 1e-300 && ratio.is_finite() && a > 1e-300);
                // The exponential's argument is rounded twice, which costs twice its size in ulp.
                near(a / b, ratio, 8.0 + 2.0 * (z[0] - z[z.len() - 1]).abs() / t)
            })
        },
    },
    Property {
        function: "softmax",
        name: "not_scale_invariant",
        check: || {
            forall(1.5..10.0, |scale: f64| {
                let (p, q) = (softmax(&[1.0, 0.0], 1.0), softmax(&[scale, 0.0], 1.0));
                prop_assert!(q[0] > p[0], "{q:?}");
                near(q[0], softmax(&[1.0, 0.0], 1.0 / scale)[0], 8.0)
            })
        },
    },
    Property {
        function: "log_softmax",
        name: "is_log_of_softmax",
        check: || {
            forall(row(), |z: Vec<f64>| {
                for (l, p) in log_softmax(&z, 1.0).iter().zip(softmax(&z, 1.0)) {
                    near(l.exp(), p, 4.0 + l.abs())?;
                }
                Ok(())
            })
        },
    },
];
