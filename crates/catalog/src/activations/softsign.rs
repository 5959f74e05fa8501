use nnfn::activations as f;

use crate::about::About;
use crate::claim::{Limits, ScalarClaim, Seam, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::Scalar;

pub static SOFTSIGN: Scalar = Scalar {
    about: About {
        name: "softsign",
        title: "softsign",
        aliases: &[],
        chapter: "activations/tanh",
        source: "activations/softsign.rs",
        typical: "bounded outputs with slow tails; rare",
        used_in: &[],
    },
    value: f::softsign,
    grad: f::softsign_grad,
    limits: Limits {
        at_minus_infinity: -1.0,
        at_infinity: 1.0,
    },
    grad_limits: Limits {
        at_minus_infinity: 0.0,
        at_infinity: 0.0,
    },
    seams: &[Seam {
        at: 0.0,
        left: 1.0,
        right: 1.0,
        chosen: 1.0,
    }],
    claims: &[
        stated("range", ScalarClaim::Range(-1.0, 1.0)),
        stated("increasing", ScalarClaim::Increasing),
        stated("odd", ScalarClaim::Odd),
        stated("between_zero_and_x", ScalarClaim::BetweenZeroAndX),
        stated("curvature_jumps", ScalarClaim::Smoothness(Smoothness::C1)),
        stated("slope_at_zero", ScalarClaim::SlopeAtZero(1.0)),
        stated("lipschitz", ScalarClaim::Lipschitz(1.0)),
        stated("gaussian_mean", ScalarClaim::GaussianMean(0.0)),
        stated(
            "gaussian_second_moment",
            ScalarClaim::GaussianSecondMoment(0.183_014_021_266_547_5),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-20.0, 20.0),
        y: (-1.1, 1.1),
        rivals: &[Rival {
            label: "tanh",
            curve: f64::tanh,
        }],
        caption: "Softsign is still on its way at 20, where tanh has long arrived; its slope (dashed) has a tip at 0.",
    },
};
