use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static GELU_TANH: Scalar = Scalar {
    about: About {
        name: "gelu_tanh",
        title: "GELU, tanh form",
        aliases: &["gelu_new"],
        chapter: "activations/gelu",
        source: "activations/gelu_tanh.rs",
        typical: "transformers such as GPT-2",
        used_in: &[],
    },
    value: f::gelu_tanh,
    grad: f::gelu_tanh_grad,
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
            ScalarClaim::Range(-0.170_040_750_571_254_05, f64::INFINITY),
        ),
        stated(
            "minimum",
            ScalarClaim::Minimum {
                at: -0.752_461_422_071_016_3,
                value: -0.170_040_750_571_254_05,
            },
        ),
        stated("reflection", ScalarClaim::ReflectionDifferenceIsX),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 1.418_504_008_790_828_4,
                slope: 1.128_993_068_658_771_8,
            },
        ),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.282_038_588_078_788_7),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 0.0),
        y: (-0.2, 0.1),
        rivals: &[
            Rival {
                label: "GELU",
                curve: f::gelu,
            },
            Rival {
                label: "quick GELU",
                curve: f::quick_gelu,
            },
        ],
        caption: "The dip, enlarged. The tanh form covers GELU: they differ by less than a line is wide. \
                  Quick GELU is shallower and comes back later.",
    },
};
