use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::{About, used};
use crate::args;
use crate::args::Args;
use crate::argument::Argument;
use crate::claim::{Change, LineClaim, LossClaim, Norm, Smoothness, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const DELTA: Parameter = Parameter {
    name: "delta",
    symbol: r"\delta",
    default: 1.0,
    tried: &[0.001, 0.25, 1.0, 2.0, 1e6],
    valid: |delta| delta > 0.0,
    span: Span::Times(0.05, 10.0),
};

pub static PSEUDO_HUBER: Loss = Loss {
    about: About {
        name: "pseudo_huber",
        title: "pseudo-Huber loss",
        aliases: &["Charbonnier loss", "reg:pseudohubererror"],
        chapter: "losses/regression/log-cosh",
        source: "losses/pseudo_huber.rs",
        typical: "regression with outliers, by second-order methods",
        used_in: &[
            used("consistency models", "https://arxiv.org/abs/2310.14189"),
            used(
                "XGBoost",
                "https://docs.rs/crate/xgboost_lib-sys/3.0.5/source/xgboost/src/common/pseudo_huber.h",
            ),
        ],
    },
    arguments: &[PREDICTION, TARGET, Argument::set(&DELTA)],
    estimates: "the point where the residuals, each over √(1 + (r/δ)²), cancel",
    value: |a| f::pseudo_huber(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::pseudo_huber_grad(a.number(0), a.number(1), a.number(2))],
    }],
    sections: &[Section {
        unit: |p| p[0],
        slope_limits: |p| residual::slopes(p[0]),
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
        stated(
            "scales_with_its_units",
            LossClaim::ScalesWith(&[0, 1, 2], 2),
        ),
        stated("convex", LossClaim::Along("residual", LineClaim::Convex)),
        stated(
            "smooth",
            LossClaim::Along("residual", LineClaim::Smoothness(|_| Smoothness::Smooth)),
        ),
        stated(
            "slope",
            LossClaim::GradientIs(0, |a| {
                let r = a.number(0) - a.number(1);
                vec![r / f64::hypot(1.0, r / a.number(2))]
            }),
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |a| a.number(2),
                reached: || args![1e10, 0.0, 1.0],
            },
        ),
        // The curvature at 0 is 1, whatever δ is: between these there is no room for another.
        stated(
            "curvature_at_zero",
            LossClaim::Between(
                |a| of_ratio(a, |q| 0.5 * q * q * (1.0 - 0.25 * q * q)),
                |a| of_ratio(a, |q| 0.5 * q * q),
            ),
        ),
        stated(
            "below_huber",
            LossClaim::Between(|_| 0.0, |a| f::huber(a.number(0), a.number(1), a.number(2))),
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
                label: "|r| − 1",
                curve: |r| r.abs() - 1.0,
            },
        ],
        caption: "Pseudo-Huber with δ = 1 leaves the parabola at once and nears |r| − 1, below Huber. \
                  Its slope (dashed) is the residual over √(1 + r²).",
    },
};

/// `δ²` times a function of `r/δ`.
fn of_ratio(a: &Args, of: fn(f64) -> f64) -> f64 {
    let delta = a.number(2);
    delta * (delta * of((a.number(0) - a.number(1)) / delta))
}
