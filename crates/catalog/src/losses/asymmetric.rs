use nnfn::losses as f;

use super::shared::yes_or_no::{self, LOGIT};
use crate::about::{About, used};
use crate::args;
use crate::argument::{Argument, Domain, Numbers, Role};
use crate::claim::{Limits, LineClaim, LossClaim, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const GAMMA_POSITIVE: Parameter = Parameter {
    name: "gamma_positive",
    symbol: r"\gamma_+",
    default: 0.0,
    tried: &[0.0, 1.0],
    valid: |gamma| gamma >= 0.0 && gamma.is_finite(),
    span: Span::Even(0.0, 4.0),
};
const GAMMA_NEGATIVE: Parameter = Parameter {
    name: "gamma_negative",
    symbol: r"\gamma_-",
    default: 4.0,
    tried: &[4.0, 3.0],
    valid: |gamma| gamma >= 0.0 && gamma.is_finite(),
    span: Span::Even(0.0, 8.0),
};
/// Above 0 in what is tried, so that there is a dead zone; without one it is focal loss.
const SHIFT: Parameter = Parameter {
    name: "shift",
    symbol: "m",
    default: 0.05,
    tried: &[0.05, 0.2],
    valid: |shift| (0.0..1.0).contains(&shift),
    span: Span::Even(0.0, 0.3),
};

/// The logit at which the probability is the shift.
fn threshold(shift: f64) -> f64 {
    (shift / (1.0 - shift)).ln()
}

/// What a wrong yes costs at most.
fn most(gamma_negative: f64, shift: f64) -> f64 {
    -(gamma_negative * (-shift).ln_1p()).exp() * shift.ln()
}

/// With a target of 0; the loss is flat up to the shift and bounded.
const WRONG: Section = Section {
    name: "logit, target 0",
    label: "",
    ends: (f64::NEG_INFINITY, f64::INFINITY),
    at: |p, x| args![x, 0.0, p[0], p[1], p[2]],
    moves: &[moving(0, 0)],
    unit: |_| 1.0,
    seams: |_| vec![], // with the powers that are tried no derivative up to the third jumps
    limits: |p| Limits {
        at_minus_infinity: 0.0,
        at_infinity: most(p[1], p[2]),
    },
    slope_limits: |_| Limits::both(0.0),
};

pub static ASYMMETRIC: Loss = Loss {
    about: About {
        name: "asymmetric",
        title: "asymmetric loss",
        aliases: &["ASL", "AsymmetricLoss", "AsymmetricLossMultiLabel"],
        chapter: "losses/classification/asymmetric-loss",
        source: "losses/asymmetric.rs",
        typical: "many labels, few of them true",
        used_in: &[used(
            "TResNet on MS-COCO",
            "https://arxiv.org/abs/2009.14119",
        )],
    },
    arguments: &[
        LOGIT,
        Argument {
            name: "target",
            symbol: "y",
            domain: Domain::Number(Numbers::Binary),
            role: Role::Target,
        },
        Argument::set(&GAMMA_POSITIVE),
        Argument::set(&GAMMA_NEGATIVE),
        Argument::set(&SHIFT),
    ],
    estimates: "a score that rises with the probability",
    value: |a| {
        f::asymmetric(
            a.number(0),
            a.number(1),
            a.number(2),
            a.number(3),
            a.number(4),
        )
    },
    gradients: &[Gradient {
        by: 0,
        suffix: "_grad",
        of: |a| {
            vec![f::asymmetric_grad(
                a.number(0),
                a.number(1),
                a.number(2),
                a.number(3),
                a.number(4),
            )]
        },
    }],
    sections: &[WRONG, yes_or_no::YES],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated(
            "dead_zone",
            LossClaim::Along(
                "logit, target 0",
                LineClaim::Flat(|p| (f64::NEG_INFINITY, threshold(p[2]))),
            ),
        ),
        stated(
            "rises_for_negatives",
            LossClaim::Along("logit, target 0", LineClaim::NonDecreasing),
        ),
        stated(
            "falls_for_positives",
            LossClaim::Along("logit, target 1", LineClaim::Decreasing),
        ),
        stated(
            "bounded_for_negatives",
            LossClaim::Along(
                "logit, target 0",
                LineClaim::Range(|p| (0.0, most(p[1], p[2]))),
            ),
        ),
        stated(
            "all_zero_is_bce",
            LossClaim::Is {
                with: |a| {
                    let plain = a.with(2, 0.0.into()).with(3, 0.0.into());
                    plain.with(4, 0.0.into())
                },
                that: |a| f::bce_with_logits(a.number(0), a.number(1), 1.0),
            },
        ),
        stated(
            "positives_are_focal",
            LossClaim::Along(
                "logit, target 1",
                LineClaim::Is(|p, x| f::focal(x, 1.0, p[0])),
            ),
        ),
    ],
    picture: Picture {
        across: "logit, target 0",
        x: (-6.0, 6.0),
        y: (-0.6, 6.4),
        rivals: &[Rival {
            label: "cross-entropy",
            curve: |x| f::bce_with_logits(x, 0.0, 1.0),
        }],
        caption: "Asymmetric loss of a label that is not true: nothing up to a probability of m, \
                  and a bounded price for the surest mistake.",
    },
};
