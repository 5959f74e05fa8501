use nnfn::activations as f;

use crate::about::{About, used};
use crate::claim::{CurveClaim, Limits, Seam, Smoothness, stated};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};
use crate::shape::{Curve, Setting};

pub static ELU: Curve = Curve {
    about: About {
        name: "elu",
        title: "ELU",
        aliases: &["exponential linear unit"],
        chapter: "activations/elu",
        source: "activations/elu.rs",
        typical: "hidden layers without normalisation",
        used_in: &[
            used(
                "EnCodec",
                "https://github.com/facebookresearch/encodec/blob/main/encodec/modules/seanet.py",
            ),
            used(
                "rsl_rl",
                "https://github.com/leggedrobotics/rsl_rl/blob/0bb2390b74128002145938df97c5c585422b447b/rsl_rl/modules/actor_critic.py",
            ),
        ],
    },
    value: f::elu,
    grad: f::elu_grad,
    parameter: Parameter {
        name: "alpha",
        symbol: r"\alpha",
        default: 1.0,
        tried: &[0.0, 0.5, 1.0, 2.0],
        valid: |alpha| alpha >= 0.0 && alpha.is_finite(),
        span: Span::Even(0.0, 3.0),
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
    seams: |alpha| {
        vec![Seam {
            at: 0.0,
            left: alpha,
            right: 1.0,
            chosen: alpha,
        }]
    },
    claims: &[
        stated("range", CurveClaim::Range(|alpha| (-alpha, f64::INFINITY))),
        stated("increasing", CurveClaim::IncreasingIf(|alpha| alpha > 0.0)),
        stated("identity", CurveClaim::IdentityOn(0.0, f64::INFINITY)),
        stated("is_relu_at_0", CurveClaim::With(0.0, |x| x.max(0.0))),
        stated("slope_at_zero", CurveClaim::SlopeAtZero(|alpha| alpha)),
        stated(
            "smoothness",
            CurveClaim::Smoothness(|alpha| {
                if alpha == 1.0 {
                    Smoothness::C1
                } else {
                    Smoothness::Continuous
                }
            }),
        ),
        stated("lipschitz", CurveClaim::Lipschitz(|alpha| alpha.max(1.0))),
        stated("convex", CurveClaim::ConvexIf(|alpha| alpha <= 1.0)),
        stated(
            "between_zero_and_x",
            CurveClaim::BetweenZeroAndXIf(|alpha| alpha <= 1.0),
        ),
        // 1/√(2π) - alpha·(1/2 - √e·Φ(-1))
        stated(
            "gaussian_mean",
            CurveClaim::GaussianMean(|alpha| {
                0.398_942_280_401_432_7 - 0.238_421_708_134_876_63 * alpha
            }),
        ),
        // 1/2 + alpha²·(1/2 - 2·√e·Φ(-1) + e²·Φ(-2))
        stated(
            "gaussian_second_moment",
            CurveClaim::GaussianSecondMoment(|alpha| {
                0.5 + 0.144_945_417_492_923_86 * alpha * alpha
            }),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-5.0, 3.0),
        y: (-1.4, 3.0),
        rivals: &[
            Rival {
                label: "ReLU",
                curve: |x| x.max(0.0),
            },
            Rival {
                label: "ELU, α = 2",
                curve: |x| f::elu(x, 2.0),
            },
        ],
        caption: "ELU is x right of 0 and levels off at −1 left of it. \
                  Its slope (dashed) does not jump at 0; with α = 2 it does.",
    },
};
