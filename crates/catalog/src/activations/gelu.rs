use std::f64::consts::SQRT_2;

use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static GELU: Scalar = Scalar {
    about: About {
        name: "gelu",
        title: "GELU",
        aliases: &["Gaussian error linear unit"],
        chapter: "activations/gelu",
        source: "activations/gelu.rs",
        typical: "transformers such as BERT and ViT",
        used_in: &[
            used(
                "BERT as most people load it",
                "https://github.com/huggingface/transformers/blob/008f5c8c29be84d4721dc6d1e0fcd72300580be4/src/transformers/models/bert/configuration_bert.py",
            ),
            used(
                "ViT in timm",
                "https://github.com/huggingface/pytorch-image-models/blob/94567641e33d5c16b2262ccbec33f2a603e612ed/timm/models/vision_transformer.py",
            ),
        ],
    },
    value: f::gelu,
    grad: f::gelu_grad,
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
        stated("smooth", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated(
            "range",
            ScalarClaim::Range(-0.169_971_207_479_903_66, f64::INFINITY),
        ),
        stated(
            "minimum",
            ScalarClaim::Minimum {
                at: -0.751_791_524_693_564_5,
                value: -0.169_971_207_479_903_66,
            },
        ),
        stated("reflection", ScalarClaim::ReflectionDifferenceIsX),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: SQRT_2,
                slope: 1.128_904_145_185_154_7,
            },
        ),
        stated(
            "steepest_fall",
            ScalarClaim::SteepestFall {
                at: -SQRT_2,
                slope: -0.128_904_145_185_154_78,
            },
        ),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.282_094_791_773_878_14),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.425_221_482_570_298_7),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-0.6, 4.0),
        rivals: &[Rival {
            label: "ReLU",
            curve: |x| x.max(0.0),
        }],
        caption: "GELU follows ReLU far out and dips below 0 before it. \
                  Its slope (dashed) overshoots 1 on the right as far as it undershoots 0 on the left.",
    },
};
