use std::f64::consts::{FRAC_1_SQRT_2, PI};

use nnfn::activations as f;

use super::threshold::{THRESHOLD, at_threshold};
use crate::about::About;
use crate::claim::{CurveClaim, Limits, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{Curve, Setting};

pub static HARDSHRINK: Curve = Curve {
    about: About {
        name: "hardshrink",
        title: "hardshrink",
        aliases: &["hard threshold", "hard thresholding", "hard shrink"],
        chapter: "activations/shrinkage",
        source: "activations/hardshrink.rs",
        typical: "denoising; where what is kept must stay as it is",
        used_in: &[],
    },
    value: f::hardshrink,
    grad: f::hardshrink_grad,
    parameter: THRESHOLD,
    setting: Setting::Fixed,
    limits: |_| Limits {
        at_minus_infinity: f64::NEG_INFINITY,
        at_infinity: f64::INFINITY,
    },
    grad_limits: |_| Limits::both(1.0),
    seams: at_threshold,
    claims: &[
        stated("odd", CurveClaim::Odd),
        stated(
            "zero_inside",
            CurveClaim::ZeroOn(|lambda| (-lambda, lambda)),
        ),
        stated("is_identity_at_0", CurveClaim::With(0.0, |x| x)),
        stated("increasing", CurveClaim::IncreasingIf(|_| false)),
        stated(
            "between_zero_and_x",
            CurveClaim::BetweenZeroAndXIf(|_| true),
        ),
        stated("smoothness", CurveClaim::Smoothness(|_| Smoothness::Jumps)),
        stated("slope_at_zero", CurveClaim::SlopeAtZero(|_| 0.0)),
        stated("gaussian_mean", CurveClaim::GaussianMean(|_| 0.0)),
        // 2·(Φ(-lambda) + lambda·φ(lambda))
        stated(
            "gaussian_second_moment",
            CurveClaim::GaussianSecondMoment(|lambda| {
                let density = (-0.5 * lambda * lambda).exp() / (2.0 * PI).sqrt();
                libm::erfc(lambda * FRAC_1_SQRT_2) + 2.0 * lambda * density
            }),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-3.0, 3.0),
        y: (-3.0, 3.0),
        rivals: &[Rival {
            label: "softshrink",
            curve: |x| f::softshrink(x, 0.5),
        }],
        caption: "Hardshrink is 0 from −½ to ½ and the input itself outside, with a jump of ½ at either end. \
                  Its slope (dashed) is that of softshrink: 0 or 1.",
    },
};
