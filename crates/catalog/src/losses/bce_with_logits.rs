use nnfn::activations::softplus;
use nnfn::losses as f;

use super::shared::yes_or_no::{self, LOGIT, TARGET};
use crate::about::{About, used};
use crate::args;
use crate::argument::Argument;
use crate::claim::{Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const POS_WEIGHT: Parameter = Parameter {
    name: "pos_weight",
    symbol: "w",
    default: 1.0,
    tried: &[1.0, 0.25, 3.0, 100.0],
    valid: |weight| weight >= 0.0 && weight.is_finite(),
    span: Span::Times(0.1, 10.0),
};

/// What one of two weights adds to their entropy; nothing if it is 0.
fn part(weight: f64, other: f64) -> f64 {
    if weight == 0.0 {
        0.0
    } else {
        weight * (other / weight).ln_1p()
    }
}

pub static BCE_WITH_LOGITS: Loss = Loss {
    about: About {
        name: "bce_with_logits",
        title: "binary cross-entropy with logits",
        aliases: &[
            "BCEWithLogitsLoss",
            "binary cross-entropy",
            "logistic loss",
            "log loss",
        ],
        chapter: "losses/classification/binary-cross-entropy",
        source: "losses/bce_with_logits.rs",
        typical: "yes or no; several labels at once",
        used_in: &[
            used(
                "logistic regression",
                "https://scikit-learn.org/1.3/modules/generated/sklearn.metrics.log_loss.html",
            ),
            used("YOLOv3", "https://arxiv.org/abs/1804.02767"),
            used(
                "ResNet-50 of timm, on ImageNet",
                "https://arxiv.org/abs/2110.00476",
            ),
        ],
    },
    arguments: &[LOGIT, TARGET, Argument::set(&POS_WEIGHT)],
    estimates: "the log-odds of a positive, raised by ln w",
    value: |a| f::bce_with_logits(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| {
            vec![f::bce_with_logits_grad(
                a.number(0),
                a.number(1),
                a.number(2),
            )]
        },
    }],
    sections: &[
        Section {
            slope_limits: |p| Limits {
                at_minus_infinity: -p[0],
                at_infinity: 0.0,
            },
            ..yes_or_no::YES
        },
        yes_or_no::NO,
    ],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("convex", LossClaim::ConvexIn(0)),
        stated(
            "falls_for_positives",
            LossClaim::Along("logit, target 1", LineClaim::Decreasing),
        ),
        stated(
            "rises_for_negatives",
            LossClaim::Along("logit, target 0", LineClaim::Increasing),
        ),
        stated(
            "weight_of_positives",
            LossClaim::Along("logit, target 1", LineClaim::Is(|p, x| p[0] * softplus(-x))),
        ),
        stated(
            "weight_spares_negatives",
            LossClaim::Along("logit, target 0", LineClaim::Is(|_, x| softplus(x))),
        ),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |a| (a.number(2) * a.number(1)).max(1.0 - a.number(1)),
                reached: || args![-800.0, 1.0, 3.0],
            },
        ),
        stated(
            "at_least_entropy",
            LossClaim::AtLeast {
                bound: |a| {
                    let (positive, negative) = (a.number(2) * a.number(1), 1.0 - a.number(1));
                    part(positive, negative) + part(negative, positive)
                },
                reached: |a| {
                    let odds = a.number(2) * a.number(1) / (1.0 - a.number(1));
                    a.with(0, odds.ln().into())
                },
            },
        ),
    ],
    picture: Picture {
        across: "logit, target 1",
        x: (-6.0, 6.0),
        y: (-1.4, 6.4),
        rivals: &[
            Rival {
                label: "target 0 instead",
                curve: |x| f::bce_with_logits(x, 0.0, 1.0),
            },
            Rival {
                label: "(1 − σ)²",
                curve: |x| {
                    let missing = nnfn::activations::sigmoid(-x);
                    missing * missing
                },
            },
        ],
        caption: "Binary cross-entropy of a positive example: a confident mistake keeps the slope −1 (dashed), \
                  where the squared error of the probability goes flat.",
    },
};
