use nnfn::losses as f;

use super::shared::{TOKEN_LOGITS, TOKENS};
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static NEXT_TOKEN_CROSS_ENTROPY: Loss = Loss {
    about: About {
        name: "next_token_cross_entropy",
        title: "next-token cross-entropy",
        aliases: &[
            "causal language modelling loss",
            "autoregressive loss",
            "pretraining loss",
        ],
        chapter: "losses/language-models/next-token",
        source: "losses/next_token_cross_entropy.rs",
        typical: "language models that write from left to right",
        used_in: &[
            used(
                "nanoGPT",
                "https://github.com/karpathy/nanoGPT/blob/3adf61e154c3fe3fca428ad6bc3818b27a3b8291/model.py",
            ),
            used("LLaMA", "https://arxiv.org/abs/2302.13971"),
        ],
    },
    arguments: &[TOKEN_LOGITS, TOKENS],
    estimates: "",
    value: |a| f::next_token_cross_entropy(a.table(0), a.indices(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::next_token_cross_entropy_grad(a.table(0), a.indices(1)).concat(),
    }],
    sections: &[Section {
        name: "logit of the next token",
        label: "two tokens",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| args![pair(z), Value::Indices(vec![0, 1])],
        moves: &[moving(0, 1)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -1.0,
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated(
            "gradient_l1",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |_| 2.0,
                reached: || args![pair(-800.0), Value::Indices(vec![0, 1])],
            },
        ),
        stated(
            "untrained",
            LossClaim::Is {
                with: |a| a.with(0, a.0[0].map(|_| 0.25)),
                that: |a| (a.table(0)[0].len() as f64).ln(),
            },
        ),
        stated(
            "falls_with_the_logit",
            LossClaim::Along("logit of the next token", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "logit of the next token",
        x: (-6.0, 6.0),
        y: (-1.2, 6.4),
        rivals: &[Rival {
            label: "scored on its own token",
            curve: |z| f::cross_entropy(&pair(z)[0], 0),
        }],
        caption: "Two tokens, of which the second is scored: the loss over the logit that the first row gives it, and the slope \
                  (dashed). Without the shift (dotted) the same logit is pushed the other way.",
    },
};

/// The rows of two tokens: the first gives the second of two letters this logit, and the last is not scored.
fn pair(z: f64) -> Vec<Vec<f64>> {
    vec![vec![0.0, z], vec![0.0; 2]]
}
