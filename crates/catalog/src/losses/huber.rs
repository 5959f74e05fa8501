use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::{About, used};
use crate::argument::Argument;
use crate::claim::{Change, LineClaim, LossClaim, Meets, Seam, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const DELTA: Parameter = Parameter {
    name: "delta",
    symbol: r"\delta",
    default: 1.0,
    tried: &[0.001, 0.25, 0.5, 1.0, 2.0, 1e6],
    valid: |delta| delta > 0.0,
    span: Span::Times(0.05, 10.0),
};

pub static HUBER: Loss = Loss {
    about: About {
        name: "huber",
        title: "Huber loss",
        aliases: &[],
        chapter: "losses/regression/huber",
        source: "losses/huber.rs",
        typical: "regression with outliers",
        used_in: &[
            used("DQN", "https://doi.org/10.1038/nature14236"),
            used(
                "Fast R-CNN, as smooth L1",
                "https://arxiv.org/abs/1504.08083",
            ),
            used(
                "HuberRegressor",
                "https://scikit-learn.org/1.4/modules/generated/sklearn.linear_model.HuberRegressor.html",
            ),
        ],
    },
    arguments: &[PREDICTION, TARGET, Argument::set(&DELTA)],
    estimates: "the point where the residuals, clipped to ±δ, cancel",
    value: |a| f::huber(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::huber_grad(a.number(0), a.number(1), a.number(2))],
    }],
    sections: &[Section {
        unit: |p| p[0],
        seams: |p| {
            let delta = p[0];
            vec![Seam::branch(-delta, -delta), Seam::branch(delta, delta)]
        },
        slope_limits: |p| residual::slopes(p[0]),
        ..residual::SECTION
    }],
    claims: &[
        stated(
            "zero_only_at_target",
            LossClaim::Along("residual", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated("even", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated("convex", LossClaim::Along("residual", LineClaim::Convex)),
        stated(
            "bounded_slope",
            LossClaim::Along("residual", LineClaim::Lipschitz(|p| p[0])),
        ),
        stated(
            "curvature",
            LossClaim::Along(
                "residual",
                LineClaim::Curvature {
                    inside: |_| 1.0,
                    outside: 0.0,
                },
            ),
        ),
        stated(
            "below_half_square",
            LossClaim::Along(
                "residual",
                LineClaim::Below(|_, r| 0.5 * r * r, Meets::BetweenSeams),
            ),
        ),
        stated(
            "below_line",
            LossClaim::Along(
                "residual",
                LineClaim::Below(|p, r| p[0] * r.abs(), Meets::UpToAConstant),
            ),
        ),
    ],
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "r²/2",
                curve: |r| 0.5 * r * r,
            },
            Rival {
                label: "|r|",
                curve: f64::abs,
            },
        ],
        caption: "Huber with δ = 1 is half the square up to ±1 and runs parallel to |r| beyond. \
                  Its slope (dashed) is the residual, clipped.",
    },
};
