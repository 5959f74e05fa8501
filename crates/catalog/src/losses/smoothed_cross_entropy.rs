use nnfn::losses as f;

use super::shared::{CLASS, LOGITS};
use crate::about::{About, used};
use crate::args;
use crate::args::{Args, Value};
use crate::argument::Argument;
use crate::claim::{Change, Limits, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const EPSILON: Parameter = Parameter {
    name: "epsilon",
    symbol: r"\varepsilon",
    default: 0.1,
    tried: &[0.1, 0.01, 0.5, 0.9],
    valid: |epsilon| (0.0..=1.0).contains(&epsilon),
    span: Span::Even(0.0, 0.5),
};

/// The smoothed label.
fn target(a: &Args) -> Vec<f64> {
    let (n, epsilon) = (a.row(0).len(), a.number(2));
    let share = epsilon / n as f64;
    let entry = |k| {
        if k == a.index(1) {
            1.0 - epsilon + share
        } else {
            share
        }
    };
    (0..n).map(entry).collect()
}

pub static SMOOTHED_CROSS_ENTROPY: Loss = Loss {
    about: About {
        name: "smoothed_cross_entropy",
        title: "cross-entropy with label smoothing",
        aliases: &["label smoothing", "label_smoothing", "smooth labels"],
        chapter: "losses/classification/label-smoothing",
        source: "losses/smoothed_cross_entropy.rs",
        typical: "image classifiers and translation",
        used_in: &[
            used("Inception-v3", "https://arxiv.org/abs/1512.00567"),
            used("the first Transformer", "https://arxiv.org/abs/1706.03762"),
            used(
                "torchvision's EfficientNet-V2",
                "https://github.com/pytorch/vision/blob/main/references/classification/README.md",
            ),
        ],
    },
    arguments: &[LOGITS, CLASS, Argument::set(&EPSILON)],
    estimates: "the log-probabilities of the smoothed labels, up to a constant",
    value: |a| f::smoothed_cross_entropy(a.row(0), a.index(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::smoothed_cross_entropy_grad(a.row(0), a.index(1), a.number(2)),
    }],
    sections: &[Section {
        name: "gap",
        label: "smoothed",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, z| args![[z, 0.0, 0.0], 0_usize, p[0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |p| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: if p[0] > 0.0 { f64::INFINITY } else { 0.0 },
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -((1.0 - p[0]) + p[0] / 3.0),
            at_infinity: 2.0 * (p[0] / 3.0),
        },
    }],
    claims: &[
        stated(
            "at_least_entropy",
            LossClaim::AtLeast {
                bound: |a| {
                    let shares = target(a).into_iter().filter(|t| *t > 0.0);
                    shares.map(|t| -t * t.ln()).sum()
                },
                reached: |a| {
                    let logits = target(a).iter().map(|t| t.ln()).collect();
                    a.with(0, Value::Row(logits))
                },
            },
        ),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated(
            "gradient_l1",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |a| 2.0 - 2.0 * a.number(2) / a.row(0).len() as f64,
                reached: || args![[0.0, 800.0], 0_usize, 0.1],
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
        stated(
            "zero_is_cross_entropy",
            LossClaim::Is {
                with: |a| a.with(2, 0.0.into()),
                that: |a| f::cross_entropy(a.row(0), a.index(1)),
            },
        ),
    ],
    picture: Picture {
        across: "logit of the true class; the others at 0",
        x: (-4.0, 12.0),
        y: (-1.2, 5.2),
        rivals: &[
            Rival {
                label: "hard label",
                curve: |x| f::cross_entropy(&[x, 0.0, 0.0], 0),
            },
            Rival {
                label: "ε = 0.3",
                curve: |x| f::smoothed_cross_entropy(&[x, 0.0, 0.0], 0, 0.3),
            },
        ],
        caption: "The loss of a hard label falls for ever. With a smoothed one it has a lowest point, and a surer \
                  answer costs more.",
    },
};
