use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static SIGMOID: Scalar = Scalar {
    about: About {
        name: "sigmoid",
        title: "sigmoid",
        aliases: &["logistic function", "expit"],
        chapter: "activations/sigmoid",
        source: "activations/sigmoid.rs",
        typical: "probability of an event; gates",
        used_in: &[
            used(
                "LSTM gates",
                "https://keras.io/api/layers/recurrent_layers/lstm_cell",
            ),
            used("RetinaNet's classes", "https://arxiv.org/abs/1708.02002"),
            used("GLU", "https://arxiv.org/abs/1612.08083"),
        ],
    },
    value: f::sigmoid,
    grad: f::sigmoid_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 0.0,
    },
    seams: &[],
    claims: &[
        stated("smooth", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated("range", ScalarClaim::Range(0.0, 1.0)),
        stated("increasing", ScalarClaim::Increasing),
        stated("reflection", ScalarClaim::ReflectionSum(1.0)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 0.0,
                slope: 0.25,
            },
        ),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.25)),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.5)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.293_379_035_858_092_96),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-8.0, 8.0),
        y: (-1.1, 1.1),
        rivals: &[
            Rival {
                label: "tanh",
                curve: f64::tanh,
            },
            Rival {
                label: "hard sigmoid",
                curve: f::hard_sigmoid,
            },
        ],
        caption: "Sigmoid is nearly flat beyond ±5: its slope (dashed) peaks at ¼ and is below 0.007 there. \
                  Tanh is the same curve stretched to (−1, 1), four times as steep at 0; hard sigmoid is a ramp in its place.",
    },
};
