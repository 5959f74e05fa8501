use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::{About, used};
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Seam, Smoothness, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const LEVEL: Parameter = Parameter {
    name: "level",
    symbol: "q",
    default: 0.9,
    tried: &[0.9, 0.5, 0.1, 0.25, 0.99, 0.001],
    valid: |level| 0.0 < level && level < 1.0,
    span: Span::Even(0.01, 0.99),
};

pub static PINBALL: Loss = Loss {
    about: About {
        name: "pinball",
        title: "pinball loss",
        aliases: &["quantile loss", "check loss", "tilted absolute loss"],
        chapter: "losses/regression/quantile",
        source: "losses/pinball.rs",
        typical: "regression on a quantile",
        used_in: &[
            used(
                "QuantileRegressor",
                "https://scikit-learn.org/1.4/modules/generated/sklearn.linear_model.QuantileRegressor.html",
            ),
            used(
                "QR-DQN, rounded off as by Huber",
                "https://arxiv.org/abs/1710.10044",
            ),
        ],
    },
    arguments: &[PREDICTION, TARGET, Argument::set(&LEVEL)],
    estimates: "a quantile of the targets at this level",
    value: |a| f::pinball(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::pinball_grad(a.number(0), a.number(1), a.number(2))],
    }],
    sections: &[Section {
        seams: |p| {
            vec![Seam {
                at: 0.0,
                left: -p[0],
                right: 1.0 - p[0],
                chosen: 0.0,
            }]
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -p[0],
            at_infinity: 1.0 - p[0],
        },
        ..residual::SECTION
    }],
    claims: &[
        stated(
            "zero_only_at_target",
            LossClaim::Along("residual", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated("convex", LossClaim::Along("residual", LineClaim::Convex)),
        stated(
            "bounded_slope",
            LossClaim::Along("residual", LineClaim::Lipschitz(|p| p[0].max(1.0 - p[0]))),
        ),
        stated(
            "kink",
            LossClaim::Along(
                "residual",
                LineClaim::Smoothness(|_| Smoothness::Continuous),
            ),
        ),
        stated(
            "at_one_half_is_half_absolute",
            LossClaim::Is {
                with: |a| a.with(2, 0.5.into()),
                that: |a| 0.5 * f::mae(a.number(0), a.number(1)),
            },
        ),
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated("scales", LossClaim::ScalesWith(&[0, 1], 1)),
    ],
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.4, 4.2),
        rivals: &[Rival {
            label: "|r|/2",
            curve: |r| 0.5 * r.abs(),
        }],
        caption: "At the level 0.9 a prediction that is too low costs nine times as much as one that is as far too high. \
                  The slope (dashed) has one value on each side.",
    },
};
