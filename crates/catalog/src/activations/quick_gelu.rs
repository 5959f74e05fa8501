use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static QUICK_GELU: Scalar = Scalar {
    about: About {
        name: "quick_gelu",
        title: "quick GELU",
        aliases: &[],
        chapter: "activations/gelu",
        source: "activations/quick_gelu.rs",
        typical: "CLIP",
        used_in: &[],
    },
    value: f::quick_gelu,
    grad: f::quick_gelu_grad,
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
            ScalarClaim::Range(-0.163_610_189_636_353_57, f64::INFINITY),
        ),
        stated(
            "minimum",
            ScalarClaim::Minimum {
                at: -0.751_154_255_441_289,
                value: -0.163_610_189_636_353_57,
            },
        ),
        stated("between_zero_and_x", ScalarClaim::BetweenZeroAndX),
        stated("reflection", ScalarClaim::ReflectionDifferenceIsX),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated(
            "steepest",
            ScalarClaim::SteepestRise {
                at: 1.409_728_131_912_730_6,
                slope: 1.099_839_320_128_867,
            },
        ),
        stated(
            "steepest_fall",
            ScalarClaim::SteepestFall {
                at: -1.409_728_131_912_730_6,
                slope: -0.099_839_320_128_866_93,
            },
        ),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.282_330_552_812_785_3),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.421_952_806_896_980_8),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-0.6, 4.0),
        rivals: &[Rival {
            label: "GELU",
            curve: f::gelu,
        }],
        caption: "Quick GELU rests nearly on GELU. Its slope (dashed) overshoots 1 a little less than GELU's.",
    },
};
