use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static TANH: Scalar = Scalar {
    about: About {
        name: "tanh",
        title: "tanh",
        aliases: &["hyperbolic tangent"],
        chapter: "activations/tanh",
        source: "activations/tanh.rs",
        typical: "state of recurrent layers; bounded outputs",
        used_in: &[],
    },
    value: f::tanh,
    grad: f::tanh_grad,
    limits: Limits {
        at_minus_infinity: -1.0,
        at_infinity: 1.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 0.0,
    },
    seams: &[],
    claims: &[
        stated("range", ScalarClaim::Range(-1.0, 1.0)),
        stated("increasing", ScalarClaim::Increasing),
        stated("odd", ScalarClaim::Odd),
        stated("between_zero_and_x", ScalarClaim::BetweenZeroAndX),
        stated("smooth", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 0.0,
                slope: 1.0,
            },
        ),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(1.0)),
        stated("lipschitz", ScalarClaim::Lipschitz(1.0)),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.0)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.394_294_490_397_841_17),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-5.0, 5.0),
        y: (-1.1, 1.1),
        rivals: &[
            Rival {
                label: "sigmoid",
                curve: f::sigmoid,
            },
            Rival {
                label: "softsign",
                curve: f::softsign,
            },
        ],
        caption: "Tanh runs through 0 with slope 1 (dashed) and is all but flat beyond ±3. \
                  Sigmoid is the same curve, lifted, at half the height and half the pace; softsign starts as steeply and takes far longer.",
    },
};
