use nnfn::losses as f;

use super::shared::{T, TOKEN_LOGITS, TOKENS};
use crate::about::{About, used};
use crate::args;
use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Role};
use crate::claim::{Change, Limits, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static DFT: Loss = Loss {
    about: About {
        name: "dft",
        title: "DFT loss",
        aliases: &["dynamic fine-tuning", "probability-weighted SFT"],
        chapter: "losses/language-models/sft",
        source: "losses/dft.rs",
        typical: "answers of which only one wording is wanted",
        used_in: &[used(
            "TRL's SFTTrainer",
            "https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/sft_trainer.py",
        )],
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
    estimates: "the most frequent next token of an answer, alone",
    value: |a| f::dft(a.table(0), a.indices(1), a.row(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::dft_grad(a.table(0), a.indices(1), a.row(2)).concat(),
    }],
    sections: &[Section {
        name: "logit of the token",
        label: "weighted by p",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| one(z),
        moves: &[moving(0, 1)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits::both(0.0),
        slope_limits: |_| Limits::both(0.0),
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated(
            "gradient_l1",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |_| 0.5,
                reached: || one(0.0),
            },
        ),
        stated(
            "untrained",
            LossClaim::Is {
                with: |a| a.with(0, a.0[0].map(|_| 0.25)),
                that: |a| {
                    let v = a.table(0)[0].len() as f64;
                    v.ln() / v
                },
            },
        ),
    ],
    picture: Picture {
        across: "logit of the token, against one other",
        x: (-8.0, 8.0),
        y: (-0.4, 1.6),
        rivals: &[Rival {
            label: "SFT loss",
            curve: |z| f::cross_entropy(&[0.0, z], 1),
        }],
        caption: "One token that is scored, by the logit that it has: DFT is small for a sure token and for a hopeless one. \
                  Its slope (dashed), with the weight held fixed, is never positive, and nearly 0 at both ends.",
    },
};

/// Two rows of two tokens, of which the first gives this logit to the second token, which is scored.
fn one(z: f64) -> Args {
    args![
        vec![vec![0.0, z], vec![0.0; 2]],
        Value::Indices(vec![0, 1]),
        [0.0, 1.0]
    ]
}
