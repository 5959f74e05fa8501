use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static RELU: Scalar = Scalar {
    about: About {
        name: "relu",
        title: "ReLU",
        aliases: &["rectified linear unit", "rectifier"],
        chapter: "activations/relu",
        source: "activations/relu.rs",
        typical: "hidden layers, above all convolutional ones",
        used_in: &[
            used(
                "ResNet",
                "https://github.com/pytorch/vision/blob/main/torchvision/models/resnet.py",
            ),
            used("the first Transformer", "https://arxiv.org/abs/1706.03762"),
        ],
    },
    value: f::relu,
    grad: f::relu_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    seams: &[Seam {
        at: 0.0,
        left: 0.0,
        right: 1.0,
        chosen: 0.0,
    }],
    claims: &[
        stated("range", ScalarClaim::Range(0.0, f64::INFINITY)),
        stated("non_decreasing", ScalarClaim::NonDecreasing),
        stated("convex", ScalarClaim::Convex),
        stated("kink", ScalarClaim::Smoothness(Smoothness::Continuous)),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(0.0)),
        stated("lipschitz", ScalarClaim::Lipschitz(1.0)),
        stated("idempotent", ScalarClaim::Idempotent),
        stated("homogeneous", ScalarClaim::PositivelyHomogeneous(1)),
        stated(
            "zero_on_the_left",
            ScalarClaim::ConstantOn {
                from: f64::NEG_INFINITY,
                to: 0.0,
                value: 0.0,
            },
        ),
        stated(
            "identity_on_the_right",
            ScalarClaim::IdentityOn(0.0, f64::INFINITY),
        ),
        stated("difference_is_x", ScalarClaim::ReflectionDifferenceIsX),
        stated("sum_is_absolute", ScalarClaim::ReflectionSumIsAbsolute),
        stated(
            "gaussian_mean",
            ScalarClaim::GaussianMean(0.398_942_280_401_432_7),
        ),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.5),
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
        caption: "ReLU is 0 on the left and x on the right. \
                  Its slope (dashed) is 0 or 1 and jumps at 0, where that of GELU changes gradually.",
    },
};
