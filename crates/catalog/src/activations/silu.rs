use nnfn::activations as f;

use crate::about::{About, used};
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
        used_in: &[
            used(
                "EfficientNet",
                "https://github.com/huggingface/pytorch-image-models/blob/aa4b5850c1543fa488abf260f18390eda46cf85d/timm/models/efficientnet.py",
            ),
            used(
                "Ultralytics YOLO",
                "https://github.com/ultralytics/ultralytics/blob/007216d45b6e52761856b78ea7c4581b45f0f4fe/ultralytics/nn/modules/conv.py",
            ),
            used(
                "Mamba",
                "https://github.com/state-spaces/mamba/blob/000b310f8b02060a038a01fb6b221dd08edc4b13/mamba_ssm/modules/mamba_simple.py",
            ),
        ],
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
                label: "GELU",
                curve: f::gelu,
            },
            Rival {
                label: "hard Swish",
                curve: f::hard_swish,
            },
        ],
        caption: "SiLU dips deeper than GELU and comes back to 0 and to x later; hard Swish dips deepest and is back at ±3. \
                  The slope of SiLU (dashed) is 0 at −1.28 and overshoots 1 on the right.",
    },
};
