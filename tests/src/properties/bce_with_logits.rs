//! Binary cross-entropy.

use nnfn::activations::{log_sigmoid, sigmoid};
use nnfn::losses::{bce_with_logits, bce_with_logits_grad, cross_entropy_soft};

use super::{Property, forall, near, property, within};
use crate::tolerance::ulp;

pub(super) const PROPERTIES: &[Property] = &[
    property("bce_with_logits", "hard_targets", || {
        forall((-700.0..700.0, 0.0..100.0), |(x, weight): (f64, f64)| {
            near(
                bce_with_logits(x, 1.0, weight),
                -weight * log_sigmoid(x),
                4.0,
            )?;
            near(bce_with_logits(x, 0.0, weight), -log_sigmoid(-x), 4.0)
        })
    }),
    property("bce_with_logits", "two_classes", || {
        forall((-700.0..700.0, 0.0..1.0), |(x, y): (f64, f64)| {
            let two = cross_entropy_soft(&[0.0, x], &[1.0 - y, y]);
            near(bce_with_logits(x, y, 1.0), two, 8.0)
        })
    }),
    property("bce_with_logits", "mirrored", || {
        // Multiples of a power of two, so that 1 − y is not rounded.
        forall((-700.0..700.0, 0..=1024), |(x, k): (f64, i32)| {
            let y = f64::from(k) / 1024.0;
            let other = bce_with_logits(-x, 1.0 - y, 1.0);
            near(bce_with_logits(x, y, 1.0), other, 2.0)
        })
    }),
    property(
        "bce_with_logits",
        "gradient_is_probability_minus_target",
        || {
            forall((-30.0..30.0, 0.0..1.0), |(x, y): (f64, f64)| {
                let gradient = bce_with_logits_grad(x, y, 1.0);
                within(gradient, sigmoid(x) - y, 2.0 * f64::EPSILON)
            })
        },
    ),
    property("bce_with_logits", "linear_in_target", || {
        forall(
            (-700.0..700.0, 0.0..1.0, 0.0..100.0),
            |(x, y, weight): (f64, f64, f64)| {
                let yes = bce_with_logits(x, 1.0, weight);
                let no = bce_with_logits(x, 0.0, weight);
                near(bce_with_logits(x, y, weight), y * yes + (1.0 - y) * no, 8.0)
            },
        )
    }),
    property("bce_with_logits", "weight_repeats_positives", || {
        forall((-700.0..700.0, 1..100), |(x, copies): (f64, i32)| {
            let weight = f64::from(copies);
            let once = bce_with_logits(x, 1.0, 1.0);
            near(bce_with_logits(x, 1.0, weight), weight * once, 4.0)
        })
    }),
    property("bce_with_logits", "weight_shifts_the_optimum", || {
        forall((0.01..0.99, 0.01..100.0), |(y, weight): (f64, f64)| {
            let logit = (y / (1.0 - y)).ln() + weight.ln();
            // Its two parts cancel there; each is rounded to its own size.
            let part = (1.0 - y) * sigmoid(logit);
            within(
                bce_with_logits_grad(logit, y, weight),
                0.0,
                16.0 * ulp(part),
            )
        })
    }),
    property("bce_with_logits", "is_entropy_plus_kl", || {
        forall((-30.0..30.0, 0.01..0.99), |(x, y): (f64, f64)| {
            let (p, q) = (sigmoid(x), sigmoid(-x));
            let entropy = -y * y.ln() - (1.0 - y) * (1.0 - y).ln();
            let divergence = y * (y / p).ln() + (1.0 - y) * ((1.0 - y) / q).ln();
            let loss = bce_with_logits(x, y, 1.0);
            within(loss, entropy + divergence, 8.0 * ulp(loss.max(1.0)))
        })
    }),
];
