use nnfn::losses as f;

use super::shared::{P, Q};
use crate::about::{About, used};
use crate::args;
use crate::claim::{Change, Extremum, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Move, Section};
use crate::picture::{Picture, Rival};

/// The distribution that rests.
const RESTING: [f64; 2] = [0.75, 0.25];

pub static JS_DIVERGENCE: Loss = Loss {
    about: About {
        name: "js_divergence",
        title: "Jensen–Shannon divergence",
        aliases: &["JS divergence", "JSD", "jensenshannon"],
        chapter: "losses/distribution/kl-divergence",
        source: "losses/js_divergence.rs",
        typical: "comparing data sets; distillation",
        used_in: &[
            used("GAN, in its analysis", "https://arxiv.org/abs/1406.2661"),
            used("GKD, generalised", "https://arxiv.org/abs/2306.13649"),
        ],
    },
    arguments: &[P, Q],
    estimates: "the distribution itself",
    value: |a| f::js_divergence(a.row(0), a.row(1)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::js_divergence_grad(a.row(0), a.row(1)),
        },
        Gradient {
            by: 1,
            suffix: "_grad_q",
            of: |a| f::js_divergence_grad_q(a.row(0), a.row(1)),
        },
    ],
    sections: &[Section {
        name: "first entry of q",
        label: "JS, p = (¾, ¼)",
        ends: (0.0, 1.0),
        at: |_, t| args![RESTING, [t, 1.0 - t]],
        moves: &[
            Move {
                argument: 1,
                entry: 0,
                rate: 1.0,
            },
            Move {
                argument: 1,
                entry: 1,
                rate: -1.0,
            },
        ],
        unit: |_| 0.125,
        seams: |_| vec![],
        // ⅜ ln 2 + ⅛ ln ⅖ + ½ ln 8/5, and ⅜ ln 6/7 + ⅛ ln 2 + ½ ln 8/7.
        limits: |_| Limits {
            at_minus_infinity: 0.380_395_665_848_577_87,
            at_infinity: 0.095_602_588_947_032_61,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "zero_where_equal",
            LossClaim::AtLeast {
                bound: |_| 0.0,
                reached: |a| a.with(1, a.0[0].clone()),
            },
        ),
        stated("symmetric", LossClaim::Unchanged(Change::Swap(0, 1))),
        stated("convex_in_p", LossClaim::ConvexIn(0)),
        stated("convex_in_q", LossClaim::ConvexIn(1)),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated(
            "least_at_p",
            LossClaim::Along(
                "first entry of q",
                LineClaim::Minimum(|_| Extremum {
                    at: RESTING[0],
                    value: 0.0,
                }),
            ),
        ),
    ],
    picture: Picture {
        across: "first entry of q",
        x: (0.01, 0.99),
        y: (-1.0, 1.0),
        rivals: &[
            Rival {
                label: "KL(p‖q)",
                curve: |t| f::kl_divergence(&RESTING, &[t, 1.0 - t]),
            },
            Rival {
                label: "KL(q‖p)",
                curve: |t| f::kl_divergence(&[t, 1.0 - t], &RESTING),
            },
        ],
        caption: "Jensen–Shannon of p = (¾, ¼) stays finite where q leaves out what p has, and never exceeds ln 2. \
                  Near p it is about a quarter of either KL.",
    },
};
