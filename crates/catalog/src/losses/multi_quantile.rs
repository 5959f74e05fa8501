use nnfn::losses as f;

use super::shared::{K, TARGET, residual};
use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, Seam, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// The levels of the example.
const LEVELS: [f64; 3] = [0.25, 0.5, 0.75];

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
        name: "equal predictions",
        label: "all equal",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, t| args![[t, t, t], 0.0, LEVELS],
        moves: &[moving(0, 0), moving(0, 1), moving(0, 2)],
        unit: |_| 1.0,
        seams: |_| {
            vec![Seam {
                at: 0.0,
                left: -1.5,
                right: 1.5,
                chosen: 0.0,
            }]
        },
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| residual::slopes(1.5),
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
            "zero_only_at_target",
            LossClaim::Along("equal predictions", LineClaim::ZeroOnlyAt(0.0)),
        ),
    ],
    picture: Picture {
        across: "prediction − target at the levels ¼, ½ and ¾",
        x: (-4.0, 4.0),
        y: (-1.7, 4.2),
        rivals: &[
            Rival {
                label: "in order, 1 apart",
                curve: |t| f::multi_quantile(&[t - 1.0, t, t + 1.0], 0.0, &LEVELS),
            },
            Rival {
                label: "crossed",
                curve: |t| f::multi_quantile(&[t + 1.0, t, t - 1.0], 0.0, &LEVELS),
            },
        ],
        caption: "Three predictions of one target at the levels ¼, ½ and ¾, over the middle one: all equal, in order \
                  and 1 apart, and these in the wrong order, which costs 1 more everywhere.",
    },
};
