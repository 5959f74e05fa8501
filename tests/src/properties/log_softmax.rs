//! Log-softmax.

use nnfn::activations::{log_sigmoid, log_softmax, log_softmax_vjp, softmax};
use nnfn::log_sum_exp;
use nnfn::losses::cross_entropy;
use proptest::prelude::*;

use super::{Property, forall, near, property, row, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("log_softmax", "is_log_of_softmax", || {
        forall(row(), |z: Vec<f64>| {
            for (l, p) in log_softmax(&z, 1.0).iter().zip(softmax(&z, 1.0)) {
                near(l.exp(), p, 4.0 + l.abs())?;
            }
            Ok(())
        })
    }),
    property("log_softmax", "finite_where_softmax_is_zero", || {
        forall(746.0..1e9, |gap: f64| {
            near(softmax(&[0.0, gap], 1.0)[0], 0.0, 0.0)?;
            near(log_softmax(&[0.0, gap], 1.0)[0], -gap, 0.0)
        })
    }),
    property("log_softmax", "largest_is_at_least_minus_log_k", || {
        forall((row(), 0.1..10.0), |(z, t): (Vec<f64>, f64)| {
            let largest = log_softmax(&z, t).into_iter().fold(f64::MIN, f64::max);
            let uniform = -(z.len() as f64).ln();
            prop_assert!(
                (uniform - ulp(uniform)..=0.0).contains(&largest),
                "{largest}"
            );
            let even = log_softmax(&vec![z[0]; z.len()], t)[0];
            near(even, uniform, 1.0)
        })
    }),
    property("log_softmax", "difference_is_difference_of_logits", || {
        forall((row(), 0.1..10.0), |(z, t): (Vec<f64>, f64)| {
            let (l, last) = (log_softmax(&z, t), z.len() - 1);
            // Rounded on the scale of the entries and of the logits, which are below 30.
            let slack = 4.0 * ulp(l[0].abs().max(l[last].abs()).max(60.0 / t));
            within(l[0] - l[last], (z[0] - z[last]) / t, slack)
        })
    }),
    property("log_softmax", "is_logit_minus_log_sum_exp", || {
        forall(row(), |z: Vec<f64>| {
            let lse = log_sum_exp(&z);
            for (l, z) in log_softmax(&z, 1.0).iter().zip(&z) {
                // The difference is rounded on the scale of its terms.
                within(*l, z - lse, 2.0 * ulp(lse.abs().max(z.abs()).max(l.abs())))?;
            }
            Ok(())
        })
    }),
    property("log_softmax", "two_logits_are_log_sigmoid", || {
        forall(-700.0..700.0, |x: f64| {
            near(log_softmax(&[x, 0.0], 1.0)[0], log_sigmoid(x), 4.0)
        })
    }),
    property("log_softmax", "minus_an_entry_is_cross_entropy", || {
        forall(row(), |z: Vec<f64>| {
            for (class, l) in log_softmax(&z, 1.0).iter().enumerate() {
                near(-l, cross_entropy(&z, class), 4.0)?;
            }
            Ok(())
        })
    }),
    property("log_softmax", "jacobian_is_identity_minus_softmax", || {
        forall((row(), 0.1..10.0), |(z, t): (Vec<f64>, f64)| {
            let p = softmax(&z, t);
            for i in 0..z.len() {
                let mut unit = vec![0.0; z.len()];
                unit[i] = 1.0;
                for (j, found) in log_softmax_vjp(&z, t, &unit).into_iter().enumerate() {
                    // 1 - p is the sum of the others, which does not cancel.
                    let others: f64 = (0..z.len()).filter(|k| *k != i).map(|k| p[k]).sum();
                    let exact = if i == j { others } else { -p[j] };
                    near(found, exact / t, 16.0)?;
                }
            }
            Ok(())
        })
    }),
];
