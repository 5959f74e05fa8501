use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static HARD_SIGMOID: Scalar = Scalar {
    about: About {
        name: "hard_sigmoid",
        title: "hard sigmoid",
        aliases: &["HardSigmoid"],
        chapter: "activations/sigmoid",
        source: "activations/hard_sigmoid.rs",
        typical: "gates on devices without a fast exponential",
        used_in: &[],
    },
    value: f::hard_sigmoid,
    grad: f::hard_sigmoid_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 0.0,
    },
    seams: &[
        Seam {
            at: -3.0,
            left: 0.0,
            right: 1.0 / 6.0,
            chosen: 0.0,
        },
        Seam {
            at: 3.0,
            left: 1.0 / 6.0,
            right: 0.0,
            chosen: 0.0,
        },
    ],
    claims: &[
        stated("range", ScalarClaim::Range(0.0, 1.0)),
        stated("non_decreasing", ScalarClaim::NonDecreasing),
        stated(
            "closed",
            ScalarClaim::ConstantOn {
                from: f64::NEG_INFINITY,
                to: -3.0,
                value: 0.0,
            },
        ),
        stated(
            "open",
            ScalarClaim::ConstantOn {
                from: 3.0,
                to: f64::INFINITY,
                value: 1.0,
            },
        ),
        stated("reflection", ScalarClaim::ReflectionSum(1.0)),
        stated("kinks", ScalarClaim::Smoothness(Smoothness::Continuous)),
        stated("lipschitz", ScalarClaim::Lipschitz(1.0 / 6.0)),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(1.0 / 6.0)),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.5)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.277_639_091_056_512_6),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-6.0, 6.0),
        y: (-0.1, 1.1),
        rivals: &[Rival {
            label: "sigmoid",
            curve: f::sigmoid,
        }],
        caption: "Hard sigmoid is a ramp between two flat ends: nearer to ½ than sigmoid on most of the ramp, and at 0 and 1 where sigmoid is still on its way there. \
                  Its slope (dashed) is ⅙ or 0.",
    },
};
