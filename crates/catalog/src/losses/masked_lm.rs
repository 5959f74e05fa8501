use nnfn::losses as f;

use super::shared::{T, TOKEN_LOGITS, V};
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::argument::{Argument, Domain, Role};
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static MASKED_LM: Loss = Loss {
    about: About {
        name: "masked_lm",
        title: "masked language modelling",
        aliases: &["MLM", "masked language modeling loss", "cloze task"],
        chapter: "losses/language-models/masked-lm",
        source: "losses/masked_lm.rs",
        typical: "encoders: models that read and do not write",
        used_in: &[
            used("BERT", "https://arxiv.org/abs/1810.04805"),
            used("ModernBERT", "https://arxiv.org/abs/2412.13663"),
        ],
    },
    arguments: &[
        TOKEN_LOGITS,
        Argument {
            name: "labels",
            symbol: "y",
            domain: Domain::Classes(T, V),
            role: Role::Target,
        },
        Argument {
            name: "selected",
            symbol: "m",
            domain: Domain::Mask(T),
            role: Role::Target,
        },
    ],
    estimates: "the log-probabilities of the hidden token, given all that is shown, up to a constant",
    value: |a| f::masked_lm(a.table(0), a.indices(1), a.row(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::masked_lm_grad(a.table(0), a.indices(1), a.row(2)).concat(),
    }],
    sections: &[Section {
        name: "logit of a hidden token",
        label: "two of four selected",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| {
            args![
                four(z),
                Value::Indices(vec![1, 0, 0, 0]),
                vec![1.0, 0.0, 1.0, 0.0]
            ]
        },
        moves: &[moving(0, 1)],
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
                reached: || args![four(-800.0)[..1].to_vec(), Value::Indices(vec![1]), [1.0]],
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
            "mean_of_the_selected",
            LossClaim::Along("logit of a hidden token", LineClaim::Is(of_two)),
        ),
        stated(
            "falls_with_the_logit",
            LossClaim::Along("logit of a hidden token", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "logit of the hidden token",
        x: (-6.0, 6.0),
        y: (-0.7, 3.6),
        rivals: &[Rival {
            label: "all four scored",
            curve: |z| f::masked_lm(&four(z), &[1, 0, 0, 0], &[1.0; 4]),
        }],
        caption: "Four letters, of which two were selected, one of them known for certain: the loss over the logit of the other. \
                  With the letters scored too that the model can see (dotted), it is about half of that and says less.",
    },
};

/// Two letters at four positions: the first has this logit for the right letter, the third is certain, the others,
/// which are in view, are nearly so.
fn four(z: f64) -> Vec<Vec<f64>> {
    let seen = vec![6.0, 0.0];
    vec![vec![0.0, z], seen.clone(), vec![800.0, 0.0], seen]
}

/// The mean of the two that were selected.
fn of_two(_: &[f64], z: f64) -> f64 {
    0.5 * f::cross_entropy(&[0.0, z], 1)
}
