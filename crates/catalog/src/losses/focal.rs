use std::f64::consts::LN_2;

use nnfn::losses as f;

use super::shared::yes_or_no;
use crate::about::{About, used};
use crate::argument::Argument;
use crate::claim::{LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

/// How much easy examples are turned down.
pub const GAMMA: Parameter = Parameter {
    name: "gamma",
    symbol: r"\gamma",
    default: 2.0,
    tried: &[2.0, 0.0, 0.5, 1.0, 5.0],
    valid: |gamma| gamma >= 0.0 && gamma.is_finite(),
    span: Span::Even(0.0, 5.0),
};

pub static FOCAL: Loss = Loss {
    about: About {
        name: "focal",
        title: "focal loss",
        aliases: &[
            "sigmoid focal loss",
            "binary focal cross-entropy",
            "FocalLoss",
        ],
        chapter: "losses/classification/focal",
        source: "losses/focal.rs",
        typical: "dense detection, few positives among easy negatives",
        used_in: &[
            used("RetinaNet", "https://arxiv.org/abs/1708.02002"),
            used(
                "torchvision's RetinaNet",
                "https://github.com/pytorch/vision/blob/main/torchvision/models/detection/retinanet.py",
            ),
        ],
    },
    arguments: &[yes_or_no::LOGIT, yes_or_no::TARGET, Argument::set(&GAMMA)],
    estimates: "the likelier answer; the probability is drawn towards ½",
    value: |a| f::focal(a.number(0), a.number(1), a.number(2)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| vec![f::focal_grad(a.number(0), a.number(1), a.number(2))],
    }],
    sections: &[yes_or_no::YES, yes_or_no::NO],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "falls_for_positives",
            LossClaim::Along("logit, target 1", LineClaim::Decreasing),
        ),
        stated(
            "rises_for_negatives",
            LossClaim::Along("logit, target 0", LineClaim::Increasing),
        ),
        stated(
            "without_focus",
            LossClaim::Is {
                with: |a| a.with(2, 0.0.into()),
                that: |a| f::bce_with_logits(a.number(0), a.number(1), 1.0),
            },
        ),
        stated(
            "undecided",
            LossClaim::Is {
                with: |a| a.with(0, 0.0.into()),
                that: |a| 0.5_f64.powf(a.number(2)) * LN_2,
            },
        ),
    ],
    picture: Picture {
        across: "logit, target 1",
        x: (-6.0, 6.0),
        y: (-1.4, 6.4),
        rivals: &[Rival {
            label: "cross-entropy",
            curve: |x| f::bce_with_logits(x, 1.0, 1.0),
        }],
        caption: "Focal loss of a positive example: close to cross-entropy where the answer is surely wrong, \
                  next to nothing where it is right.",
    },
};
