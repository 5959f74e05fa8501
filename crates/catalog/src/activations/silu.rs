use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static SILU: Scalar = Scalar {
    about: About {
        name: "silu",
        title: "SiLU",
        aliases: &["Swish", "sigmoid linear unit"],
        chapter: "activations/swish",
        source: "activations/silu.rs",
        typical: "EfficientNet, diffusion networks, the gate of SwiGLU",
        used_in: &[],
    },
    value: f::silu,
    grad: f::silu_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    seams: &[],
    claims: &[
        stated(
            "range",
            ScalarClaim::Range(-0.278_464_542_761_073_8, f64::INFINITY),
        ),
        stated(
            "minimum",
            ScalarClaim::Minimum {
                at: -1.278_464_542_761_074,
                value: -0.278_464_542_761_073_8,
            },
        ),
        stated("smooth", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated("between_zero_and_x", ScalarClaim::BetweenZeroAndX),
        stated("reflection", ScalarClaim::ReflectionDifferenceIsX),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 2.399_357_280_515_467_5,
                slope: 1.099_839_320_128_867,
            },
        ),
        stated(
            "steepest_fall",
            ScalarClaim::SteepestFall {
                at: -2.399_357_280_515_467_5,
                slope: -0.099_839_320_128_866_93,
            },
        ),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.206_620_964_141_907_03),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.355_775_519_817_352_17),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-6.0, 4.0),
        y: (-0.9, 4.0),
        rivals: &[
            Rival {
                label: "ReLU",
                curve: |x| x.max(0.0),
            },
            Rival {
                label: "GELU",
                curve: f::gelu,
            },
        ],
        caption: "SiLU dips deeper than GELU and takes longer to come back to ReLU on either side. \
                  Its slope (dashed) changes sign before −1 and overshoots 1 beyond.",
    },
};
