use std::f64::consts::LN_2;

use nnfn::losses as f;

use super::shared::{P, Q};
use crate::about::{About, used};
use crate::args;
use crate::claim::{Change, Extremum, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Move, Section};
use crate::picture::{Picture, Rival};

/// The distribution that rests.
const RESTING: [f64; 2] = [0.75, 0.25];

/// Two entries, one of which gives what the other takes.
const fn exchange(argument: usize) -> [Move; 2] {
    [
        Move {
            argument,
            entry: 0,
            rate: 1.0,
        },
        Move {
            argument,
            entry: 1,
            rate: -1.0,
        },
    ]
}

pub static KL_DIVERGENCE: Loss = Loss {
    about: About {
        name: "kl_divergence",
        title: "Kullback–Leibler divergence",
        aliases: &["KL divergence", "relative entropy", "KLDivLoss"],
        chapter: "losses/distribution/kl-divergence",
        source: "losses/kl_divergence.rs",
        typical: "distillation; variational inference",
        used_in: &[
            used("VAE, to the prior", "https://arxiv.org/abs/1312.6114"),
            used(
                "InstructGPT, to the reference",
                "https://arxiv.org/abs/2203.02155",
            ),
            used("MiniLLM", "https://arxiv.org/abs/2306.08543"),
        ],
    },
    arguments: &[P, Q],
    estimates: "the distribution itself",
    value: |a| f::kl_divergence(a.row(0), a.row(1)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::kl_divergence_grad(a.row(0), a.row(1)),
        },
        Gradient {
            by: 1,
            suffix: "_grad_q",
            of: |a| f::kl_divergence_grad_q(a.row(0), a.row(1)),
        },
    ],
    sections: &[
        Section {
            name: "first entry of q",
            label: "KL(p‖q), p = (¾, ¼)",
            ends: (0.0, 1.0),
            at: |_, t| args![RESTING, [t, 1.0 - t]],
            moves: &exchange(1),
            unit: |_| 0.125,
            seams: |_| vec![],
            limits: |_| Limits::both(f64::INFINITY),
            slope_limits: |_| Limits {
                at_minus_infinity: f64::NEG_INFINITY,
                at_infinity: f64::INFINITY,
            },
        },
        Section {
            name: "first entry of p",
            label: "",
            ends: (0.0, 1.0),
            at: |_, t| args![[t, 1.0 - t], RESTING],
            moves: &exchange(0),
            unit: |_| 0.125,
            seams: |_| vec![],
            limits: |_| Limits {
                at_minus_infinity: 2.0 * LN_2,
                at_infinity: -RESTING[0].ln(),
            },
            slope_limits: |_| Limits {
                at_minus_infinity: f64::NEG_INFINITY,
                at_infinity: f64::INFINITY,
            },
        },
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "zero_where_equal",
            LossClaim::AtLeast {
                bound: |_| 0.0,
                reached: |a| a.with(1, a.0[0].clone()),
            },
        ),
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
        y: (-1.4, 3.2),
        rivals: &[Rival {
            label: "KL(q‖p)",
            curve: |t| f::kl_divergence(&[t, 1.0 - t], &RESTING),
        }],
        caption: "KL(p‖q) of p = (¾, ¼) goes to infinity where q leaves out what p has; \
                  the other direction stays finite at both ends. Both are 0 where the two are equal.",
    },
};
