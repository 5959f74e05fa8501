use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::{About, used};
use crate::claim::{Change, LineClaim, LossClaim, Seam, Smoothness, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::picture::{Picture, Rival};

pub static MAE: Loss = Loss {
    about: About {
        name: "mae",
        title: "absolute error",
        aliases: &["mean absolute error", "L1 loss"],
        chapter: "losses/regression/mae",
        source: "losses/mae.rs",
        typical: "regression on the median",
        used_in: &[
            used("pix2pix", "https://arxiv.org/abs/1611.07004"),
            used("V-JEPA", "https://arxiv.org/abs/2404.08471"),
        ],
    },
    arguments: &[PREDICTION, TARGET],
    estimates: "a median of the targets",
    value: |a| f::mae(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::mae_grad(a.number(0), a.number(1))],
    }],
    sections: &[Section {
        seams: |_| {
            vec![Seam {
                at: 0.0,
                left: -1.0,
                right: 1.0,
                chosen: 0.0,
            }]
        },
        slope_limits: |_| residual::slopes(1.0),
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
            LossClaim::Along("residual", LineClaim::Lipschitz(|_| 1.0)),
        ),
        stated(
            "kink",
            LossClaim::Along(
                "residual",
                LineClaim::Smoothness(|_| Smoothness::Continuous),
            ),
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
        rivals: &[
            Rival {
                label: "r²",
                curve: |r| r * r,
            },
            Rival {
                label: "Huber, δ = 1",
                curve: |r| f::huber(r, 0.0, 1.0),
            },
        ],
        caption: "The absolute error pulls equally hard at every residual (its slope, dashed, is ±1), \
                  and has a kink where the prediction is right.",
    },
};
