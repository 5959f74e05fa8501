use std::f64::consts::{FRAC_1_SQRT_2, PI};

use nnfn::activations as f;

use super::threshold::{THRESHOLD, at_threshold};
use crate::about::{About, used};
use crate::claim::{CurveClaim, Limits, Smoothness, stated};
use crate::picture::{Picture, Rival};
use crate::shape::{Curve, Setting};

pub static SOFTSHRINK: Curve = Curve {
    about: About {
        name: "softshrink",
        title: "softshrink",
        aliases: &["soft threshold", "soft thresholding", "soft shrink"],
        chapter: "activations/shrinkage",
        source: "activations/softshrink.rs",
        typical: "sparse coding, denoising; unrolled iterations",
        used_in: &[
            used(
                "FourCastNet, on frequencies in each layer",
                "https://github.com/NVlabs/FourCastNet/blob/15992a583bd8709185f8f30ae22168bf0256f416/networks/afnonet.py",
            ),
            used(
                "iterations for the lasso (ISTA)",
                "https://arxiv.org/abs/math/0307152",
            ),
        ],
    },
    value: f::softshrink,
    grad: f::softshrink_grad,
    parameter: THRESHOLD,
    setting: Setting::Fixed,
    limits: |_| Limits {
        at_minus_infinity: f64::NEG_INFINITY,
        at_infinity: f64::INFINITY,
    },
    grad_limits: |_| Limits::both(1.0),
    seams: at_threshold,
    claims: &[
        stated(
            "range",
            CurveClaim::Range(|_| (f64::NEG_INFINITY, f64::INFINITY)),
        ),
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
        stated("lipschitz", CurveClaim::Lipschitz(|_| 1.0)),
        stated(
            "smoothness",
            CurveClaim::Smoothness(|_| Smoothness::Continuous),
        ),
        stated("slope_at_zero", CurveClaim::SlopeAtZero(|_| 0.0)),
        stated("gaussian_mean", CurveClaim::GaussianMean(|_| 0.0)),
        // 2·((1 + lambda²)·Φ(-lambda) - lambda·φ(lambda))
        stated(
            "gaussian_second_moment",
            CurveClaim::GaussianSecondMoment(|lambda| {
                let tail = libm::erfc(lambda * FRAC_1_SQRT_2);
                let density = (-0.5 * lambda * lambda).exp() / (2.0 * PI).sqrt();
                (1.0 + lambda * lambda) * tail - 2.0 * lambda * density
            }),
        ),
    ],
    picture: Picture {
        across: "x",
        x: (-3.0, 3.0),
        y: (-3.0, 3.0),
        rivals: &[Rival {
            label: "identity",
            curve: |x| x,
        }],
        caption: "Softshrink is 0 between −½ and ½; outside it is the identity, moved towards 0 by ½. \
                  Its slope (dashed) is 0 or 1.",
    },
};
