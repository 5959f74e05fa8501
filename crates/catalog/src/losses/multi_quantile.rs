use nnfn::losses as f;

use super::shared::{K, TARGET};
use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Extremum, Limits, LineClaim, LossClaim, Norm, Seam, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// The levels of the example, and what rests of its predictions.
const LEVELS: [f64; 3] = [0.1, 0.5, 0.9];
const AROUND: [f64; 2] = [-1.0, 1.5];

pub static MULTI_QUANTILE: Loss = Loss {
    about: About {
        name: "multi_quantile",
        title: "multi-quantile loss",
        aliases: &["multi-quantile pinball loss", "MQLoss"],
        chapter: "losses/regression/quantile-crossing",
        source: "losses/multi_quantile.rs",
        typical: "regression on several quantiles at once",
        used_in: &[
            used("MQ-RNN", "https://arxiv.org/abs/1711.11053"),
            used(
                "Temporal Fusion Transformer",
                "https://arxiv.org/abs/1912.09363",
            ),
        ],
    },
    arguments: &[
        Argument {
            name: "predictions",
            symbol: r"\hat y",
            domain: Domain::Row(Numbers::Real, K),
            role: Role::Input,
        },
        TARGET,
        Argument {
            name: "levels",
            symbol: "q",
            domain: Domain::Row(Numbers::OpenUnit, K),
            role: Role::Target,
        },
    ],
    estimates: "a quantile of the targets at each level",
    value: |a| f::multi_quantile(a.row(0), a.number(1), a.row(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::multi_quantile_grad(a.row(0), a.number(1), a.row(2)),
    }],
    sections: &[Section {
        name: "middle prediction",
        label: "prediction at the level 0.5",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, t| args![[AROUND[0], t, AROUND[1]], 0.0, LEVELS],
        moves: &[moving(0, 1)],
        unit: |_| 1.0,
        seams: |_| {
            vec![Seam {
                at: 0.0,
                left: -0.5,
                right: 0.5,
                chosen: 0.0,
            }]
        },
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits {
            at_minus_infinity: -0.5,
            at_infinity: 0.5,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 2])),
        ),
        stated(
            "shift_invariant",
            LossClaim::Unchanged(Change::Shift(&[0, 1])),
        ),
        stated("scales", LossClaim::ScalesWith(&[0, 1], 1)),
        stated(
            "bounded_gradient",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |a| {
                    let larger = |q: &f64| q.max(1.0 - q);
                    a.row(2).iter().map(larger).fold(0.0, f64::max)
                },
                reached: || args![[-1.0, 1.0], 0.0, [0.75, 0.5]],
            },
        ),
        stated(
            "least_where_all_hit",
            LossClaim::AtLeast {
                bound: |_| 0.0,
                reached: |a| {
                    let hits = vec![a.number(1); a.row(0).len()];
                    a.with(0, hits.into())
                },
            },
        ),
        stated(
            "middle_is_least_at_the_target",
            LossClaim::Along(
                "middle prediction",
                LineClaim::Minimum(|_| Extremum {
                    at: 0.0,
                    value: 0.25,
                }),
            ),
        ),
    ],
    picture: Picture {
        across: "prediction at the level 0.5",
        x: (-4.0, 4.0),
        y: (-1.4, 3.2),
        rivals: &[Rival {
            label: "outer two exchanged",
            curve: |t| f::multi_quantile(&[AROUND[1], t, AROUND[0]], 0.0, &LEVELS),
        }],
        caption: "The loss of three predictions of the target 0, at the levels 0.1, 0.5 and 0.9, over the middle one. \
                  With the outer two exchanged it is higher everywhere by the same amount.",
    },
};
