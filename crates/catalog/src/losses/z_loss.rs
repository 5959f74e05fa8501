use nnfn::losses as f;

use super::shared::LOGITS;
use crate::about::{About, used};
use crate::args;
use crate::claim::{Change, Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static Z_LOSS: Loss = Loss {
    about: About {
        name: "z_loss",
        title: "z-loss",
        aliases: &["log-normaliser penalty"],
        chapter: "losses/language-models/next-token",
        source: "losses/z_loss.rs",
        typical: "beside cross-entropy, so that logits do not drift",
        used_in: &[used("PaLM", "https://arxiv.org/abs/2204.02311")],
    },
    arguments: &[LOGITS],
    estimates: "",
    value: |a| f::z_loss(a.row(0)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::z_loss_grad(a.row(0)),
    }],
    sections: &[Section {
        name: "logit alone",
        label: "z-loss",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| args![[z]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |_| Limits::both(f64::INFINITY),
        slope_limits: |_| Limits {
            at_minus_infinity: f64::NEG_INFINITY,
            at_infinity: f64::INFINITY,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "permutation_invariant",
            LossClaim::Unchanged(Change::Permute(&[0])),
        ),
        stated(
            "zero_only_at_a_denominator_of_one",
            LossClaim::Along("logit alone", LineClaim::ZeroOnlyAt(0.0)),
        ),
        stated(
            "of_one_is_a_square",
            LossClaim::Along("logit alone", LineClaim::Is(|_, z| z * z)),
        ),
    ],
    picture: Picture {
        across: "ln of softmax's denominator",
        x: (-3.0, 3.0),
        y: (-6.0, 9.0),
        rivals: &[Rival {
            label: "cross-entropy of two equal",
            curve: |z| f::cross_entropy(&[z, z], 0),
        }],
        caption: "The z-loss over the logarithm of softmax's denominator, and its slope (dashed): it pulls the denominator to 1. \
                  Cross-entropy of two equal logits is the same at every height.",
    },
};
