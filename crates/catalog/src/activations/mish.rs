use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static MISH: Scalar = Scalar {
    about: About {
        name: "mish",
        title: "Mish",
        aliases: &[],
        chapter: "activations/mish",
        source: "activations/mish.rs",
        typical: "the backbone of YOLOv4",
        used_in: &[used(
            "YOLOv4's backbone",
            "https://github.com/AlexeyAB/darknet/blob/59596d7880f6504768df41d6daa586f5cb2b932f/cfg/yolov4.cfg",
        )],
    },
    value: f::mish,
    grad: f::mish_grad,
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
            ScalarClaim::Range(-0.308_843_413_017_250_4, f64::INFINITY),
        ),
        stated(
            "minimum",
            ScalarClaim::Minimum {
                at: -1.192_431_214_515_495_2,
                value: -0.308_843_413_017_250_4,
            },
        ),
        stated("zero", ScalarClaim::ZeroAt(0.0)),
        stated("between_zero_and_x", ScalarClaim::BetweenZeroAndX),
        stated("smoothness", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.6)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 1.490_571_179_485_428_5,
                slope: 1.088_498_161_251_728,
            },
        ),
        stated(
            "steepest_fall",
            ScalarClaim::SteepestFall {
                at: -2.256_376_396_360_793,
                slope: -0.112_526_122_389_462_56,
            },
        ),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.240_403_888_374_791_44),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.452_342_192_375_882_77),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-5.0, 3.0),
        y: (-0.6, 3.0),
        rivals: &[
            Rival {
                label: "SiLU",
                curve: f::silu,
            },
            Rival {
                label: "GELU",
                curve: f::gelu,
            },
        ],
        caption: "Mish dips the lowest of the three on the left and is the largest of them around 1. \
                  Its slope (dashed) is 0.6 at 0.",
    },
};
