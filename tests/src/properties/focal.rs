//! Focal loss, of a logit and of a row.

use nnfn::activations::{sigmoid, softmax, softplus};
use nnfn::losses::{bce_with_logits, focal, focal_grad, mean, softmax_focal, softmax_focal_grad};
use proptest::prelude::*;

use super::{Property, forall, near, property, row, within};

/// The share of positives for which a logit is the best one.
fn truth(logit: f64, gamma: f64) -> f64 {
    let yes = focal_grad(logit, 1.0, gamma);
    let no = focal_grad(logit, 0.0, gamma);
    no / (no - yes)
}

pub(super) const PROPERTIES: &[Property] = &[
    property("focal", "hard_targets", || {
        forall((-60.0..60.0, 0.0..5.0), |(x, gamma): (f64, f64)| {
            let (missing, loss) = (sigmoid(-x), softplus(-x));
            near(focal(x, 1.0, gamma), missing.powf(gamma) * loss, 16.0)?;
            let slope = missing + gamma * sigmoid(x) * loss;
            near(
                focal_grad(x, 1.0, gamma),
                -missing.powf(gamma) * slope,
                16.0,
            )
        })
    }),
    property("focal", "mirrored", || {
        // Multiples of a power of two, so that 1 − y is not rounded.
        forall(
            (-700.0..700.0, 0..=1024, 0.0..5.0),
            |(x, k, gamma): (f64, i32, f64)| {
                let y = f64::from(k) / 1024.0;
                let other = focal(-x, 1.0 - y, gamma);
                near(focal(x, y, gamma), other, 4.0)
            },
        )
    }),
    property("focal", "at_most_cross_entropy", || {
        forall(
            (-700.0..700.0, 0.0..=1.0, 0.0..5.0),
            |(x, y, gamma): (f64, f64, f64)| {
                let (loss, plain) = (focal(x, y, gamma), bce_with_logits(x, y, 1.0));
                prop_assert!(loss <= plain * (1.0 + 4.0 * f64::EPSILON));
                Ok(())
            },
        )
    }),
    property("focal", "optimum_has_a_closed_form", || {
        forall((-6.0..6.0, 0.0..5.0), |(x, gamma): (f64, f64)| {
            let share = truth(x, gamma);
            let cost = |x: f64| {
                let (yes, no) = (focal(x, 1.0, gamma), focal(x, 0.0, gamma));
                share * yes + (1.0 - share) * no
            };
            // Nothing near or far costs less.
            for other in [x - 3.0, x - 0.1, x - 1e-3, x + 1e-3, x + 0.1, x + 3.0] {
                prop_assert!(cost(other) > cost(x), "{other}");
            }
            Ok(())
        })
    }),
    property("focal", "drawn_towards_half", || {
        forall((0.01..30.0, 0.01..5.0), |(x, gamma): (f64, f64)| {
            // What is said lies between ½ and the truth.
            prop_assert!(truth(x, gamma) > sigmoid(x) || sigmoid(-x) < 1e-13);
            prop_assert!(truth(-x, gamma) < sigmoid(-x));
            within(truth(x, gamma) + truth(-x, gamma), 1.0, 1e-15)
        })
    }),
    property("focal", "soft_target_is_no_mixture", || {
        forall((0.1..6.0, 0.5..5.0), |(x, gamma): (f64, f64)| {
            // Half yes, half no: the power is the same for all logits ..
            let soft = focal(x, 0.5, gamma);
            let plain = bce_with_logits(x, 0.5, 1.0);
            near(soft, 0.5_f64.powf(gamma) * plain, 8.0)?;
            // .. and the mean of a yes and a no is larger.
            let mixed = mean(&[focal(x, 1.0, gamma), focal(x, 0.0, gamma)]);
            prop_assert!(mixed > soft);
            Ok(())
        })
    }),
    property("softmax_focal", "two_classes", || {
        // Multiples of a power of two, whose difference is exact.
        forall(
            (-99_999..99_999, -99_999..99_999, 0.0..5.0),
            |(a, b, gamma): (i32, i32, f64)| {
                let (a, b) = (f64::from(a) / 1024.0, f64::from(b) / 1024.0);
                let two = softmax_focal(&[a, b], 1, gamma);
                near(two, focal(b - a, 1.0, gamma), 4.0)
            },
        )
    }),
    property("softmax_focal", "wrong_classes_share_the_gradient", || {
        forall((row(), 0.0..5.0), |(z, gamma): (Vec<f64>, f64)| {
            let (p, gradient) = (softmax(&z, 1.0), softmax_focal_grad(&z, 0, gamma));
            let others: f64 = p[1..].iter().sum();
            for i in 1..z.len() {
                near(gradient[i], -gradient[0] * (p[i] / others), 64.0)?;
            }
            Ok(())
        })
    }),
    property("softmax_focal", "power_of_the_wrong_classes", || {
        forall((row(), 0.0..5.0), |(z, gamma): (Vec<f64>, f64)| {
            let p = softmax(&z, 1.0);
            let others: f64 = p[1..].iter().sum();
            let plain = nnfn::losses::cross_entropy(&z, 0);
            near(
                softmax_focal(&z, 0, gamma),
                others.powf(gamma) * plain,
                64.0,
            )
        })
    }),
];
