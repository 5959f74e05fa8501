use nnfn::activations as f;

use crate::about::About;
use crate::claim::{CurveClaim, Extremum, Limits, Smoothness, stated};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};
use crate::shape::{Curve, Setting};

/// `w·exp(w) = 1/e`: how deep the dip is with `beta = 1`.
const DIP: f64 = 0.278_464_542_761_073_8;

pub static SWISH: Curve = Curve {
    about: About {
        name: "swish",
        title: "Swish",
        aliases: &["SiLU"],
        chapter: "activations/swish",
        source: "activations/swish.rs",
        typical: "where the sharpness is learned",
        used_in: &[],
    },
    value: f::swish,
    grad: f::swish_grad,
    parameter: Parameter {
        name: "beta",
        symbol: r"\beta",
        default: 1.0,
        tried: &[-1.5, 0.0, 0.25, 1.0, 1.702, 4.0],
        valid: f64::is_finite,
        span: Span::Even(-2.0, 10.0),
    },
    setting: Setting::Learned(f::swish_grad_beta),
    limits: |beta| Limits {
        at_minus_infinity: if beta > 0.0 { 0.0 } else { f64::NEG_INFINITY },
        at_infinity: if beta < 0.0 { 0.0 } else { f64::INFINITY },
    },
    grad_limits: |beta| Limits {
        at_minus_infinity: 0.5 * (1.0 - sign(beta)),
        at_infinity: 0.5 * (1.0 + sign(beta)),
    },
    seams: |_| vec![],
    claims: &[
        stated(
            "range",
            CurveClaim::Range(|beta| {
                (
                    if beta > 0.0 {
                        -DIP / beta
                    } else {
                        f64::NEG_INFINITY
                    },
                    if beta < 0.0 {
                        -DIP / beta
                    } else {
                        f64::INFINITY
                    },
                )
            }),
        ),
        stated(
            "minimum",
            CurveClaim::Minimum(|beta| {
                (beta > 0.0).then(|| Extremum {
                    at: -(1.0 + DIP) / beta,
                    value: -DIP / beta,
                })
            }),
        ),
        stated(
            "increasing_if",
            CurveClaim::IncreasingIf(|beta| beta == 0.0),
        ),
        stated("smooth", CurveClaim::Smoothness(|_| Smoothness::Smooth)),
        stated(
            "between_zero_and_x",
            CurveClaim::BetweenZeroAndXIf(|_| true),
        ),
        stated("reflection", CurveClaim::ReflectionDifferenceIsX),
        stated("slope_at_zero", CurveClaim::SlopeAtZero(|_| 0.5)),
        stated(
            "lipschitz",
            CurveClaim::Lipschitz(|beta| {
                if beta == 0.0 {
                    0.5
                } else {
                    1.099_839_320_128_867
                }
            }),
        ),
        stated("with_0", CurveClaim::With(0.0, |x| 0.5 * x)),
        stated("with_1", CurveClaim::With(1.0, f::silu)),
    ],
    picture: Picture {
        across: "x",
        x: (-4.0, 4.0),
        y: (-1.2, 2.4),
        rivals: &[
            Rival {
                label: "β = 0",
                curve: |x| f::swish(x, 0.0),
            },
            Rival {
                label: "β = ½",
                curve: |x| f::swish(x, 0.5),
            },
            Rival {
                label: "β = 5",
                curve: |x| f::swish(x, 5.0),
            },
        ],
        caption: "The solid line has β = 1. As β goes to 0, Swish straightens into x/2; as β grows, it approaches ReLU, and \
                  the dip moves towards 0 and flattens.",
    },
};

/// -1, 0 or 1.
fn sign(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x.signum() }
}
