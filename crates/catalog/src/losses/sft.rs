use nnfn::losses as f;

use super::shared::{T, TOKEN_LOGITS, TOKENS};
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::argument::{Argument, Domain, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static SFT: Loss = Loss {
    about: About {
        name: "sft",
        title: "SFT loss",
        aliases: &[
            "supervised fine-tuning",
            "instruction tuning",
            "completion-only loss",
            "assistant-only loss",
        ],
        chapter: "losses/language-models/sft",
        source: "losses/sft.rs",
        typical: "answers that a language model is to imitate",
        used_in: &[
            used("InstructGPT", "https://arxiv.org/abs/2203.02155"),
            used(
                "TRL's SFTTrainer",
                "https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/sft_trainer.py",
            ),
        ],
    },
    arguments: &[
        TOKEN_LOGITS,
        TOKENS,
        Argument {
            name: "mask",
            symbol: "m",
            domain: Domain::Mask(T),
            role: Role::Target,
        },
    ],
    estimates: "the log-probabilities of the next token of an answer, up to a constant",
    value: |a| f::sft(a.table(0), a.indices(1), a.row(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::sft_grad(a.table(0), a.indices(1), a.row(2)).concat(),
    }],
    sections: &[Section {
        name: "logit of the first token of the answer",
        label: "the answer scored",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| {
            args![
                four(z),
                Value::Indices(vec![0, 0, 1, 0]),
                vec![0.0, 0.0, 1.0, 1.0]
            ]
        },
        moves: &[moving(0, 3)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |_| Limits {
            at_minus_infinity: -0.5,
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
                reached: || {
                    args![
                        vec![vec![0.0, -800.0], vec![0.0; 2]],
                        Value::Indices(vec![0, 1]),
                        [0.0, 1.0]
                    ]
                },
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
            "with_all_tokens_it_is_next_token",
            LossClaim::Is {
                with: |a| a.with(2, a.0[2].map(|_| 1.0)),
                that: |a| f::next_token_cross_entropy(a.table(0), a.indices(1)),
            },
        ),
        stated(
            "falls_with_the_logit",
            LossClaim::Along(
                "logit of the first token of the answer",
                LineClaim::Decreasing,
            ),
        ),
    ],
    picture: Picture {
        across: "logit of the first token of the answer",
        x: (-6.0, 6.0),
        y: (-0.7, 3.6),
        rivals: &[Rival {
            label: "the prompt scored too",
            curve: |z| f::sft(&four(z), &[0, 0, 1, 0], &[1.0; 4]),
        }],
        caption: "A prompt of two letters and an answer of two: the loss over the logit that decides the answer's first \
                  letter. With the prompt scored too (dotted) the same logit has a smaller share.",
    },
};

/// Two letters at four positions: the second gives the third letter this logit, the third is certain of the last; the first one
/// says too much of the prompt's second letter.
fn four(z: f64) -> Vec<Vec<f64>> {
    vec![vec![0.0, 2.0], vec![0.0, z], vec![800.0, 0.0], vec![0.0; 2]]
}
