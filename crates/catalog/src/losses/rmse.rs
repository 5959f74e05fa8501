use nnfn::losses as f;

use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Length, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, Seam, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

const fn row(name: &'static str, symbol: &'static str, role: Role) -> Argument {
    Argument {
        name,
        symbol,
        domain: Domain::Row(Numbers::Real, Length('n')),
        role,
    }
}

pub static RMSE: Loss = Loss {
    about: About {
        name: "rmse",
        title: "RMSE",
        aliases: &["root mean squared error", "RootMeanSquaredError"],
        chapter: "losses/regression/mse",
        source: "losses/rmse.rs",
        typical: "reports, in the unit of the target",
        used_in: &[used(
            "Keras, as a metric",
            "https://www.tensorflow.org/api_docs/python/tf/keras/metrics/RootMeanSquaredError",
        )],
    },
    arguments: &[
        row("predictions", r"\hat y", Role::Input),
        row("targets", "y", Role::Target),
    ],
    estimates: "the mean of the targets, if all are in one row",
    value: |a| f::rmse(a.row(0), a.row(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::rmse_grad(a.row(0), a.row(1)),
    }],
    sections: &[
        Section {
            name: "one of four",
            label: "the others at 1",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |_, r| args![[r, 1.0, 1.0, 1.0], [0.0; 4]],
            moves: &[moving(0, 0)],
            unit: |_| 1.0,
            seams: |_| vec![],
            limits: |_| Limits::both(f64::INFINITY),
            slope_limits: |_| Limits {
                at_minus_infinity: -0.5,
                at_infinity: 0.5,
            },
        },
        Section {
            name: "one alone",
            label: "",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |_, r| args![[r], [0.0]],
            moves: &[moving(0, 0)],
            unit: |_| 1.0,
            seams: |_| {
                vec![Seam {
                    at: 0.0,
                    left: -1.0,
                    right: 1.0,
                    chosen: 0.0,
                }]
            },
            limits: |_| Limits::both(f64::INFINITY),
            slope_limits: |_| Limits {
                at_minus_infinity: -1.0,
                at_infinity: 1.0,
            },
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "zero_only_at_target",
            LossClaim::Along("one alone", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated(
            "of_one_is_absolute",
            LossClaim::Along("one alone", LineClaim::Is(|_, r| r.abs())),
        ),
        stated("even", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated("scales", LossClaim::ScalesWith(&[0, 1], 1)),
        stated(
            "length_of_gradient",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Euclidean,
                bound: |a| 1.0 / (a.row(0).len() as f64).sqrt(),
                reached: || args![[3.0, -4.0, 0.0, 0.0], [0.0; 4]],
            },
        ),
    ],
    picture: Picture {
        across: "one residual of four",
        x: (-4.0, 4.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "the others at 0",
                curve: |r| f::rmse(&[r, 0.0, 0.0, 0.0], &[0.0; 4]),
            },
            Rival {
                label: "all four alike",
                curve: |r| f::rmse(&[r; 4], &[0.0; 4]),
            },
        ],
        caption: "The RMSE over one of four residuals and its slope (dashed), for three others of 1: \
                  how hard one of them pulls depends on the rest.",
    },
};
