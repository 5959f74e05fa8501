use std::f64::consts::PI;

use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{CurveClaim, Extremum, Limits, Seam, Smoothness, stated};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};
use crate::shape::{Curve, Setting};

pub static LEAKY_RELU: Curve = Curve {
    about: About {
        name: "leaky_relu",
        title: "leaky ReLU",
        aliases: &["LReLU"],
        chapter: "activations/leaky-relu",
        source: "activations/leaky_relu.rs",
        typical: "GAN discriminators; where no unit may die",
        used_in: &[
            used("DCGAN, slope 0.2", "https://arxiv.org/abs/1511.06434"),
            used(
                "Darknet, slope 0.1",
                "https://github.com/pjreddie/darknet/blob/master/src/activations.h",
            ),
            used(
                "graph attention, slope 0.2",
                "https://arxiv.org/abs/1710.10903",
            ),
        ],
    },
    value: f::leaky_relu,
    grad: f::leaky_relu_grad,
    parameter: Parameter {
        name: "slope",
        symbol: "a",
        default: 0.01,
        tried: &[-0.5, 0.0, 0.01, 0.2, 0.3, 2.0],
        valid: f64::is_finite,
        span: Span::Even(-0.5, 1.0),
    },
    setting: Setting::Fixed,
    limits: |slope| Limits {
        at_minus_infinity: if slope == 0.0 {
            0.0
        } else {
            slope * f64::NEG_INFINITY
        },
        at_infinity: f64::INFINITY,
    },
    grad_limits: |slope| Limits {
        at_minus_infinity: slope,
        at_infinity: 1.0,
    },
    seams: |slope| {
        vec![Seam {
            at: 0.0,
            left: slope,
            right: 1.0,
            chosen: slope,
        }]
    },
    claims: &[
        stated(
            "range",
            CurveClaim::Range(|slope| {
                let lowest = if slope > 0.0 { f64::NEG_INFINITY } else { 0.0 };
                (lowest, f64::INFINITY)
            }),
        ),
        stated("increasing", CurveClaim::IncreasingIf(|slope| slope > 0.0)),
        stated("convex", CurveClaim::ConvexIf(|slope| slope <= 1.0)),
        stated(
            "minimum",
            CurveClaim::Minimum(|slope| {
                let lowest = Extremum {
                    at: 0.0,
                    value: 0.0,
                };
                (slope < 0.0).then_some(lowest)
            }),
        ),
        stated(
            "between_zero_and_x",
            CurveClaim::BetweenZeroAndXIf(|slope| (0.0..=1.0).contains(&slope)),
        ),
        stated("kink", CurveClaim::Smoothness(|_| Smoothness::Continuous)),
        stated("slope_at_zero", CurveClaim::SlopeAtZero(|slope| slope)),
        stated(
            "lipschitz",
            CurveClaim::Lipschitz(|slope| slope.abs().max(1.0)),
        ),
        stated("homogeneous", CurveClaim::PositivelyHomogeneous(1)),
        stated(
            "identity_on_the_right",
            CurveClaim::IdentityOn(0.0, f64::INFINITY),
        ),
        stated("slope_0_is_relu", CurveClaim::With(0.0, f::relu)),
        stated("slope_1_is_identity", CurveClaim::With(1.0, |x| x)),
        stated(
            "slope_minus_1_is_absolute",
            CurveClaim::With(-1.0, f64::abs),
        ),
        stated(
            "gaussian_mean",
            CurveClaim::GaussianMean(|slope| (1.0 - slope) / (2.0 * PI).sqrt()),
        ),
        stated(
            "gaussian_second_moment",
            CurveClaim::GaussianSecondMoment(|slope| 0.5 * (1.0 + slope * slope)),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-1.4, 4.0),
        rivals: &[
            Rival {
                label: "slope 0.2",
                curve: |x| f::leaky_relu(x, 0.2),
            },
            Rival {
                label: "ReLU",
                curve: f::relu,
            },
        ],
        caption: "With slope 0.01 leaky ReLU looks like ReLU; with 0.2 the difference shows. \
                  Its slope (dashed) is small on the left, but not 0.",
    },
};
