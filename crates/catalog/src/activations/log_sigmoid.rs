use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static LOG_SIGMOID: Scalar = Scalar {
    about: About {
        name: "log_sigmoid",
        title: "log-sigmoid",
        aliases: &["LogSigmoid"],
        chapter: "activations/sigmoid",
        source: "activations/log_sigmoid.rs",
        typical: "logarithm of a probability, in losses",
        used_in: &[],
    },
    value: f::log_sigmoid,
    grad: f::log_sigmoid_grad,
    limits: Limits {
        at_minus_infinity: f64::NEG_INFINITY,
        at_infinity: 0.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 1.0,
        at_infinity: 0.0,
    },
    seams: &[],
    claims: &[
        stated("smooth", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated("range", ScalarClaim::Range(f64::NEG_INFINITY, 0.0)),
        stated("increasing", ScalarClaim::Increasing),
        stated("concave", ScalarClaim::Concave),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(-0.806_059_183_347_439_8),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-8.0, 8.0),
        y: (-8.2, 1.3),
        rivals: &[Rival {
            label: "min(x, 0)",
            curve: |x| x.min(0.0),
        }],
        caption: "Log-sigmoid follows x on the left and 0 on the right; its slope never leaves (0, 1).",
    },
};
