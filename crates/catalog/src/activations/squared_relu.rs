use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static SQUARED_RELU: Scalar = Scalar {
    about: About {
        name: "squared_relu",
        title: "squared ReLU",
        aliases: &["relu2"],
        chapter: "activations/relu",
        source: "activations/squared_relu.rs",
        typical: "feed-forward layers of some transformers",
        used_in: &[used(
            "Nemotron",
            "https://github.com/huggingface/transformers/blob/main/src/transformers/models/nemotron/configuration_nemotron.py",
        )],
    },
    value: f::squared_relu,
    grad: f::squared_relu_grad,
    limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: f64::INFINITY,
    },
    seams: &[Seam {
        at: 0.0,
        left: 0.0,
        right: 0.0,
        chosen: 0.0,
    }],
    claims: &[
        stated("range", ScalarClaim::Range(0.0, f64::INFINITY)),
        stated("non_decreasing", ScalarClaim::NonDecreasing),
        stated("convex", ScalarClaim::Convex),
        stated("no_kink", ScalarClaim::Smoothness(Smoothness::C1)),
        stated("homogeneous", ScalarClaim::PositivelyHomogeneous(2)),
        stated("fixed_point", ScalarClaim::FixedPoint(1.0)),
        stated(
            "slope_is_twice_relu",
            ScalarClaim::DerivativeIs(|x| 2.0 * x.max(0.0)),
        ),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.5)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(1.5),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-3.0, 3.0),
        y: (-0.6, 6.0),
        rivals: &[Rival {
            label: "ReLU",
            curve: f::relu,
        }],
        caption: "Squared ReLU leaves 0 without a corner: its slope (dashed) is twice ReLU. \
                  It is below ReLU up to 1 and above it from there.",
    },
};
