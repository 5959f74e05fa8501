use nnfn::losses as f;

use super::shared::{KL_BETA, REFERENCE_ROW, REWARDS};
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// The answer whose reward moves, and the others.
const SHARES: [f64; 3] = [0.25, 0.5, 0.25];

pub static KL_REGULARIZED_VALUE: Loss = Loss {
    about: About {
        name: "kl_regularized_value",
        title: "KL-regularised value",
        aliases: &[
            "optimal policy",
            "partition function",
            "RLHF optimum",
            "KL-regularized value",
        ],
        chapter: "losses/alignment/kl-penalty",
        source: "losses/kl_regularized_value.rs",
        typical: "what a KL penalty leaves to be gained",
        used_in: &[used(
            "the derivation of DPO",
            "https://arxiv.org/abs/2305.18290",
        )],
    },
    arguments: &[REWARDS, REFERENCE_ROW, Argument::set(&KL_BETA)],
    estimates: "nothing: it is the largest value that any policy has",
    value: |a| f::kl_regularized_value(a.row(0), a.row(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::kl_regularized_value_grad(a.row(0), a.row(1), a.number(2)),
    }],
    sections: &[Section {
        name: "reward",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, r| args![[r, 0.0, 0.0], SHARES, p[0]],
        moves: &[moving(0, 0)],
        unit: |p| p[0],
        seams: |_| vec![],
        limits: |p| Limits {
            at_minus_infinity: p[0] * 0.75_f64.ln(),
            at_infinity: f64::INFINITY,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: 0.0,
            at_infinity: 1.0,
        },
    }],
    claims: &[
        stated("convex", LossClaim::ConvexIn(0)),
        stated("rises", LossClaim::Along("reward", LineClaim::Increasing)),
        stated(
            "the_best_policy_sums_to_1",
            LossClaim::GradientSumsTo(0, 1.0),
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |_| 1.0,
                reached: || args![[2000.0, 0.0], [0.5, 0.5], 0.5],
            },
        ),
        stated("a_common_reward_is_added", LossClaim::ShiftAdds(0)),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1])),
        ),
        stated(
            "rewards_and_beta_share_a_unit",
            LossClaim::ScalesWith(&[0, 2], 1),
        ),
    ],
    picture: Picture {
        across: "reward of one answer of three; the others have 0",
        x: (-3.0, 4.0),
        y: (-0.6, 4.0),
        rivals: &[
            Rival {
                label: "β = 2",
                curve: |r| f::kl_regularized_value(&[r, 0.0, 0.0], &SHARES, 2.0),
            },
            Rival {
                label: "largest reward",
                curve: |r| r.max(0.0),
            },
        ],
        caption: "The slope is the probability that the best policy gives to this answer. With a small β moving is \
                  cheap, and the value follows the largest reward.",
    },
};
