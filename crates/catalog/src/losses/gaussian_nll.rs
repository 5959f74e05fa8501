use nnfn::losses as f;

use super::shared::{PREDICTION, TARGET};
use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Extremum, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static GAUSSIAN_NLL: Loss = Loss {
    about: About {
        name: "gaussian_nll",
        title: "Gaussian negative log-likelihood",
        aliases: &[
            "Gaussian NLL",
            "GaussianNLLLoss",
            "heteroscedastic regression",
        ],
        chapter: "losses/regression/gaussian-nll",
        source: "losses/gaussian_nll.rs",
        typical: "regression with a width for each prediction",
        used_in: &[
            used("deep ensembles", "https://arxiv.org/abs/1612.01474"),
            used("PETS, on dynamics", "https://arxiv.org/abs/1805.12114"),
            used("Gaussian YOLOv3", "https://arxiv.org/abs/1904.04620"),
        ],
    },
    arguments: &[
        PREDICTION,
        TARGET,
        Argument {
            name: "variance",
            symbol: "v",
            domain: Domain::Number(Numbers::Positive),
            role: Role::Input,
        },
    ],
    estimates: "mean and variance",
    value: |a| f::gaussian_nll(a.number(0), a.number(1), a.number(2)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| vec![f::gaussian_nll_grad(a.number(0), a.number(1), a.number(2))],
        },
        Gradient {
            by: 2,
            suffix: "_grad_variance",
            of: |a| {
                vec![f::gaussian_nll_grad_variance(
                    a.number(0),
                    a.number(1),
                    a.number(2),
                )]
            },
        },
    ],
    sections: &[
        Section {
            name: "variance",
            label: "residual 1.5",
            ends: (0.0, f64::INFINITY),
            at: |_, v| args![1.5, 0.0, v],
            moves: &[moving(2, 0)],
            unit: |_| 1.0,
            seams: |_| vec![],
            limits: |_| Limits::both(f64::INFINITY),
            slope_limits: |_| Limits {
                at_minus_infinity: f64::NEG_INFINITY,
                at_infinity: 0.0,
            },
        },
        Section {
            name: "residual",
            label: "",
            ends: (f64::NEG_INFINITY, f64::INFINITY),
            at: |_, r| args![r, 0.0, 4.0],
            moves: &[moving(0, 0)],
            unit: |_| 1.0,
            seams: |_| vec![],
            limits: |_| Limits::both(f64::INFINITY),
            slope_limits: |_| Limits {
                at_minus_infinity: f64::NEG_INFINITY,
                at_infinity: f64::INFINITY,
            },
        },
    ],
    claims: &[
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated("even", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated("convex_in_prediction", LossClaim::ConvexIn(0)),
        stated(
            "curvature",
            LossClaim::Along(
                "residual",
                LineClaim::Curvature {
                    inside: |_| 0.25,
                    outside: 0.25,
                },
            ),
        ),
        stated(
            "best_variance_is_squared_residual",
            LossClaim::Along(
                "variance",
                LineClaim::Minimum(|_| Extremum {
                    at: 2.25,
                    value: 0.905_465_108_108_164_4,
                }),
            ),
        ),
        stated(
            "at_least_half_log_variance",
            LossClaim::AtLeast {
                bound: |a| 0.5 * a.number(2).ln(),
                reached: |a| a.with(0, a.number(1).into()),
            },
        ),
        stated(
            "unit_variance_is_half_square",
            LossClaim::Is {
                with: |a| a.with(2, 1.0.into()),
                that: |a| 0.5 * f::mse(a.number(0), a.number(1)),
            },
        ),
    ],
    picture: Picture {
        across: "variance, residual 1.5",
        x: (0.05, 8.0),
        y: (-1.4, 4.2),
        rivals: &[
            Rival {
                label: "residual 0.5",
                curve: |v| f::gaussian_nll(0.5, 0.0, v),
            },
            Rival {
                label: "residual 0",
                curve: |v| f::gaussian_nll(0.0, 0.0, v),
            },
        ],
        caption: "For a residual of 1.5 the best variance is its square, 2.25; a smaller one is punished hard, \
                  a larger one mildly. Where the residual is 0, the loss falls without end as the variance shrinks.",
    },
};
