use std::f64::consts::{LN_2, LOG2_E};

use nnfn::losses as f;

use super::shared::LOG_PROBABILITIES;
use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static BITS_PER_BYTE: Loss = Loss {
    about: About {
        name: "bits_per_byte",
        title: "bits per byte",
        aliases: &["BPB"],
        chapter: "losses/language-models/perplexity",
        source: "losses/bits_per_byte.rs",
        typical: "language models with different tokenizers, compared",
        used_in: &[
            used("the Pile", "https://arxiv.org/abs/2101.00027"),
            used(
                "nanochat",
                "https://github.com/karpathy/nanochat/blob/master/nanochat/loss_eval.py",
            ),
        ],
    },
    arguments: &[
        LOG_PROBABILITIES,
        Argument {
            name: "bytes",
            symbol: "b",
            domain: Domain::Number(Numbers::Positive),
            role: Role::Target,
        },
    ],
    estimates: "",
    value: |a| f::bits_per_byte(a.row(0), a.number(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::bits_per_byte_grad(a.row(0), a.number(1)),
    }],
    sections: &[Section {
        name: "log-probability of a token",
        label: "bits per byte",
        ends: (f64::NEG_INFINITY, 0.0),
        at: |_, l| args![[l, -0.5, -0.5, -0.5], 4.0],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.375 / LN_2,
        },
        slope_limits: |_| Limits::both(-0.25 * LOG2_E),
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("linear", LossClaim::ScalesWith(&[0], 1)),
        stated("per_token", LossClaim::ScalesWith(&[0, 1], 0)),
        stated(
            "order_of_tokens",
            LossClaim::Unchanged(Change::Permute(&[0])),
        ),
        stated(
            "gradient",
            LossClaim::GradientIs(0, |a| vec![-1.0 / (LN_2 * a.number(1)); a.row(0).len()]),
        ),
        stated(
            "falls_with_the_probability",
            LossClaim::Along("log-probability of a token", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "log-probability of one of four tokens, nats",
        x: (-8.0, 0.0),
        y: (-0.5, 4.0),
        rivals: &[
            Rival {
                label: "six bytes",
                curve: |l| f::bits_per_byte(&[l, -0.5, -0.5, -0.5], 6.0),
            },
            Rival {
                label: "nats per token",
                curve: |l| (1.5 - l) / 4.0,
            },
        ],
        caption: "Four tokens that cover four bytes, three of them with log-probability −0.5: bits per byte fall in a \
                  straight line. With longer tokens, six bytes for the same four, the same losses cost less.",
    },
};
