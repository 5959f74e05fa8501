use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static HARD_SWISH: Scalar = Scalar {
    about: About {
        name: "hard_swish",
        title: "hard Swish",
        aliases: &["HardSwish", "h-swish"],
        chapter: "activations/swish",
        source: "activations/hard_swish.rs",
        typical: "MobileNetV3",
        used_in: &[],
    },
    value: f::hard_swish,
    grad: f::hard_swish_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    seams: &[
        Seam {
            at: -3.0,
            left: 0.0,
            right: -0.5,
            chosen: 0.0,
        },
        Seam {
            at: 3.0,
            left: 1.5,
            right: 1.0,
            chosen: 1.0,
        },
    ],
    claims: &[
        stated("range", ScalarClaim::Range(-0.375, f64::INFINITY)),
        stated(
            "minimum",
            ScalarClaim::Minimum {
                at: -1.5,
                value: -0.375,
            },
        ),
        stated("kinks", ScalarClaim::Smoothness(Smoothness::Continuous)),
        stated(
            "off",
            ScalarClaim::ConstantOn {
                from: f64::NEG_INFINITY,
                to: -3.0,
                value: 0.0,
            },
        ),
        stated("identity", ScalarClaim::IdentityOn(3.0, f64::INFINITY)),
        stated("between_zero_and_x", ScalarClaim::BetweenZeroAndX),
        stated("reflection", ScalarClaim::ReflectionDifferenceIsX),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated("lipschitz", ScalarClaim::Lipschitz(1.5)),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.166_216_700_656_123_3),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.331_567_375_137_907_7),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-5.0, 5.0),
        y: (-0.7, 3.0),
        rivals: &[Rival {
            label: "SiLU",
            curve: f::silu,
        }],
        caption: "Hard Swish is a piece of a parabola between 0 and x, joined to them at ±3. \
                  Its slope (dashed) is a straight line there, and jumps at both ends.",
    },
};
