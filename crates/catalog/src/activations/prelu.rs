use std::f64::consts::PI;

use nnfn::activations as f;

use crate::claim::{CurveClaim, Extremum, Limits, Peer, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{About, Curve, Parameter, Setting, Span};

pub static PRELU: Curve = Curve {
    about: About {
        name: "prelu",
        title: "PReLU",
        aliases: &["parametric ReLU"],
        chapter: "activations/prelu",
        source: "activations/prelu.rs",
        typical: "image classification, super-resolution",
        peers: &[
            Peer {
                library: "PyTorch",
                call: "torch.nn.PReLU(dtype=x.dtype)(x)",
            },
            Peer {
                library: "Keras",
                call: "keras.layers.PReLU(dtype=x.dtype.name)(x[None])[0]",
            },
        ],
    },
    value: f::prelu,
    grad: f::prelu_grad,
    parameter: Parameter {
        name: "slope",
        default: 0.25,
        tried: &[-0.5, 0.0, 0.01, 0.25, 2.0],
        valid: f64::is_finite,
        span: Span::Even(-0.5, 1.0),
    },
    setting: Setting::Learned(f::prelu_grad_slope),
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
        y: (-2.0, 4.0),
        rivals: &[
            Rival {
                label: "slope −0.5",
                curve: |x| f::prelu(x, -0.5),
            },
            Rival {
                label: "slope 0",
                curve: |x| f::prelu(x, 0.0),
            },
            Rival {
                label: "slope 1",
                curve: |x| f::prelu(x, 1.0),
            },
        ],
        caption: "PReLU where it starts, with slope ¼, and where training may take it: \
                  to ReLU, to the identity, or up again on the left. Its own slope is dashed.",
    },
};
