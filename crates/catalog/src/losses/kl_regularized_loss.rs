use nnfn::losses as f;

use super::shared::{K, KL_BETA, REFERENCE_ROW, REWARDS};
use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// The answer whose logit moves is better than the others, and rare.
const GAINS: [f64; 3] = [2.0, 0.0, 0.0];
const SHARES: [f64; 3] = [0.25, 0.5, 0.25];

pub static KL_REGULARIZED_LOSS: Loss = Loss {
    about: About {
        name: "kl_regularized_loss",
        title: "KL-regularised loss",
        aliases: &[
            "RLHF objective",
            "KL-regularised reward",
            "KL-regularized reward maximization",
        ],
        chapter: "losses/alignment/kl-penalty",
        source: "losses/kl_regularized_loss.rs",
        typical: "policies that are paid by a reward model",
        used_in: &[used("RLHF", "https://arxiv.org/abs/1909.08593")],
    },
    arguments: &[
        Argument {
            name: "logits",
            symbol: "z",
            domain: Domain::Row(Numbers::Logit, K),
            role: Role::Input,
        },
        Argument {
            role: Role::Target,
            ..REWARDS
        },
        REFERENCE_ROW,
        Argument::set(&KL_BETA),
    ],
    estimates: "the reference, tilted by exp(reward/β)",
    value: |a| f::kl_regularized_loss(a.row(0), a.row(1), a.row(2), a.number(3)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::kl_regularized_loss_grad(a.row(0), a.row(1), a.row(2), a.number(3)),
    }],
    sections: &[Section {
        name: "logit",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, z| args![[z, 2_f64.ln(), 0.0], GAINS, SHARES, p[0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        // Alone it costs its rarity; without it the others are as the reference has them, but more of each.
        limits: |p| Limits {
            at_minus_infinity: -p[0] * 0.75_f64.ln(),
            at_infinity: p[0] * 4_f64.ln() - GAINS[0],
        },
        slope_limits: |_| Limits::both(0.0),
    }],
    claims: &[
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0, 1, 2])),
        ),
    ],
    picture: Picture {
        across: "logit of an answer with reward 2; two others have 0",
        x: (-5.0, 9.0),
        y: (-1.6, 1.2),
        rivals: &[Rival {
            label: "β = 2",
            curve: |z| f::kl_regularized_loss(&[z, 2_f64.ln(), 0.0], &GAINS, &SHARES, 2.0),
        }],
        caption: "Reward pulls the logit up, and the distance from the reference holds it. Where both balance, the policy \
                  is the reference tilted by exp(reward/β).",
    },
};
