use nnfn::losses as f;

use super::shared::LOG_PROBABILITIES;
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static PERPLEXITY: Loss = Loss {
    about: About {
        name: "perplexity",
        title: "perplexity",
        aliases: &["PPL", "exponential of the cross-entropy"],
        chapter: "losses/language-models/perplexity",
        source: "losses/perplexity.rs",
        typical: "reports on language models; nobody trains on it",
        used_in: &[
            used(
                "llama.cpp",
                "https://github.com/ggml-org/llama.cpp/tree/master/tools/perplexity",
            ),
            used(
                "reports on GPT-2",
                "https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf",
            ),
        ],
    },
    arguments: &[LOG_PROBABILITIES],
    estimates: "",
    value: |a| f::perplexity(a.row(0)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::perplexity_grad(a.row(0)),
    }],
    sections: &[Section {
        name: "log-probability of a token",
        label: "perplexity",
        ends: (f64::NEG_INFINITY, 0.0),
        at: |_, l| args![[l, -0.5, -0.5, -0.5]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: (0.375_f64).exp(),
        },
        slope_limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: -0.25 * (0.375_f64).exp(),
        },
    }],
    claims: &[
        stated(
            "at_least_one",
            LossClaim::AtLeast {
                bound: |_| 1.0,
                reached: |a| a.with(0, a.0[0].map(|_| 0.0)),
            },
        ),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "one_in_four_is_four",
            LossClaim::Is {
                with: |a| {
                    let n = a.row(0).len();
                    a.with(0, Value::Row(vec![0.25_f64.ln(); n]))
                },
                that: |_| 4.0,
            },
        ),
        stated(
            "order_of_tokens",
            LossClaim::Unchanged(Change::Permute(&[0])),
        ),
        stated(
            "shares_of_the_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |a| f::perplexity(a.row(0)),
                reached: || args![[-0.5, -1.0]],
            },
        ),
        stated(
            "falls_with_the_probability",
            LossClaim::Along("log-probability of a token", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "log-probability of one of four tokens, nats",
        x: (-8.0, 0.0),
        y: (-4.0, 12.0),
        rivals: &[Rival {
            label: "the mean loss itself",
            curve: |l| (1.5 - l) / 4.0,
        }],
        caption: "Four tokens, of which three have log-probability −0.5: perplexity over that of the fourth. It is the \
                  exponential of the mean loss, so a token that comes as a surprise raises it ever faster.",
    },
};
