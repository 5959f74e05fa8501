use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static TANHSHRINK: Scalar = Scalar {
    about: About {
        name: "tanhshrink",
        title: "tanhshrink",
        aliases: &["tanh shrink"],
        chapter: "activations/shrinkage",
        source: "activations/tanhshrink.rs",
        typical: "rare: a soft dead zone",
        used_in: &[],
    },
    value: f::tanhshrink,
    grad: f::tanhshrink_grad,
    limits: Limits {
        at_minus_infinity: f64::NEG_INFINITY,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits::both(1.0),
    seams: &[],
    claims: &[
        stated(
            "range",
            ScalarClaim::Range(f64::NEG_INFINITY, f64::INFINITY),
        ),
        stated("increasing", ScalarClaim::Increasing),
        stated("odd", ScalarClaim::Odd),
        stated("smooth", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated("between_zero_and_x", ScalarClaim::BetweenZeroAndX),
        stated("lipschitz", ScalarClaim::Lipschitz(1.0)),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.0)),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.0)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.182_883_471_193_523_52),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-3.0, 3.0),
        y: (-3.0, 3.0),
        rivals: &[
            Rival {
                label: "softshrink, λ = 1",
                curve: |x| f::softshrink(x, 1.0),
            },
            Rival {
                label: "identity",
                curve: |x| x,
            },
        ],
        caption: "Tanhshrink is flat around 0, smooth everywhere, and far out close to softshrink with λ = 1. \
                  Its slope (dashed) is less than 1.",
    },
};
