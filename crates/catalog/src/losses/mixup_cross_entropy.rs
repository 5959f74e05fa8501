use nnfn::losses as f;

use super::shared::{K, LOGITS, RESTING};
use crate::about::{About, used};
use crate::args;
use crate::args::{Args, Value};
use crate::argument::{Argument, Domain, Role};
use crate::claim::{Change, Limits, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const LAMBDA: Parameter = Parameter {
    name: "lambda",
    symbol: r"\lambda",
    default: 0.7,
    tried: &[0.7, 0.5, 0.25, 1.0, 0.0],
    valid: |lambda| (0.0..=1.0).contains(&lambda),
    span: Span::Even(0.0, 1.0),
};

/// What is asked of the classes.
fn target(a: &Args) -> Vec<f64> {
    let mut target = vec![0.0; a.row(0).len()];
    target[a.index(1)] += a.number(3);
    target[a.index(2)] += 1.0 - a.number(3);
    target
}

/// The limit of a part that costs ∞ unless there is nothing of it; then the rest is left.
fn unless_empty(share: f64, rest: f64) -> f64 {
    if share == 0.0 { rest } else { f64::INFINITY }
}

pub static MIXUP_CROSS_ENTROPY: Loss = Loss {
    about: About {
        name: "mixup_cross_entropy",
        title: "mixup cross-entropy",
        aliases: &["mixup loss", "CutMix loss", "mixup criterion"],
        chapter: "losses/classification/mixup-cutmix",
        source: "losses/mixup_cross_entropy.rs",
        typical: "images that are mixed from two",
        used_in: &[
            used(
                "the authors' code, on CIFAR-10",
                "https://github.com/facebookresearch/mixup-cifar10/blob/main/train.py",
            ),
            used("DeiT", "https://arxiv.org/abs/2012.12877"),
        ],
    },
    arguments: &[
        LOGITS,
        Argument {
            name: "first",
            symbol: "a",
            domain: Domain::Class(K),
            role: Role::Target,
        },
        Argument {
            name: "second",
            symbol: "b",
            domain: Domain::Class(K),
            role: Role::Target,
        },
        Argument::set(&LAMBDA),
    ],
    estimates: "the log-probabilities of the mixed labels, up to a constant",
    value: |a| f::mixup_cross_entropy(a.row(0), a.index(1), a.index(2), a.number(3)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::mixup_cross_entropy_grad(a.row(0), a.index(1), a.index(2), a.number(3)),
    }],
    sections: &[Section {
        name: "logit",
        label: "mixed",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, z| args![[z, RESTING[0], RESTING[1]], 0_usize, 1_usize, p[0]],
        moves: &[moving(0, 0)],
        unit: |_| 1.0,
        seams: |_| vec![],
        limits: |p| Limits {
            at_minus_infinity: unless_empty(p[0], f::cross_entropy(&RESTING, 0)),
            at_infinity: unless_empty(1.0 - p[0], 0.0),
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -p[0],
            at_infinity: 1.0 - p[0],
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated(
            "gradient_l1",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |_| 2.0,
                reached: || args![[0.0, 800.0], 0_usize, 0_usize, 0.7],
            },
        ),
        stated(
            "soft_target",
            LossClaim::Is {
                with: Args::clone,
                that: |a| f::cross_entropy_soft(a.row(0), &target(a)),
            },
        ),
        stated(
            "at_least_entropy",
            LossClaim::AtLeast {
                bound: |a| {
                    let terms = target(a).into_iter().filter(|t| *t > 0.0);
                    terms.map(|t| -t * t.ln()).sum()
                },
                reached: |a| {
                    let logits = target(a).iter().map(|t| t.ln()).collect();
                    a.with(0, Value::Row(logits))
                },
            },
        ),
        stated(
            "nothing_of_the_second",
            LossClaim::Is {
                with: |a| a.with(3, 1.0.into()),
                that: |a| f::cross_entropy(a.row(0), a.index(1)),
            },
        ),
        stated(
            "one_class",
            LossClaim::Is {
                with: |a| a.with(2, Value::Index(a.index(1))),
                that: |a| f::cross_entropy(a.row(0), a.index(1)),
            },
        ),
    ],
    picture: Picture {
        across: "logit of the first class",
        x: (-6.0, 8.0),
        y: (-1.2, 7.6),
        rivals: &[Rival {
            label: "not mixed",
            curve: |x| f::cross_entropy(&[x, RESTING[0], RESTING[1]], 0),
        }],
        caption: "Along the logit of the first class a mixed example costs least where that class has its part as its \
                  probability; a surer answer costs more, while an example that is not mixed costs ever less.",
    },
};
