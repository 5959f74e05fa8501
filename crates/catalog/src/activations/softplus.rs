use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static SOFTPLUS: Scalar = Scalar {
    about: About {
        name: "softplus",
        title: "softplus",
        aliases: &["smooth ReLU"],
        chapter: "activations/softplus",
        source: "activations/softplus.rs",
        typical: "positive outputs: variances, rates",
        used_in: &[
            used(
                "Mamba's step sizes",
                "https://github.com/state-spaces/mamba/blob/000b310f8b02060a038a01fb6b221dd08edc4b13/mamba_ssm/modules/mamba_simple.py",
            ),
            used(
                "SAC's log-density",
                "https://github.com/openai/spinningup/blob/1126eac8176373edd9633053eaa6e9f0b1848b62/spinup/algos/pytorch/sac/core.py",
            ),
        ],
    },
    value: f::softplus,
    grad: f::softplus_grad,
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
        stated("range", ScalarClaim::Range(0.0, f64::INFINITY)),
        stated("increasing", ScalarClaim::Increasing),
        stated("convex", ScalarClaim::Convex),
        stated("smooth", ScalarClaim::Smoothness(Smoothness::Smooth)),
        stated("slope_is_sigmoid", ScalarClaim::DerivativeIs(f::sigmoid)),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.5)),
        stated("lipschitz", ScalarClaim::Lipschitz(1.0)),
        stated("reflection", ScalarClaim::ReflectionDifferenceIsX),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.806_059_183_347_439_8),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.921_245_908_859_300_3),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-5.0, 5.0),
        y: (-0.6, 5.2),
        rivals: &[
            Rival {
                label: "ReLU",
                curve: f::relu,
            },
            Rival {
                label: "β = 4",
                curve: |x| f::softplus(4.0 * x) / 4.0,
            },
        ],
        caption: "Softplus rounds the corner of ReLU and is ln 2 above it at 0; with β = 4 it is four times as close. \
                  Its slope (dashed) is the sigmoid.",
    },
};
