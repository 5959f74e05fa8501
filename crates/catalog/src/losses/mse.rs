use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET, residual};
use crate::about::{About, used};
use crate::claim::{Change, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss};
use crate::picture::{Picture, Rival};

pub static MSE: Loss = Loss {
    about: About {
        name: "mse",
        title: "squared error",
        aliases: &["mean squared error", "L2 loss", "quadratic loss"],
        chapter: "losses/regression/mse",
        source: "losses/mse.rs",
        typical: "regression on the mean",
        used_in: &[
            used(
                "least squares",
                "https://www.york.ac.uk/depts/maths/histstat/legendre.htm",
            ),
            used(
                "diffusion models, on the noise",
                "https://arxiv.org/abs/2006.11239",
            ),
            used("masked autoencoders", "https://arxiv.org/abs/2111.06377"),
        ],
    },
    arguments: &[PREDICTION, TARGET],
    estimates: "the mean of the targets",
    value: |a| f::mse(a.number(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::mse_grad(a.number(0), a.number(1))],
    }],
    sections: &[residual::SECTION],
    claims: &[
        stated(
            "zero_only_at_target",
            LossClaim::Along("residual", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated("even", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated("convex", LossClaim::Along("residual", LineClaim::Convex)),
        stated(
            "curvature",
            LossClaim::Along(
                "residual",
                LineClaim::Curvature {
                    inside: |_| 2.0,
                    outside: 2.0,
                },
            ),
        ),
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated("scales_squared", LossClaim::ScalesWith(&[0, 1], 2)),
    ],
    picture: Picture {
        across: "prediction − target",
        x: (-4.0, 4.0),
        y: (-1.4, 6.4),
        rivals: &[
            Rival {
                label: "|r|",
                curve: f64::abs,
            },
            Rival {
                label: "Huber, δ = 1",
                curve: |r| f::huber(r, 0.0, 1.0),
            },
        ],
        caption: "The squared error and its slope (dashed), which grows with the residual without bound: \
                  twice the error costs four times as much.",
    },
};
