use nnfn::losses as f;

use super::shared::{CLASS, K, LOGITS, RESTING};
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::argument::{Argument, Domain, Role};
use crate::claim::{Change, Limits, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const TAU: Parameter = Parameter {
    name: "tau",
    symbol: r"\tau",
    default: 1.0,
    tried: &[1.0, 0.0, 0.5, 2.0],
    valid: |tau| tau >= 0.0 && tau.is_finite(),
    span: Span::Even(0.0, 2.0),
};

/// The shares of the figure: the true class is rare.
const SHARES: [f64; 3] = [0.02, 0.7, 0.28];

pub static LOGIT_ADJUSTED_CROSS_ENTROPY: Loss = Loss {
    about: About {
        name: "logit_adjusted_cross_entropy",
        title: "logit-adjusted cross-entropy",
        aliases: &["logit adjustment", "balanced softmax"],
        chapter: "losses/classification/class-weights",
        source: "losses/logit_adjusted_cross_entropy.rs",
        typical: "long-tailed classification, judged by the mean accuracy of the classes",
        used_in: &[used(
            "long-tailed ImageNet and iNaturalist",
            "https://arxiv.org/abs/2007.07314",
        )],
    },
    arguments: &[
        LOGITS,
        CLASS,
        Argument {
            name: "priors",
            symbol: "q",
            domain: Domain::Simplex(K),
            role: Role::Target,
        },
        Argument::set(&TAU),
    ],
    estimates: "the log-probabilities, less τ times the logarithms of the shares",
    value: |a| f::logit_adjusted_cross_entropy(a.row(0), a.index(1), a.row(2), a.number(3)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| f::logit_adjusted_cross_entropy_grad(a.row(0), a.index(1), a.row(2), a.number(3)),
    }],
    sections: &[Section {
        name: "logit",
        label: "rare class",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, z| args![[z, RESTING[0], RESTING[1]], 0_usize, SHARES, p[0]],
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
        stated("convex", LossClaim::ConvexIn(0)),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated(
            "gradient_l1",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Absolute,
                bound: |_| 2.0,
                reached: || args![[0.0, 800.0], 0_usize, [0.5, 0.5], 1.0],
            },
        ),
        stated(
            "equal_shares",
            LossClaim::Is {
                with: |a| {
                    let n = a.row(2).len();
                    a.with(2, Value::Row(vec![1.0 / n as f64; n]))
                },
                that: |a| f::cross_entropy(a.row(0), a.index(1)),
            },
        ),
        stated(
            "tau_0",
            LossClaim::Is {
                with: |a| a.with(3, 0.0.into()),
                that: |a| f::cross_entropy(a.row(0), a.index(1)),
            },
        ),
    ],
    picture: Picture {
        across: "logit of the true class",
        x: (-6.0, 10.0),
        y: (-1.2, 9.0),
        rivals: &[Rival {
            label: "cross-entropy",
            curve: |x| f::cross_entropy(&[x, RESTING[0], RESTING[1]], 0),
        }],
        caption: "A class with a share of 0.02 must lead by more before its loss is small: the curve is that of the \
                  cross-entropy, moved to the right.",
    },
};
