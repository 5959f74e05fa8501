use nnfn::activations as f;

use crate::about::About;
use crate::claim::{CurveClaim, Limits, Seam, Smoothness, stated};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};
use crate::shape::{Curve, Setting};

pub static CELU: Curve = Curve {
    about: About {
        name: "celu",
        title: "CELU",
        aliases: &[],
        chapter: "activations/elu",
        source: "activations/celu.rs",
        typical: "as ELU, without a corner for any α",
        used_in: &[],
    },
    value: f::celu,
    grad: f::celu_grad,
    parameter: Parameter {
        name: "alpha",
        symbol: r"\alpha",
        default: 1.0,
        tried: &[0.1, 0.3, 1.0, 2.0, 10.0],
        valid: |alpha| alpha > 0.0 && alpha.is_finite(),
        span: Span::Times(0.1, 3.0),
    },
    setting: Setting::Fixed,
    limits: |alpha| Limits {
        at_minus_infinity: -alpha,
        at_infinity: f64::INFINITY,
    },
    grad_limits: |_| Limits {
        at_minus_infinity: 0.0,
        at_infinity: 1.0,
    },
    seams: |_| {
        vec![Seam {
            at: 0.0,
            left: 1.0,
            right: 1.0,
            chosen: 1.0,
        }]
    },
    claims: &[
        stated("range", CurveClaim::Range(|alpha| (-alpha, f64::INFINITY))),
        stated("increasing", CurveClaim::IncreasingIf(|_| true)),
        stated("identity", CurveClaim::IdentityOn(0.0, f64::INFINITY)),
        stated("is_elu_at_1", CurveClaim::With(1.0, |x| f::elu(x, 1.0))),
        stated("slope_at_zero", CurveClaim::SlopeAtZero(|_| 1.0)),
        stated("smoothness", CurveClaim::Smoothness(|_| Smoothness::C1)),
        stated("lipschitz", CurveClaim::Lipschitz(|_| 1.0)),
        stated("convex", CurveClaim::ConvexIf(|_| true)),
        stated(
            "between_zero_and_x",
            CurveClaim::BetweenZeroAndXIf(|_| true),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-5.0, 3.0),
        y: (-2.2, 3.0),
        rivals: &[
            Rival {
                label: "CELU, α = 2",
                curve: |x| f::celu(x, 2.0),
            },
            Rival {
                label: "ELU, α = 2",
                curve: |x| f::elu(x, 2.0),
            },
        ],
        caption: "CELU with α = 1 is ELU. With α = 2 it goes down to −2, as ELU does, \
                  but leaves 0 along the diagonal and takes twice as far.",
    },
};
