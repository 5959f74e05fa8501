use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static RELU6: Scalar = Scalar {
    about: About {
        name: "relu6",
        title: "ReLU6",
        aliases: &[],
        chapter: "activations/relu",
        source: "activations/relu6.rs",
        typical: "mobile networks in few bits",
        used_in: &[used(
            "MobileNetV2",
            "https://github.com/pytorch/vision/blob/main/torchvision/models/mobilenetv2.py",
        )],
    },
    value: f::relu6,
    grad: f::relu6_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 6.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 0.0,
    },
    seams: &[
        Seam {
            at: 0.0,
            left: 0.0,
            right: 1.0,
            chosen: 0.0,
        },
        Seam {
            at: 6.0,
            left: 1.0,
            right: 0.0,
            chosen: 0.0,
        },
    ],
    claims: &[
        stated("range", ScalarClaim::Range(0.0, 6.0)),
        stated("non_decreasing", ScalarClaim::NonDecreasing),
        stated("kinks", ScalarClaim::Smoothness(Smoothness::Continuous)),
        stated("lipschitz", ScalarClaim::Lipschitz(1.0)),
        stated("idempotent", ScalarClaim::Idempotent),
        stated(
            "zero_on_the_left",
            ScalarClaim::ConstantOn {
                from: f64::NEG_INFINITY,
                to: 0.0,
                value: 0.0,
            },
        ),
        stated("identity_between", ScalarClaim::IdentityOn(0.0, 6.0)),
        stated(
            "six_on_the_right",
            ScalarClaim::ConstantOn {
                from: 6.0,
                to: f64::INFINITY,
                value: 6.0,
            },
        ),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.398_942_280_245_075_7),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.499_999_998_075_270_48),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 10.0),
        y: (-0.6, 8.0),
        rivals: &[Rival {
            label: "ReLU",
            curve: f::relu,
        }],
        caption: "ReLU6 leaves ReLU at 6 and stays there. Its slope (dashed) is 1 between the two corners.",
    },
};
