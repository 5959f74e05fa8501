use nnfn::losses as f;

use super::focal::GAMMA;
use super::shared::{CLASS, LOGITS, RESTING};
use crate::about::About;
use crate::args;
use crate::args::Value;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

pub static SOFTMAX_FOCAL: Loss = Loss {
    about: About {
        name: "softmax_focal",
        title: "focal loss of several classes",
        aliases: &["categorical focal cross-entropy", "softmax focal loss"],
        chapter: "losses/classification/focal",
        source: "losses/softmax_focal.rs",
        typical: "one right class, easy examples turned down",
        used_in: &[],
    },
    arguments: &[LOGITS, CLASS, Argument::set(&GAMMA)],
    estimates: "the likeliest class; no probability",
    value: |a| f::softmax_focal(a.row(0), a.index(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::softmax_focal_grad(a.row(0), a.index(1), a.number(2)),
    }],
    sections: &[Section {
        name: "logit",
        label: "focal loss",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, z| args![[z, RESTING[0], RESTING[1]], 0_usize, p[0]],
        moves: &[moving(0, 0)],
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
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated(
            "uniform",
            LossClaim::Is {
                with: |a| a.with(0, Value::Row(vec![a.row(0)[0]; a.row(0).len()])),
                that: |a| {
                    let n = a.row(0).len() as f64;
                    ((n - 1.0) / n).powf(a.number(2)) * n.ln()
                },
            },
        ),
        stated(
            "without_focus",
            LossClaim::Is {
                with: |a| a.with(2, 0.0.into()),
                that: |a| f::cross_entropy(a.row(0), a.index(1)),
            },
        ),
        stated(
            "wrong_classes",
            LossClaim::Unchanged(Change::PermuteOthers(0, 1)),
        ),
    ],
    picture: Picture {
        across: "logit of the true class",
        x: (-6.0, 8.0),
        y: (-1.2, 7.6),
        rivals: &[Rival {
            label: "cross-entropy",
            curve: |z| f::cross_entropy(&[z, RESTING[0], RESTING[1]], 0),
        }],
        caption: "Focal loss of three classes, the wrong logits resting at 1 and 0.1.",
    },
};
