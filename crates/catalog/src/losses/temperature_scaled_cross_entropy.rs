use nnfn::losses as f;

use super::shared::{CLASS, LOGITS, RESTING};
use crate::about::{About, used};
use crate::args;
use crate::args::Value;
use crate::argument::Argument;
use crate::claim::{Change, Limits, LineClaim, LossClaim, Norm, stated};
use crate::loss::{Gradient, Loss, Section, moving};
use crate::parameter::{Parameter, Span};
use crate::picture::{Picture, Rival};

const TEMPERATURE: Parameter = Parameter {
    name: "temperature",
    symbol: "T",
    default: 1.0,
    tried: &[1.0, 0.25, 2.0, 10.0],
    valid: |temperature| temperature > 0.0,
    span: Span::Times(0.2, 5.0),
};

pub static TEMPERATURE_SCALED_CROSS_ENTROPY: Loss = Loss {
    about: About {
        name: "temperature_scaled_cross_entropy",
        title: "temperature-scaled cross-entropy",
        aliases: &["temperature scaling", "calibration temperature"],
        chapter: "losses/classification/temperature-scaling",
        source: "losses/temperature_scaled_cross_entropy.rs",
        typical: "honest probabilities from a trained classifier",
        used_in: &[used(
            "scikit-learn's CalibratedClassifierCV",
            "https://scikit-learn.org/stable/modules/generated/sklearn.calibration.CalibratedClassifierCV.html",
        )],
    },
    arguments: &[LOGITS, CLASS, Argument::set(&TEMPERATURE)],
    estimates: "the log-probabilities of the classes times the temperature, up to a constant",
    value: |a| f::temperature_scaled_cross_entropy(a.row(0), a.index(1), a.number(2)),
    gradients: &[
        Gradient {
            by: 0,
            suffix: "_grad",
            of: |a| f::temperature_scaled_cross_entropy_grad(a.row(0), a.index(1), a.number(2)),
        },
        Gradient {
            by: 2,
            suffix: "_grad_temperature",
            of: |a| {
                vec![f::temperature_scaled_cross_entropy_grad_temperature(
                    a.row(0),
                    a.index(1),
                    a.number(2),
                )]
            },
        },
    ],
    sections: &[Section {
        name: "logit",
        label: "",
        ends: (f64::NEG_INFINITY, f64::INFINITY),
        at: |p, z| args![[z, RESTING[0], RESTING[1]], 0_usize, p[0]],
        moves: &[moving(0, 0)],
        unit: |p| p[0],
        seams: |_| vec![],
        limits: |_| Limits {
            at_minus_infinity: f64::INFINITY,
            at_infinity: 0.0,
        },
        slope_limits: |p| Limits {
            at_minus_infinity: -1.0 / p[0],
            at_infinity: 0.0,
        },
    }],
    claims: &[
        stated("non_negative", LossClaim::NonNegative),
        stated("shift_invariant", LossClaim::Unchanged(Change::Shift(&[0]))),
        stated("convex", LossClaim::ConvexIn(0)),
        stated("gradient_sums_to_zero", LossClaim::GradientSumsTo(0, 0.0)),
        stated("temperature_is_a_unit", LossClaim::ScalesWith(&[0, 2], 0)),
        stated(
            "bounded_slope",
            LossClaim::GradientAtMost {
                by: 0,
                norm: Norm::Largest,
                bound: |a| 1.0 / a.number(2),
                reached: || args![[0.0, 800.0], 0_usize, 0.5],
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
            "one_is_cross_entropy",
            LossClaim::Is {
                with: |a| a.with(2, 1.0.into()),
                that: |a| f::cross_entropy(a.row(0), a.index(1)),
            },
        ),
        stated(
            "wrong_classes",
            LossClaim::Unchanged(Change::PermuteOthers(0, 1)),
        ),
        stated(
            "falls_with_the_logit",
            LossClaim::Along("logit", LineClaim::Decreasing),
        ),
    ],
    picture: Picture {
        across: "logit of the true class",
        x: (-6.0, 8.0),
        y: (-1.2, 7.6),
        rivals: &[
            Rival {
                label: "T = 3",
                curve: |x| f::temperature_scaled_cross_entropy(&[x, 1.0, 0.1], 0, 3.0),
            },
            Rival {
                label: "T = 0.5",
                curve: |x| f::temperature_scaled_cross_entropy(&[x, 1.0, 0.1], 0, 0.5),
            },
        ],
        caption: "Cross-entropy of three classes, the wrong logits resting at 1 and 0.1. A higher temperature costs \
                  less where the true logit is far below the others, and more where it leads.",
    },
};
