use std::f64::consts::LN_2;

use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::{About, used};
use crate::args::Args;
use crate::claim::{Change, LineClaim, LossClaim, Smoothness, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::picture::{Picture, Rival};

pub static LOG_COSH: Loss = Loss {
    about: About {
        name: "log_cosh",
        title: "log-cosh loss",
        aliases: &["logcosh", "LogCosh"],
        chapter: "losses/regression/log-cosh",
        source: "losses/log_cosh.rs",
        typical: "regression with outliers, where the curvature must not jump",
        used_in: &[
            used(
                "VAE reconstructions",
                "https://openreview.net/pdf?id=rkglvsC9Ym",
            ),
            used(
                "anemoi-training (weather)",
                "https://github.com/ecmwf/anemoi-training/pull/70",
            ),
            used(
                "OneTrainer",
                "https://github.com/Nerogar/OneTrainer/pull/447",
            ),
        ],
    },
    arguments: &[PREDICTION, TARGET],
    estimates: "the point where the residuals, squashed by tanh, cancel",
    value: |a| f::log_cosh(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::log_cosh_grad(a.number(0), a.number(1))],
    }],
    sections: &[Section {
        slope_limits: |_| residual::slopes(1.0),
        ..residual::SECTION
    }],
    claims: &[
        stated(
            "zero_only_at_target",
            LossClaim::Along("residual", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated("even", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated("convex", LossClaim::Along("residual", LineClaim::Convex)),
        stated(
            "smooth",
            LossClaim::Along("residual", LineClaim::Smoothness(|_| Smoothness::Smooth)),
        ),
        stated(
            "bounded_slope",
            LossClaim::Along("residual", LineClaim::Lipschitz(|_| 1.0)),
        ),
        stated(
            "slope",
            LossClaim::GradientIs(0, |a| vec![of_residual(a, f64::tanh)]),
        ),
        // The curvature at 0 is 1: between these there is no room for another.
        stated(
            "curvature_at_zero",
            LossClaim::Between(
                |a| of_residual(a, |r| 0.5 * r * r * (1.0 - 0.25 * r * r)),
                |a| of_residual(a, |r| 0.5 * r * r),
            ),
        ),
        stated(
            "within_ln_2_of_line",
            LossClaim::Between(
                |a| of_residual(a, |r| r.abs() - LN_2),
                |a| of_residual(a, f64::abs),
            ),
        ),
        stated(
            "below_huber",
            LossClaim::Between(|_| 0.0, |a| f::huber(a.number(0), a.number(1), 1.0)),
        ),
    ],
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "Huber, δ = 1",
                curve: |r| f::huber(r, 0.0, 1.0),
            },
            Rival {
                label: "|r| − ln 2",
                curve: |r| r.abs() - LN_2,
            },
        ],
        caption: "Log-cosh leaves the parabola at once and nears |r| − ln 2, below Huber with δ = 1. \
                  Its slope (dashed) is tanh r.",
    },
};

/// A function of the residual.
fn of_residual(a: &Args, of: fn(f64) -> f64) -> f64 {
    of(a.number(0) - a.number(1))
}
