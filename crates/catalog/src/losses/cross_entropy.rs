use std::f64::consts::SQRT_2;

use nnfn::losses as f;

use super::shared::{CLASS, LOGITS, RESTING};
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::claim::{Change, Limits, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::picture::{Picture, Rival};

/// A confident mistake.
const MISTAKE: [f64; 2] = [0.0, 800.0];

pub static CROSS_ENTROPY: Loss = Loss {
    about: About {
        name: "cross_entropy",
        title: "categorical cross-entropy",
        aliases: &["log loss", "softmax loss", "negative log-likelihood"],
        chapter: "losses/classification/categorical-cross-entropy",
        source: "losses/cross_entropy.rs",
        typical: "classification with one right class",
        used_in: &[
            used(
                "nanoGPT",
                "https://github.com/karpathy/nanoGPT/blob/master/model.py",
            ),
            used("CLIP", "https://arxiv.org/abs/2103.00020"),
            used(
                "torchvision on ImageNet",
                "https://github.com/pytorch/vision/blob/main/references/classification/train.py",
            ),
        ],
    },
    arguments: &[LOGITS, CLASS],
    estimates: "the log-probabilities of the classes, up to a constant",
    value: |a| f::cross_entropy(a.row(0), a.index(1)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::cross_entropy_grad(a.row(0), a.index(1)),
    }],
    sections: &[Section {
        name: "logit",
        label: "cross-entropy",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |_, z| args![[z, RESTING[0], RESTING[1]], 0_usize],
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
        stated("convex", LossClaim::ConvexIn(0)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated(
            "gradient_l1",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |_| 2.0,
                reached: || args![MISTAKE, 0_usize],
            },
        ),
        stated(
            "gradient_l2",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Euclidean,
                bound: |_| SQRT_2,
                reached: || args![MISTAKE, 0_usize],
            },
        ),
        stated(
            "uniform",
            LossClaim::Is {
                with: |a| a.with(0, Value::Row(vec![a.row(0)[0]; a.row(0).len()])),
                that: |a| (a.row(0).len() as f64).ln(),
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
            label: "(1 − p)²",
            curve: |x| {
                let p = nnfn::activations::softmax(&[x, 1.0, 0.1], 1.0)[0];
                (1.0 - p) * (1.0 - p)
            },
        }],
        caption: "Cross-entropy of three classes, the wrong logits resting at 1 and 0.1. \
                  A confident mistake keeps the slope −1; the squared error of the probability goes flat there.",
    },
};
