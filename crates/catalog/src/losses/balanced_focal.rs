use nnfn::losses as f;

use super::focal::GAMMA;
use super::shared::yes_or_no::{self, LOGIT, TARGET};
use crate::about::About;
use crate::argument::Argument;
use crate::claim::{Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const ALPHA: Parameter = Parameter {
    name: "alpha",
    symbol: r"\alpha",
    default: 0.25,
    tried: &[0.25, 0.5, 0.75],
    valid: |alpha| (0.0..=1.0).contains(&alpha),
    span: Span::Even(0.01, 0.99),
};

pub static BALANCED_FOCAL: Loss = Loss {
    about: About {
        name: "balanced_focal",
        title: "α-balanced focal loss",
        aliases: &["alpha-balanced focal loss"],
        chapter: "losses/classification/focal",
        source: "losses/balanced_focal.rs",
        typical: "dense detection, with weights of the classes",
        used_in: &[],
    },
    arguments: &[LOGIT, TARGET, Argument::set(&GAMMA), Argument::set(&ALPHA)],
    estimates: "no probability: drawn towards ½, and by the weights",
    value: |a| f::balanced_focal(a.number(0), a.number(1), a.number(2), a.number(3)),
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| {
            vec![f::balanced_focal_grad(
                a.number(0),
                a.number(1),
                a.number(2),
                a.number(3),
            )]
        },
    }],
    sections: &[
        Section {
            slope_limits: |p| Limits {
                at_minus_infinity: -p[1],
                at_infinity: 0.0,
            },
            ..yes_or_no::YES
        },
        Section {
            slope_limits: |p| Limits {
                at_minus_infinity: 0.0,
                at_infinity: 1.0 - p[1],
            },
            ..yes_or_no::NO
        },
    ],
    claims: &[
        stated(
            "weight_of_positives",
            LossClaim::Along(
                "logit, target 1",
                LineClaim::Is(|p, x| p[1] * f::focal(x, 1.0, p[0])),
            ),
        ),
        stated(
            "weight_of_negatives",
            LossClaim::Along(
                "logit, target 0",
                LineClaim::Is(|p, x| (1.0 - p[1]) * f::focal(x, 0.0, p[0])),
            ),
        ),
    ],
    picture: Picture {
        across: "logit, target 1",
        x: (-6.0, 6.0),
        y: (-1.4, 6.4),
        rivals: &[Rival {
            label: "target 0 instead",
            curve: |x| f::balanced_focal(x, 0.0, 2.0, 0.25),
        }],
        caption: "With α = 0.25 a positive counts a third as much as a negative.",
    },
};
