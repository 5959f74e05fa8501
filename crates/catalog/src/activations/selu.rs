use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{Limits, ScalarClaim, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

const LAMBDA: f64 = 1.050_700_987_355_480_5;
const LAMBDA_ALPHA: f64 = 1.758_099_340_847_376_8;

pub static SELU: Scalar = Scalar {
    about: About {
        name: "selu",
        title: "SELU",
        aliases: &["scaled exponential linear unit"],
        chapter: "activations/selu",
        source: "activations/selu.rs",
        typical: "self-normalising fully connected networks",
        used_in: &[
            used(
                "self-normalising networks",
                "https://arxiv.org/abs/1706.02515",
            ),
            used(
                "AASIST (spoofed speech)",
                "https://github.com/clovaai/aasist/blob/main/models/AASIST.py",
            ),
        ],
    },
    value: f::selu,
    grad: f::selu_grad,
    limits: Limits {
        at_minus_infinity: -LAMBDA_ALPHA,
        at_infinity: f64::INFINITY,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: LAMBDA,
    },
    seams: &[Seam {
        at: 0.0,
        left: LAMBDA_ALPHA,
        right: LAMBDA,
        chosen: LAMBDA_ALPHA,
    }],
    claims: &[
        stated("range", ScalarClaim::Range(-LAMBDA_ALPHA, f64::INFINITY)),
        stated("increasing", ScalarClaim::Increasing),
        stated("zero", ScalarClaim::ZeroAt(0.0)),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(LAMBDA_ALPHA)),
        stated(
            "smoothness",
            ScalarClaim::Smoothness(Smoothness::Continuous),
        ),
        stated("lipschitz", ScalarClaim::Lipschitz(LAMBDA_ALPHA)),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.0)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(1.0),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 3.0),
        y: (-2.0, 3.2),
        rivals: &[
            Rival {
                label: "ELU",
                curve: |x| f::elu(x, 1.0),
            },
            Rival {
                label: "x",
                curve: |x| x,
            },
        ],
        caption: "SELU is a little steeper than the diagonal on the right and levels off at −1.758 on the left. \
                  Its slope (dashed) jumps at 0, from 1.758 down to 1.051.",
    },
};
